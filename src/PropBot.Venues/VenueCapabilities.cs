using PropBot.Core.Execution;
using PropBot.Core.Risk;

namespace PropBot.Venues;

/// <summary>What one venue can do, as its documents say and the contract suite has shown; the table of docs/venues is made of it.</summary>
public sealed record VenueCapabilities
{
    /// <summary>A resting order's price and quantity can be changed in place.</summary>
    public required bool AmendsOrders { get; init; }

    public required IReadOnlyList<PositionMode> PositionModes { get; init; }

    public required IReadOnlyList<MarginMode> MarginModes { get; init; }

    /// <summary>Book messages carry a checksum of the content.</summary>
    public required bool BookChecksum { get; init; }

    /// <summary>How many levels a side the book knows at most.</summary>
    public required int BookDepth { get; init; }

    /// <summary>An account that trades on every instrument of this venue tells its margin ratio.</summary>
    public required bool MarginRatio { get; init; }

    /// <summary>Positions tell their place in the queue for auto-deleveraging.</summary>
    public required bool AdlRank { get; init; }

    /// <summary>A warning is told when margin runs out, by the venue's own message or by its margin rate.</summary>
    public required bool MarginCalls { get; init; }

    /// <summary>Two orders of our account never trade with each other: the one that rests ends, and the one that arrives goes on.</summary>
    public required bool PreventsSelfTrades { get; init; }

    /// <summary>How many new orders the venue takes within which time, every limit that it has; room for hedges is kept in each before a pair is opened.</summary>
    public required IReadOnlyList<OrderLimit> OrderLimits { get; init; }

    /// <summary>How far back orders that ended without a fill can be asked for.</summary>
    public required TimeSpan OrderHistoryReach { get; init; }

    /// <summary>How far back fills can be asked for.</summary>
    public required TimeSpan FillHistoryReach { get; init; }

    /// <summary>How far back income can be asked for.</summary>
    public required TimeSpan IncomeReach { get; init; }
}
