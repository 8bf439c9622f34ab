using PropBot.Host.Configuration;
using YamlDotNet.RepresentationModel;

namespace PropBot.Host.Chaos;

/// <summary>The named mixtures of faults of <c>fault_profiles.yaml</c>. Names and keys count in any case.</summary>
internal sealed class FaultProfiles
{
    public const string FileName = "fault_profiles.yaml";

    /// <summary>What the program has where there is no file; the shipped file says the same.</summary>
    public const string BuiltInText = """
        profiles:
          none: {ws_drop_p: 0, rest_timeout_p: 0, order_delay_ms: 0}
          mild: {ws_drop_p: 0.05, rest_timeout_p: 0.02, order_delay_ms: 150}
          storm: {ws_drop_p: 0.25, rest_timeout_p: 0.15, order_delay_ms: 600}
        """;

    private readonly SortedDictionary<string, ChaosValues> _profiles = new(StringComparer.OrdinalIgnoreCase);

    private FaultProfiles()
    {
    }

    public IReadOnlyCollection<string> Names => _profiles.Keys;

    /// <summary>The file beside the configuration, under <c>configs/</c> without one, else what is built in.</summary>
    /// <param name="configPath">Path of the configuration file; null for the profile's own.</param>
    public static FaultProfiles Read(string? configPath, List<ConfigFault> faults)
    {
        string folder = configPath is null ? "configs" : Path.GetDirectoryName(configPath) ?? "";
        string file = Path.Combine(folder, FileName);
        try
        {
            return Parse(File.Exists(file) ? File.ReadAllText(file) : BuiltInText, faults);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            faults.Add(new ConfigFault(FileName, $"{file} cannot be read: {unreadable.Message}"));
            return new FaultProfiles();
        }
    }

    public static FaultProfiles Parse(string yaml, List<ConfigFault> faults)
    {
        var read = new FaultProfiles();
        try
        {
            var root = new ConfigSection(InSmallLetters(YamlText.Load(yaml, "profiles")), FileName, faults);
            ConfigSection profiles = root.Section("profiles");
            foreach (string name in profiles.Keys)
            {
                read._profiles[name] = ReadProfile(profiles.Section(name));
            }

            if (read._profiles.Count == 0)
            {
                root.Fault("profiles", "names no profile");
            }

            root.RefuseUnknown();
        }
        catch (ConfigException broken)
        {
            faults.AddRange(broken.Faults.Select(f => new ConfigFault($"{FileName} {f.Path}", f.Message)));
        }

        return read;
    }

    /// <summary>Null for a name that is not known.</summary>
    public ChaosValues? Find(string name) => _profiles.GetValueOrDefault(name);

    private static ChaosValues ReadProfile(ConfigSection profile)
    {
        var values = new ChaosValues(
            Value(profile, "ws_drop_p", "ws_drop_probability"),
            Value(profile, "rest_timeout_p", "rest_timeout_probability"),
            Value(profile, "order_delay_ms", "order_delay"));
        profile.RefuseUnknown();
        return values;
    }

    /// <summary>Beyond the limits of the value it is clamped where it is used, as a variable is.</summary>
    private static decimal? Value(ConfigSection profile, string key, string otherKey)
    {
        bool hasOther = profile.Has(otherKey);
        if (hasOther && profile.Has(key))
        {
            profile.Fault(otherKey, $"means the same as {key}; leave one of them out");
        }

        string used = hasOther ? otherKey : key;
        return profile.Number(used, decimal.MinValue, decimal.MaxValue);
    }

    private static YamlMappingNode InSmallLetters(YamlMappingNode node)
    {
        var lowered = new YamlMappingNode();
        foreach ((YamlNode key, YamlNode value) in node.Children)
        {
            string name = (key as YamlScalarNode)?.Value?.Trim().ToLowerInvariant() ?? "";
            lowered.Children[new YamlScalarNode(name)] = value is YamlMappingNode inner ? InSmallLetters(inner) : value;
        }

        return lowered;
    }
}
