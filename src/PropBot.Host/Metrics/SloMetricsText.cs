using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;

namespace PropBot.Host.Metrics;

/// <summary>The service levels: measures, limits and burns; what has no data has no sample.</summary>
internal static class SloMetricsText
{
    public static void Write(MetricsText text, SloSnapshot slo)
    {
        text.Gauge("propbot_slo_enabled", "1 while the budgets of service levels act.");
        text.Sample(slo.Enabled);
        Series(text, slo, "propbot_slo_value", "The measure in the last 5 minutes, in its own unit.", m => m.Short);
        Series(text, slo, "propbot_slo_limit", "What the measure may come to.", m => m.Limit);
        Series(text, slo, "propbot_slo_burn", "The smaller burn of the last 5 minutes and the last hour; 1 uses the budget up.", m => m.Burn);
        text.Gauge("propbot_slo_level", "0 well, 1 burning: new pairs are smaller, 2 exhausted: nothing opens.");
        foreach (SloMeasure measure in slo.Metrics)
        {
            text.Sample((long)measure.Level, ("metric", measure.Metric.Code()));
        }
    }

    private static void Series(MetricsText text, SloSnapshot slo, string name, string help, Func<SloMeasure, decimal?> of)
    {
        text.Gauge(name, help);
        foreach (SloMeasure measure in slo.Metrics)
        {
            if (of(measure) is { } value)
            {
                text.Sample(value, ("metric", measure.Metric.Code()));
            }
        }
    }
}
