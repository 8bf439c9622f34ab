using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Host.Auth;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;
using PropBot.Host.Metrics;
using PropBot.Host.Surface;
using PropBot.Ledger;

namespace PropBot.Host.Dashboard;

/// <summary>Everything one rendering of the page is made of. Sections are pure functions of it.</summary>
internal sealed record View
{
    public required Language Language { get; init; }

    /// <summary>Who looks: commands are shown to those who may give them.</summary>
    public required Caller Caller { get; init; }

    public required DeskReading Desk { get; init; }

    public required EngineSnapshot Snapshot { get; init; }

    public required EquityRange Range { get; init; }

    /// <summary>Oldest first; the last point is the snapshot's own equity.</summary>
    public required IReadOnlyList<EquityPoint> Equity { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<PairRecord> ClosedPairs { get; init; }

    public required LatencyMeters Latency { get; init; }

    /// <summary>Whoever confirms a request has to give the second factor too.</summary>
    public bool NeedsApproveToken { get; init; }

    /// <summary>Market time of what is shown.</summary>
    public DateTimeOffset Now => Snapshot.At;

    public string T(LocalText text) => text.In(Language);

    /// <summary>Decimal places of the symbol's prices, by the books.</summary>
    public int PricePlaces(Symbol symbol) => Figures.PlacesOf(Snapshot.Venues
        .SelectMany(v => v.Books)
        .Where(b => b.Instrument.Symbol == symbol)
        .SelectMany(b => new[] { b.BestBid, b.BestAsk }));
}

/// <summary>How far back the equity chart looks, market time.</summary>
internal enum EquityRange
{
    Hour = 1,
    Day = 2,
    All = 3,
}

internal static class EquityRanges
{
    public const string Parameter = "range";

    public static readonly IReadOnlyList<(EquityRange Range, string Code, LocalText Label)> Known =
    [
        (EquityRange.Hour, "1h", Catalogue.RangeHour),
        (EquityRange.Day, "24h", Catalogue.RangeDay),
        (EquityRange.All, "all", Catalogue.RangeAll),
    ];

    public static string Code(this EquityRange range) => Known.Single(k => k.Range == range).Code;

    public static EquityRange Parse(string code) => Known.Single(k => k.Code == code).Range;

    public static TimeSpan? Length(this EquityRange range) => range switch
    {
        EquityRange.Hour => TimeSpan.FromHours(1),
        EquityRange.Day => TimeSpan.FromDays(1),
        _ => null,
    };
}
