using PropBot.Core.Execution;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Venues.Okx.Stream;

/// <summary>
/// What has been told of orders and trades, bounded, the oldest forgotten first. The venue says itself that a message may come more than
/// once, with another time: a trade counts once by instrument and trade id, an end of an order is final, and what is filled never shrinks.
/// Source: OKX API v5, Order channel, read 2026-11-22.
/// </summary>
internal sealed class OkxTold
{
    public const int MostTrades = 20_000;
    public const int MostOrders = 5_000;

    private readonly Lock _lock = new();
    private readonly HashSet<(string Instrument, string Trade)> _trades = [];
    private readonly Queue<(string Instrument, string Trade)> _tradesByAge = new();
    private readonly Dictionary<string, State> _orders = new(StringComparer.Ordinal);
    private readonly Queue<string> _ordersByAge = new();
    private readonly Dictionary<string, OkxOwed> _owed = new(StringComparer.Ordinal);

    public bool HasTrade(string? instrument, string? trade)
    {
        lock (_lock)
        {
            return _trades.Contains((instrument ?? "", trade ?? ""));
        }
    }

    public void AddTrade(string? instrument, string? trade)
    {
        lock (_lock)
        {
            if (_trades.Add((instrument ?? "", trade ?? "")))
            {
                _tradesByAge.Enqueue((instrument ?? "", trade ?? ""));
                if (_tradesByAge.Count > MostTrades)
                {
                    _trades.Remove(_tradesByAge.Dequeue());
                }
            }
        }
    }

    /// <returns>False when it says nothing that was not told, or is older than what was.</returns>
    /// <exception cref="FormatException">The filled size is not a number.</exception>
    public bool IsNews(OkxOrder order)
    {
        State state = StateOf(order);
        lock (_lock)
        {
            return !_orders.TryGetValue(order.OrdId ?? "", out State? known)
                || (state != known && state.Filled >= known.Filled && (!known.HasEnded || (state.HasEnded && state.Filled > known.Filled)));
        }
    }

    public void Add(OkxOrder order)
    {
        State state = StateOf(order);
        lock (_lock)
        {
            string id = order.OrdId ?? "";
            if (_orders.TryAdd(id, state))
            {
                _ordersByAge.Enqueue(id);
                if (_ordersByAge.Count > MostOrders)
                {
                    _orders.Remove(_ordersByAge.Dequeue());
                }
            }

            _orders[id] = state;
        }
    }

    /// <summary>Orders whose end has not been told.</summary>
    public IReadOnlyList<(string Instrument, string OrderId)> OpenOrders()
    {
        lock (_lock)
        {
            return [.. _orders.Where(o => !o.Value.HasEnded).Select(o => (o.Value.Instrument, o.Key))];
        }
    }

    /// <summary>A fill of the order is known of and could not be told: it is read over REST.</summary>
    public void Owe(OkxOwed owed)
    {
        lock (_lock)
        {
            _owed[owed.OrderId] = owed;
        }
    }

    public IReadOnlyList<OkxOwed> Owed()
    {
        lock (_lock)
        {
            return [.. _owed.Values];
        }
    }

    /// <summary>So much of the order has been read over REST.</summary>
    public void Paid(string orderId, decimal contracts)
    {
        lock (_lock)
        {
            if (_owed.TryGetValue(orderId, out OkxOwed? owed) && contracts >= owed.Contracts)
            {
                _owed.Remove(orderId);
            }
        }
    }

    private static State StateOf(OkxOrder order) => new(
        order.InstId ?? "",
        WireText.DecimalOrZero(order.AccFillSz),
        order.State is "filled" or "canceled" or "mmp_canceled",
        order.Sz ?? "",
        order.Px ?? "");

    private sealed record State(string Instrument, decimal Filled, bool HasEnded, string Size, string Limit);
}

/// <summary>An order of the venue's own making whose fills the channel did not tell whole.</summary>
/// <param name="Contracts">What it has filled by the channel.</param>
internal sealed record OkxOwed(string Instrument, string OrderId, OrderOrigin Origin, decimal Contracts);
