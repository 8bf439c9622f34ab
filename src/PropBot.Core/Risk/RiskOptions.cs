using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>Limits on what may be opened. Notional is counted per leg at the entry, open and in flight.</summary>
public sealed record RiskOptions
{
    /// <summary>Quote units over all pairs of a symbol, one leg counted. Default 25,000.</summary>
    public Notional MaxNotionalPerSymbol { get; init; } = new(25_000m);

    /// <summary>Quote units over all legs on a venue. Default 50,000.</summary>
    public Notional MaxNotionalPerVenue { get; init; } = new(50_000m);

    /// <summary>Quote units over all pairs, one leg counted. Default 60,000.</summary>
    public Notional MaxNotionalTotal { get; init; } = new(60_000m);

    /// <summary>Pairs that are not terminal, 1 to 100. Default 6.</summary>
    public int MaxActivePairs { get; init; } = 6;

    /// <summary>
    /// Loss of the UTC day, realised or with what is not, that holds the desk and stops opening until the day is over, quote units; null
    /// switches it off. Default 500.
    /// </summary>
    public Notional? MaxDailyLoss { get; init; } = new(500m);

    /// <summary>A reached limit of the day holds and stops opening. Off it is shown only; never off where money is at stake. Default on.</summary>
    public bool EnforcesDayLimits { get; init; } = true;

    /// <summary>
    /// How far equity may fall below its highest of the UTC day, basis points of that, above 0 to 10,000; then as with the daily loss. Null
    /// switches it off. Default 300.
    /// </summary>
    public decimal? MaxDayDrawdownBps { get; init; } = 300m;

    /// <summary>
    /// Maintenance margin over a venue's equity from which on nothing opens there, 0.05 to 0.95; 1 is liquidation. A margin call
    /// is over when a statement shows less. Default 0.5.
    /// </summary>
    public decimal MaxMarginRatio { get; init; } = 0.5m;

    /// <summary>A book without a message for this long is stale, elapsed time. Default 2 s.</summary>
    public TimeSpan BookStaleAfter { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How far apart the two books' own times may be when a pair is opened, market time. Two books of different instants show a
    /// gap that never existed, above all when prices move fast. Default 2 s.
    /// </summary>
    public TimeSpan MaxBookSkew { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>After a pair on a symbol and two venues ended badly or was aborted, nothing opens there for this long, elapsed time. Default 5 s.</summary>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromSeconds(5);
}
