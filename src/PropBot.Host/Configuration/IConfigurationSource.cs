namespace PropBot.Host.Configuration;

/// <summary>What the surface shows and asks of the configuration.</summary>
public interface IConfigurationSource
{
    RunningConfiguration Current { get; }

    /// <summary>What the file says and only the next start takes.</summary>
    IReadOnlyList<ConfigChange> NextStart { get; }

    /// <summary>What waits for its second person; null for nothing.</summary>
    StagedConfig? Staged { get; }

    /// <summary>What a start with this text would say; nothing is changed.</summary>
    /// <param name="yaml">Null: the file as it stands on disk.</param>
    ConfigVerdict Judge(string? yaml);
}

/// <summary>What came of reading a configuration as a start would.</summary>
/// <param name="Settings">Null when there are errors.</param>
public sealed record ConfigVerdict(RunSettings? Settings, IReadOnlyList<ConfigFault> Errors, IReadOnlyList<ConfigFault> Warnings)
{
    public bool Ok => Settings is not null;

    /// <summary>Reads with the flags and variables of this process.</summary>
    public static ConfigVerdict Of(RunArguments arguments, Func<string, string?> environment, string? yaml)
    {
        try
        {
            RunSettings settings = RunSettings.Read(arguments, environment, yaml);
            return new ConfigVerdict(settings, [], settings.Warnings);
        }
        catch (ConfigException wrong)
        {
            return new ConfigVerdict(null, wrong.Faults, []);
        }
    }
}
