using PropBot.Core.Values;

namespace PropBot.Simulation.Feeds;

/// <summary>Recorded market data of several venues, already read and checked.</summary>
/// <param name="Name">For people: the folder's name.</param>
public sealed record MarketRecording(string Name, IReadOnlyList<RecordedInstrument> Instruments);

/// <summary>Everything recorded of one instrument on one venue. Series are in time order without duplicates.</summary>
public sealed record RecordedInstrument
{
    public required InstrumentId Id { get; init; }

    /// <summary>Length of one bar, or the usual time between two quotes.</summary>
    public required TimeSpan BarInterval { get; init; }

    /// <summary>Bars; empty where quotes are recorded.</summary>
    public IReadOnlyList<RecordedBar> Bars { get; init; } = [];

    /// <summary>Best bid and ask; they win over bars.</summary>
    public IReadOnlyList<RecordedQuote> Quotes { get; init; } = [];

    /// <summary>Settled funding; may be empty. Times may carry the venue's jitter of milliseconds.</summary>
    public IReadOnlyList<RecordedFunding> Funding { get; init; } = [];

    /// <summary>Mark prices; may be empty, then the mid is the mark.</summary>
    public IReadOnlyList<RecordedMark> Marks { get; init; } = [];
}

/// <summary>One bar.</summary>
/// <param name="OpenTime">UTC instant at which the bar begins; its close stands at this plus the bar's length.</param>
/// <param name="Volume">Base units traded.</param>
public readonly record struct RecordedBar(
    DateTimeOffset OpenTime, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume);

/// <summary>Best bid and ask as they stood at an instant (for minute quotes: the minute's end), quote units.</summary>
/// <param name="TradedQuantity">Base units traded since the previous quote; 0 when not recorded.</param>
public readonly record struct RecordedQuote(DateTimeOffset Time, decimal Bid, decimal Ask, decimal TradedQuantity = 0m);

/// <summary>A settled funding rate: fraction of notional; positive: longs paid shorts.</summary>
public readonly record struct RecordedFunding(DateTimeOffset Time, Rate Rate);

/// <summary>The mark price at an instant (for bars of marks: the close, at the bar's end), quote units.</summary>
public readonly record struct RecordedMark(DateTimeOffset Time, decimal Price);
