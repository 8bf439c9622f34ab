namespace PropBot.Core.Execution;

/// <summary>
/// The rebalancer completes what a pair's missing leg lacks in small batches, where the fast rescue could not, before the pair is
/// taken off. Source of names and defaults: the operator's runbook, <c>REBALANCER_*</c>.
/// </summary>
public sealed record RebalancerOptions
{
    /// <summary>How often a pair is looked at, 0.5 s or more. Default 5 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Pause between two attempts on one pair, above 0. Default 30 s.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest order, quote units, above 0. Default 1,000.</summary>
    public decimal BatchNotional { get; init; } = 1_000m;

    /// <summary>Failed attempts in a row until the pair is taken off, 1 to 100. Default 5.</summary>
    public int MaxRetries { get; init; } = 5;
}
