namespace PropBot.Host.Metrics;

/// <summary>Durations that only those who do the work can measure. The engine's loop observes, the metrics page reads.</summary>
public sealed class LatencyMeters
{
    /// <summary>Milliseconds from handing an order to its adapter, its intent being durable, to the venue's answer.</summary>
    public Histogram OrderCycleMs { get; } = new(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000);

    /// <summary>Milliseconds between two states of one instrument's book that the engine saw.</summary>
    public Histogram StreamGapMs { get; } = new(10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000);

    /// <summary>Microseconds that the engine took to handle one event, without ledger and network.</summary>
    public Histogram EventMicroseconds { get; } = new(1, 2, 5, 10, 20, 50, 100, 250, 500, 1000, 5000, 25000);

    /// <summary>Milliseconds that the ledger took to make one event's effects durable.</summary>
    public Histogram CommitMs { get; } = new(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 1000);
}
