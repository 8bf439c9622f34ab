using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Accounts;

/// <summary>One account. Changed by <see cref="VenueAccounts.Apply"/> alone.</summary>
internal sealed class Account(string name, Asset asset, DateTimeOffset openedAt)
{
    private static readonly PositionSide[] OneWaySides = [PositionSide.Net];
    private static readonly PositionSide[] HedgeSides = [PositionSide.Long, PositionSide.Short];

    public string Name { get; } = name;

    public Asset Asset { get; } = asset;

    public DateTimeOffset OpenedAt { get; } = openedAt;

    public decimal WalletBalance { get; set; }

    public PositionMode PositionMode { get; set; } = PositionMode.OneWay;

    public SortedDictionary<PositionKey, SimulatedPosition> Positions { get; } = [];

    public SortedDictionary<Symbol, SymbolSettings> Settings { get; } = [];

    /// <summary>What has had its margin call and has not recovered since.</summary>
    public HashSet<MarginScope> MarginCalls { get; } = [];

    /// <summary>All orders by number, oldest first.</summary>
    public SortedList<long, SimulatedOrder> Orders { get; } = [];

    public SortedSet<long> OpenOrderIds { get; } = [];

    public Dictionary<string, long> OrderIdsByClientId { get; } = new(StringComparer.Ordinal);

    public List<SimulatedFill> Fills { get; } = [];

    public List<AccountBill> Bills { get; } = [];

    /// <summary>Notional traded by UTC day.</summary>
    public Dictionary<DateOnly, decimal> VolumeByDay { get; } = [];

    /// <summary>The sides that positions have in the account's mode.</summary>
    public IReadOnlyList<PositionSide> Sides => PositionMode == PositionMode.Hedge ? HedgeSides : OneWaySides;

    public decimal QuantityOf(PositionKey key) => Positions.TryGetValue(key, out SimulatedPosition? position) ? position.Quantity : 0m;

    public SimulatedPosition PositionOf(PositionKey key) => Positions.TryGetValue(key, out SimulatedPosition? position)
        ? position
        : new SimulatedPosition
        {
            Account = Name,
            Symbol = key.Symbol,
            PositionSide = key.Side,
            Quantity = 0m,
            EntryNotional = 0m,
            UpdatedAt = OpenedAt,
        };

    /// <summary>The instrument's position, or in hedge mode its long and its short one; flat ones too.</summary>
    public IEnumerable<SimulatedPosition> PositionsIn(Symbol symbol)
    {
        foreach (PositionSide side in Sides)
        {
            yield return PositionOf(new PositionKey(symbol, side));
        }
    }

    public bool HoldsAny(Symbol symbol)
    {
        foreach (PositionSide side in Sides)
        {
            if (QuantityOf(new PositionKey(symbol, side)) != 0m)
            {
                return true;
            }
        }

        return false;
    }

    public SimulatedOrder? Find(OrderKey key)
    {
        long? id = key.OrderId;
        if (id is null && key.ClientOrderId is { } clientId && OrderIdsByClientId.TryGetValue(clientId, out long known))
        {
            id = known;
        }

        return id is { } number && Orders.TryGetValue(number, out SimulatedOrder? order) ? order : null;
    }

    public IEnumerable<SimulatedOrder> OpenOrders(Symbol? symbol)
    {
        foreach (long id in OpenOrderIds)
        {
            SimulatedOrder order = Orders[id];
            if (symbol is null || order.Symbol == symbol)
            {
                yield return order;
            }
        }
    }

    /// <summary>Notional of the 30 whole UTC days before this one: what the fee tier of the day rests on.</summary>
    public decimal VolumeBefore(DateOnly day)
    {
        const int Days = 30;
        decimal sum = 0m;
        foreach ((DateOnly traded, decimal notional) in VolumeByDay)
        {
            if (traded < day && traded >= day.AddDays(-Days))
            {
                sum += notional;
            }
        }

        return sum;
    }
}
