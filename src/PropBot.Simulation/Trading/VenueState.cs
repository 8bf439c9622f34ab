using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;

namespace PropBot.Simulation.Trading;

/// <summary>Everything a simulated venue remembers, as plain records for a store.</summary>
public sealed record VenueState
{
    public required VenueId Venue { get; init; }

    /// <summary>Market time of the last call.</summary>
    public required DateTimeOffset Time { get; init; }

    public required long LastOrderId { get; init; }

    public required long LastTradeId { get; init; }

    public required long LastBillId { get; init; }

    /// <summary>Accounts in the order in which they were opened.</summary>
    public required IReadOnlyList<AccountState> Accounts { get; init; }

    /// <summary>Every order ever, by number.</summary>
    public required IReadOnlyList<SimulatedOrder> Orders { get; init; }

    /// <summary>Every fill ever, in the order of booking.</summary>
    public required IReadOnlyList<SimulatedFill> Fills { get; init; }

    /// <summary>Every bill ever, by number.</summary>
    public required IReadOnlyList<AccountBill> Bills { get; init; }

    public required IReadOnlyList<FundingSettlement> Settlements { get; init; }

    /// <summary>How instruments differ from the terms the venue was made with.</summary>
    public IReadOnlyDictionary<Symbol, InstrumentChange> InstrumentChanges { get; init; } = new Dictionary<Symbol, InstrumentChange>();

    /// <summary>The books; empty in a state that was built from mutations alone, until the feed speaks.</summary>
    public required IReadOnlyList<BookState> Books { get; init; }

    /// <summary>The state before anything happened.</summary>
    public static VenueState Empty(VenueId venue) => new()
    {
        Venue = venue,
        Time = default,
        LastOrderId = 0,
        LastTradeId = 0,
        LastBillId = 0,
        Accounts = [],
        Orders = [],
        Fills = [],
        Bills = [],
        Settlements = [],
        Books = [],
    };
}

/// <summary>What an account has beyond its orders, fills and bills.</summary>
public sealed record AccountState
{
    public required string Account { get; init; }

    public required Asset Asset { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    public required decimal WalletBalance { get; init; }

    public required PositionMode PositionMode { get; init; }

    public required IReadOnlyList<SimulatedPosition> Positions { get; init; }

    public required IReadOnlyList<SymbolSettings> Settings { get; init; }

    public IReadOnlyList<MarginScope> MarginCalls { get; init; } = [];
}

/// <summary>A book with all that decides how it goes on.</summary>
public sealed record BookState
{
    public required Symbol Symbol { get; init; }

    /// <summary>As exported; a restored venue takes it from <see cref="VenueState.InstrumentChanges"/>.</summary>
    public required InstrumentStatus Status { get; init; }

    public required long UpdateId { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>The last word of the feed; null before its first.</summary>
    public required MarketState? Market { get; init; }

    public required RandomState Random { get; init; }

    /// <summary>What others offer, without what was taken, best first.</summary>
    public required IReadOnlyList<BookLevel> Bids { get; init; }

    public required IReadOnlyList<BookLevel> Asks { get; init; }

    /// <summary>Bid quantity taken and not yet come back, at the quantity scale.</summary>
    public required long BidTaken { get; init; }

    public required long AskTaken { get; init; }

    /// <summary>Since when that has been coming back.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Resting orders in time order with what stands before each.</summary>
    public required IReadOnlyList<QueuePlace> Queue { get; init; }
}

/// <summary>A resting order's place in the queue of its price.</summary>
/// <param name="Ahead">Quantity of others that is served first, at the quantity scale.</param>
public readonly record struct QueuePlace(long OrderId, long Ahead);
