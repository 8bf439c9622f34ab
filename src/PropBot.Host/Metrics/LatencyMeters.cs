namespace PropBot.Host.Metrics;

/// <summary>Durations that only those who do the work can measure. The engine's loop observes, the metrics page reads.</summary>
public sealed class LatencyMeters
{
    private long _hedgeErrors;

    /// <summary>Milliseconds from handing an order to its adapter, its intent being durable, to the venue's answer.</summary>
    public Histogram OrderCycleMs { get; } = new(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000);

    /// <summary>The same of orders that reduce risk: hedges, rescues and closes.</summary>
    public Histogram HedgeCycleMs { get; } = new(10, 25, 50, 100, 250, 500, 1000, 2000, 5000);

    /// <summary>Milliseconds from a book's message to the end of the engine's look at it, the wait for the loop included.</summary>
    public Histogram ScanMs { get; } = new(10, 25, 50, 100, 250, 500, 1000, 2000, 5000);

    /// <summary>Microseconds from a book's message to the moment at which the engine takes it up.</summary>
    public Histogram BookWaitMicroseconds { get; } = new(10, 25, 50, 100, 250, 500, 1000, 5000, 25000, 100000, 1000000);

    /// <summary>Microseconds from a book's message to handing the orders that it led to to their adapters, the ledger's commit included.</summary>
    public Histogram TickToOrderMicroseconds { get; } = new(100, 250, 500, 1000, 2500, 5000, 10000, 25000, 100000, 1000000);

    /// <summary>Orders that reduce risk and were refused or got no certain answer.</summary>
    public long HedgeErrors => Interlocked.Read(ref _hedgeErrors);

    public void CountHedgeError() => Interlocked.Increment(ref _hedgeErrors);

    /// <summary>Milliseconds between two states of one instrument's book that the engine saw.</summary>
    public Histogram StreamGapMs { get; } = new(10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10000, 30000);

    /// <summary>Microseconds that the engine took to handle one event, without ledger and network.</summary>
    public Histogram EventMicroseconds { get; } = new(1, 2, 5, 10, 20, 50, 100, 250, 500, 1000, 5000, 25000);

    /// <summary>Milliseconds from taking a stop (HOLD, kill) from whoever gave it to the moment at which the ledger has it and nothing opens.</summary>
    public Histogram HoldEngageMs { get; } = new(1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 10000);

    /// <summary>Milliseconds that the ledger took to make one event's effects durable.</summary>
    public Histogram CommitMs { get; } = new(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250, 1000);

    /// <summary>The same of the latest commits alone: how the ledger is now.</summary>
    public LatestSamples LatestCommitsMs { get; } = new(500);
}
