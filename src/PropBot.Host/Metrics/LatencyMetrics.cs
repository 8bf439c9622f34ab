namespace PropBot.Host.Metrics;

internal static class LatencyMetrics
{
    private const double FromMicroseconds = 1e-6;
    private const double FromMilliseconds = 1e-3;

    public static void Write(MetricsText text, LatencyMeters latency)
    {
        text.Histogram("propbot_order_cycle_ms", "Milliseconds from handing an order to its adapter, its intent being durable, to the answer of the venue.", latency.OrderCycleMs.Read());
        text.Histogram("propbot_ws_gap_ms", "Milliseconds between two states of a book that the engine saw.", latency.StreamGapMs.Read());
        text.Histogram(
            "propbot_engine_event_seconds", "Seconds the engine took to handle one event.", latency.EventMicroseconds.Read(), FromMicroseconds);
        text.Histogram(
            "propbot_ledger_commit_seconds", "Seconds the ledger took to make one event's effects durable.", latency.CommitMs.Read(), FromMilliseconds);
    }
}
