using System.Globalization;
using PropBot.Core.Values;
using YamlDotNet.RepresentationModel;

namespace PropBot.Host.Configuration;

/// <summary>
/// A mapping of the configuration file that is read key by key. Faults are collected, not thrown; keys that nobody asked for are
/// faults too, so that a typing error is never a silent default.
/// </summary>
internal sealed class ConfigSection(YamlMappingNode? node, string path, List<ConfigFault> faults)
{
    private static readonly Dictionary<string, bool> Switches = new(StringComparer.OrdinalIgnoreCase)
    {
        ["true"] = true,
        ["on"] = true,
        ["yes"] = true,
        ["false"] = false,
        ["off"] = false,
        ["no"] = false,
    };

    private readonly List<string> _known = [];

    public ConfigSection Section(string key) => new(ChildAs<YamlMappingNode>(key, "a mapping"), PathOf(key), faults);

    public IReadOnlyList<ConfigSection> Sections(string key) =>
        ChildAs<YamlSequenceNode>(key, "a list")?
            .Select((item, i) => new ConfigSection(item as YamlMappingNode, $"{PathOf(key)}.{i}", faults))
            .ToList() ?? [];

    /// <summary>The keys that stand there, in the file's order.</summary>
    public IReadOnlyList<string> Keys => node?.Children.Keys.Select(key => (key as YamlScalarNode)?.Value ?? key.ToString()).ToList() ?? [];

    public bool Has(string key) => Child(key) is not null;

    public string? Text(string key)
    {
        YamlNode? child = Child(key);
        if (child is null or YamlScalarNode { Value: null or "" })
        {
            return null;
        }

        if (child is YamlScalarNode scalar)
        {
            return scalar.Value;
        }

        Fault(key, "must be a text");
        return null;
    }

    public IReadOnlyList<string> Texts(string key) =>
        ChildAs<YamlSequenceNode>(key, "a list")?.Select(item => (item as YamlScalarNode)?.Value ?? "").ToList() ?? [];

    /// <summary>A number within a range, the default when the key is missing.</summary>
    public decimal Number(string key, decimal fallback, decimal least, decimal most)
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        if (!decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value))
        {
            Fault(key, $"'{text}' is not a number");
            return fallback;
        }

        if (value < least || value > most)
        {
            Fault(key, $"{text} is outside {WireNumber.Format(least)} to {WireNumber.Format(most)}");
            return fallback;
        }

        return value;
    }

    public int Integer(string key, int fallback, int least, int most)
    {
        decimal value = Number(key, fallback, least, most);
        if (value == decimal.Truncate(value))
        {
            return (int)value;
        }

        Fault(key, $"{WireNumber.Format(value)} is not a whole number");
        return fallback;
    }

    /// <summary>One of a few words, the default when the key is missing.</summary>
    public T OneOf<T>(string key, T fallback, IReadOnlyDictionary<string, T> known)
    {
        if (Text(key) is not { } text)
        {
            return fallback;
        }

        if (known.TryGetValue(text, out T? chosen))
        {
            return chosen;
        }

        Fault(key, $"'{text}' is not one of {string.Join(", ", known.Keys)}");
        return fallback;
    }

    public bool Flag(string key, bool fallback) => OneOf(key, fallback, Switches);

    public Uri? Address(string key, params string[] schemes)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && schemes.Contains(address.Scheme, StringComparer.Ordinal))
        {
            return address;
        }

        Fault(key, $"'{text}' is not an address that begins with {string.Join(" or ", schemes.Select(s => s + "://"))}");
        return null;
    }

    public void Fault(string key, string message) => faults.Add(new ConfigFault(PathOf(key), message));

    /// <summary>To be called last: names the keys that nobody asked for.</summary>
    public void RefuseUnknown()
    {
        foreach (YamlNode key in node?.Children.Keys ?? [])
        {
            string name = (key as YamlScalarNode)?.Value ?? key.ToString();
            if (!_known.Contains(name, StringComparer.Ordinal))
            {
                faults.Add(new ConfigFault(PathOf(name), $"unknown key (line {key.Start.Line}); known here: {string.Join(", ", _known)}"));
            }
        }
    }

    private string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    private YamlNode? Child(string key)
    {
        if (!_known.Contains(key, StringComparer.Ordinal))
        {
            _known.Add(key);
        }

        return node is not null && node.Children.TryGetValue(new YamlScalarNode(key), out YamlNode? child) ? child : null;
    }

    private T? ChildAs<T>(string key, string what)
        where T : YamlNode
    {
        YamlNode? child = Child(key);
        if (child is not null and not T and not YamlScalarNode { Value: null or "" })
        {
            Fault(key, $"must be {what} (line {child.Start.Line})");
        }

        return child as T;
    }
}
