namespace PropBot.Core.Risk;

/// <summary>Service levels and what their budgets do. All times are elapsed times.</summary>
/// <remarks>
/// A burn is a measure over its limit, in two windows: the long one says that it matters, the short one that it still goes on
/// (Google SRE workbook, "Alerting on SLOs", multiwindow alerts). The smaller of the two counts.
/// </remarks>
public sealed record SloOptions
{
    /// <summary>Budgets act. Off: they are measured and shown. Default off.</summary>
    public bool Enabled { get; init; }

    /// <summary>What each measure may come to; one without a limit is shown and does nothing.</summary>
    public IReadOnlyDictionary<SloMetric, decimal> Limits { get; init; } = new Dictionary<SloMetric, decimal>();

    public TimeSpan ShortWindow { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan LongWindow { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// For so long after the start rates and percentiles of the long window say nothing: it would hold what the short one holds, and one burst
    /// would burn both. Sums (naked notional) and states (differences, drawdown) count from the first look. Default 10 min.
    /// </summary>
    public TimeSpan LongWindowFrom { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Part of the ordered notional that a burning budget leaves of a new pair. Default 0.5.</summary>
    public decimal BurningSize { get; init; } = 0.5m;

    /// <summary>Burn at which nothing opens at once. Default 2.</summary>
    public decimal StopBurn { get; init; } = 2m;

    /// <summary>A budget that burns for this long stops opening too. Default 5 min.</summary>
    public TimeSpan HoldAfter { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The burn below which it is calm; of the short window alone while the long one says nothing. Default 0.8.</summary>
    public decimal CalmBurn { get; init; } = 0.8m;

    /// <summary>How long it must be calm for each step back: from nothing to small pairs, from small to full ones. Default 2 min.</summary>
    public TimeSpan RecoverAfter { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Fewer samples in a window say nothing of a rate or a percentile. Default 5.</summary>
    public int MinSamples { get; init; } = 5;

    /// <summary>How often the budgets are looked at. Default 1 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);
}
