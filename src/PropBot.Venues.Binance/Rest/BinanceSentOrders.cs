using PropBot.Core.Values;

namespace PropBot.Venues.Binance.Rest;

/// <summary>
/// The orders sent lately: whether the venue's queries may not show one yet (rule O3), and whether the private stream is silent
/// about one that was accepted (rule C6).
/// </summary>
/// <param name="window">How long a signed request stays valid at the venue, market time.</param>
internal sealed class BinanceSentOrders(VenueClock clock, TimeSpan window)
{
    /// <summary>How far the venue's queries are taken to lag behind its matching; real time.</summary>
    private static readonly TimeSpan QueryLag = TimeSpan.FromSeconds(1);

    /// <summary>Older orders need no watching.</summary>
    private const int Capacity = 1_024;

    private readonly Lock _lock = new();
    private readonly Dictionary<ClientOrderId, SentOrder> _orders = [];
    private readonly Queue<ClientOrderId> _age = [];

    /// <summary>An order is about to leave.</summary>
    public void Sending(ClientOrderId id)
    {
        lock (_lock)
        {
            if (_age.Count == Capacity)
            {
                _orders.Remove(_age.Dequeue());
            }

            _orders[id] = new SentOrder { AtMarket = clock.SteadyNow, AtElapsed = clock.Elapsed };
            _age.Enqueue(id);
        }
    }

    /// <summary>The venue said yes: the private stream owes us a word about it.</summary>
    public void Accepted(ClientOrderId id)
    {
        lock (_lock)
        {
            if (_orders.TryGetValue(id, out SentOrder? order))
            {
                order.AcceptedElapsed = clock.Elapsed;
            }
        }
    }

    /// <summary>The venue said no for certain: there is nothing to wait for.</summary>
    public void Refused(ClientOrderId id)
    {
        lock (_lock)
        {
            _orders.Remove(id);
        }
    }

    /// <summary>The private stream, or a catch-up in its place, told of the order.</summary>
    public void Told(ClientOrderId id)
    {
        lock (_lock)
        {
            if (_orders.TryGetValue(id, out SentOrder? order))
            {
                order.IsTold = true;
            }
        }
    }

    /// <summary>May the venue have the order although it says that it does not?</summary>
    public bool MayStillAppear(ClientOrderId id)
    {
        lock (_lock)
        {
            return _orders.TryGetValue(id, out SentOrder? order)
                && (clock.SteadyNow - order.AtMarket <= window || clock.Elapsed - order.AtElapsed <= QueryLag);
        }
    }

    /// <summary>An accepted order of which the private stream has not told for so long; null when there is none.</summary>
    /// <param name="since">When the stream was connected: it owes nothing from before.</param>
    public ClientOrderId? Overdue(TimeSpan patience, TimeSpan since)
    {
        lock (_lock)
        {
            foreach ((ClientOrderId id, SentOrder order) in _orders)
            {
                if (!order.IsTold && order.AcceptedElapsed is { } accepted && order.AtElapsed > since && clock.Elapsed - accepted > patience)
                {
                    return id;
                }
            }

            return null;
        }
    }

    private sealed class SentOrder
    {
        public required DateTimeOffset AtMarket { get; init; }

        public required TimeSpan AtElapsed { get; init; }

        public TimeSpan? AcceptedElapsed { get; set; }

        public bool IsTold { get; set; }
    }
}
