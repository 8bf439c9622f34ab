namespace PropBot.Episodes;

/// <summary>What <c>propbot simulate</c> is asked for.</summary>
public sealed record SimulateArguments
{
    /// <summary>How many episodes, 1 or more. Default 200.</summary>
    public int Seeds { get; init; } = 200;

    /// <summary>Seed of the first; the others follow. Default 1.</summary>
    public ulong FirstSeed { get; init; } = 1;

    /// <summary>This one episode alone, with the hash of its journal; null: none.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Many episodes, rather than one to look at.</summary>
    public bool AreMany => Seed is null && Replay is null;

    /// <summary>Runs the schedule of this file; null: none.</summary>
    public string? Replay { get; init; }

    /// <summary>Folder for the schedules of broken promises. Default <c>data/simulate</c>.</summary>
    public string OutDir { get; init; } = Path.Combine("data", "simulate");
}

/// <summary>How <c>propbot simulate</c> ends.</summary>
public static class SimulateExitCodes
{
    public const int Ok = 0;

    /// <summary>A promise was broken.</summary>
    public const int Violations = 1;

    public const int BadArguments = 2;

    public const int Cancelled = 130;
}
