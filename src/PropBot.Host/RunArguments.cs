namespace PropBot.Host;

/// <summary>What <c>propbot run</c> was told by flags; what a flag leaves open comes from the environment, then the file.</summary>
public sealed record RunArguments
{
    public string? Profile { get; init; }

    public string? ConfigPath { get; init; }

    public string? Urls { get; init; }

    public string? DataDirectory { get; init; }

    public string? Feed { get; init; }

    public string? Recording { get; init; }

    public string? Speed { get; init; }

    public string? Seed { get; init; }

    /// <summary>File that <c>propbot sim</c> wrote; the bot then trades on that simulator.</summary>
    public string? SimulatorFile { get; init; }

    /// <summary>The names of all variables that are set: misspelt ones are told. Null: nobody looked.</summary>
    public IReadOnlyCollection<string>? VariableNames { get; init; }

    /// <summary>Flags that say which simulated market there is.</summary>
    internal static readonly IReadOnlyList<string> MarketFlags = ["--feed", "--recording", "--speed", "--seed", "--simulator"];

    /// <summary>What a flag was given; null when it was not.</summary>
    public string? Flag(string name) => name switch
    {
        "--profile" => Profile,
        "--config" => ConfigPath,
        "--urls" => Urls,
        "--data-dir" => DataDirectory,
        "--feed" => Feed,
        "--recording" => Recording,
        "--speed" => Speed,
        "--seed" => Seed,
        "--simulator" => SimulatorFile,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "is no flag of run"),
    };
}

/// <summary>Stable exit codes of the verbs.</summary>
public static class ExitCodes
{
    public const int Ok = 0;

    /// <summary>The program itself failed.</summary>
    public const int Failed = 1;

    /// <summary>Wrong flags or configuration; nothing was started or written.</summary>
    public const int WrongInput = 2;

    /// <summary>The machine does not give what is needed: a port, a folder, a lock.</summary>
    public const int Unavailable = 3;
}
