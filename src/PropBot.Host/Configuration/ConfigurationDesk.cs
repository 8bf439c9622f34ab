namespace PropBot.Host.Configuration;

/// <summary>The configuration of the running program.</summary>
public sealed class ConfigurationDesk(RunningConfiguration begun, Func<string?, ConfigVerdict> judge) : IConfigurationSource
{
    public RunningConfiguration Current { get; } = begun;

    public ConfigVerdict Judge(string? yaml) => judge(yaml);
}
