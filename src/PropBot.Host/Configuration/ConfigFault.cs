namespace PropBot.Host.Configuration;

/// <summary>One thing that is wrong with the configuration: where, and what to do.</summary>
/// <param name="Path">Dotted path of the key, or the name of the variable or flag.</param>
public sealed record ConfigFault(string Path, string Message)
{
    public override string ToString() => $"{Path}: {Message}";
}

/// <summary>The configuration cannot be used; every fault is in it, not only the first.</summary>
public sealed class ConfigException(IReadOnlyList<ConfigFault> faults)
    : Exception(string.Join(Environment.NewLine, faults.Select(f => f.ToString())))
{
    public IReadOnlyList<ConfigFault> Faults { get; } = faults;
}
