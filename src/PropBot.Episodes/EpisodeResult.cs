using PropBot.Episodes.Schedules;

namespace PropBot.Episodes;

/// <summary>What an episode came to.</summary>
public sealed record EpisodeResult
{
    public required EpisodeSchedule Schedule { get; init; }

    /// <summary>Null: every promise was kept.</summary>
    public required Violation? Violation { get; init; }

    /// <summary>Events that the engine handled.</summary>
    public required long Events { get; init; }

    public required int Restarts { get; init; }

    public required int Pairs { get; init; }

    public required int Orders { get; init; }

    /// <summary>By kind, how often something went wrong or was commanded.</summary>
    public required IReadOnlyDictionary<string, int> Struck { get; init; }

    /// <summary>Virtual time from the last fault until everything was settled; null when it never was.</summary>
    public required TimeSpan? SettledAfter { get; init; }
}

/// <param name="Rule">The promise that was broken.</param>
/// <param name="FoundBy">Who noticed.</param>
/// <param name="At">Virtual time since the episode began.</param>
public sealed record Violation(string Rule, ViolationFinder FoundBy, string Detail, TimeSpan At);

public enum ViolationFinder
{
    /// <summary>Whoever watches from outside.</summary>
    Watch = 1,

    /// <summary>The engine's own kernel, books or order.</summary>
    Engine = 2,

    /// <summary>The ledger.</summary>
    Ledger = 3,

    /// <summary>An exception that nobody expects.</summary>
    Crash = 4,
}
