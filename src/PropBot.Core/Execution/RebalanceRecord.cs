namespace PropBot.Core.Execution;

/// <summary>Where the rebalancer stands with a pair.</summary>
public enum RebalanceStatus
{
    /// <summary>A batch is in flight, or the last one has filled and more is missing.</summary>
    Rebalancing = 1,

    /// <summary>The last attempt is younger than the retry delay.</summary>
    Waiting = 2,

    /// <summary>The last attempt filled nothing.</summary>
    Error = 3,

    /// <summary>Too many attempts filled nothing: the pair is being taken off.</summary>
    Exhausted = 4,

    /// <summary>Both legs are equal.</summary>
    Settled = 5,
}

/// <summary>What the rebalancer has done for a pair since its legs became unequal.</summary>
/// <param name="Attempts">Orders sent, successful ones too.</param>
/// <param name="Failures">Attempts in a row that filled nothing; only these count against the retry budget.</param>
/// <param name="LastError">Why the last failed attempt filled nothing; null after one that filled.</param>
/// <param name="FilledRatio">The smaller leg over the larger, 0 to 1.</param>
public sealed record RebalanceRecord(
    RebalanceStatus Status, int Attempts, int Failures, DateTimeOffset LastAttemptAt, string? LastError, LegRole LastLeg, decimal FilledRatio);
