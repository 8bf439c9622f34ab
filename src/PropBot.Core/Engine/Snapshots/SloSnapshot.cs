using PropBot.Core.Engine.State;
using PropBot.Core.Risk;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>The service levels at the last look.</summary>
/// <param name="Enabled">The budgets act; else they are only shown.</param>
/// <param name="Metrics">In the order of <see cref="SloMetrics.All"/>; empty before the first look.</param>
public sealed record SloSnapshot(bool Enabled, IReadOnlyList<SloMeasure> Metrics)
{
    public static readonly SloSnapshot Off = new(false, []);

    public SloLevel Worst => Metrics.Select(m => m.Level).Append(SloLevel.Ok).Max();

    public SloMeasure? Of(SloMetric metric) => Metrics.FirstOrDefault(m => m.Metric == metric);

    internal static SloSnapshot Of(EngineState state) => new(
        state.Options.Slo.Enabled,
        [.. state.Slo.Readings.Values.Select(r => new SloMeasure(r.Metric, r.Short, r.Long, r.Limit, r.Burn, r.Level, r.Since))]);
}

/// <summary>One measure.</summary>
/// <param name="Short">In the short window; null: no data.</param>
/// <param name="Long">In the long window; null: no data.</param>
/// <param name="Limit">Null: it has none.</param>
/// <param name="Burn">The smaller burn of both windows, 1 uses the budget up; null: no data, or no limit.</param>
/// <param name="Since">Market time since when it stands at its level; null while it is well.</param>
public sealed record SloMeasure(SloMetric Metric, decimal? Short, decimal? Long, decimal? Limit, decimal? Burn, SloLevel Level, DateTimeOffset? Since);
