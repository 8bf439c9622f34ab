namespace PropBot.Venues.Chaos;

/// <summary>What goes wrong on purpose, and how often. Resolved and checked outside; the same for every venue of a run.</summary>
public sealed record ChaosOptions
{
    /// <summary>Of each market-data message to be dropped before its stream sees it, 0 to 1.</summary>
    public decimal DropProbability { get; init; }

    /// <summary>Of each REST request to end as a time-out, 0 to 1; half of these reach the venue, half never do.</summary>
    public decimal TimeoutProbability { get; init; }

    /// <summary>How long each place, amend, cancel and cancel-all waits before it leaves; real time.</summary>
    public TimeSpan OrderDelay { get; init; }

    /// <summary>Of every draw: the same seed draws the same, per venue, stream and kind.</summary>
    public int Seed { get; init; } = 1;
}
