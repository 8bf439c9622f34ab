using PropBot.Host.Tracing;

namespace PropBot.Host.Metrics;

/// <summary>What became of the traces from tick to fill.</summary>
internal static class TraceMetrics
{
    public static void Write(MetricsText text, TraceMeters traces)
    {
        text.Gauge("propbot_tracing_enabled", "1 when traces from tick to fill go to a collector.");
        text.Sample(traces.IsOn);
        text.Counter("propbot_trace_spans_total", "Spans, by whether the collector has taken them; one that has not is lost.");
        text.Sample(traces.Exported, ("outcome", "exported"));
        text.Sample(traces.Failed, ("outcome", "failed"));
        text.Counter("propbot_trace_dropped_total", "Measurements that became no span because too many waited for the collector.");
        text.Sample(traces.Dropped);
    }
}
