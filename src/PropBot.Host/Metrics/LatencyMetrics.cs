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
            "propbot_book_wait_seconds", "Seconds from a book's message to the moment at which the engine takes it up.", latency.BookWaitMicroseconds.Read(), FromMicroseconds);
        text.Histogram(
            "propbot_tick_to_order_seconds",
            "Seconds from a book's message to handing the orders that it led to to their adapters, the ledger's commit included.",
            latency.TickToOrderMicroseconds.Read(), FromMicroseconds);
        text.Histograms(
            "propbot_core_operation_latency_ms",
            "Milliseconds of the two things the desk does: scan, from a book's message to the end of the look at it; hedge, an order that reduces risk, to the answer of the venue.",
            [("operation", "scan", latency.ScanMs.Read()), ("operation", "hedge", latency.HedgeCycleMs.Read())]);
        text.Histogram(
            "propbot_hold_engage_seconds", "Seconds from taking a stop (HOLD, kill) to the moment at which the ledger has it and nothing opens.", latency.HoldEngageMs.Read(), FromMilliseconds);
        text.Histogram(
            "propbot_ledger_commit_seconds", "Seconds the ledger took to make one event's effects durable.", latency.CommitMs.Read(), FromMilliseconds);
    }
}
