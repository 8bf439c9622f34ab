using System.Globalization;
using PropBot.Core.Values;
using PropBot.Host.Configuration.Options;
using YamlDotNet.RepresentationModel;

namespace PropBot.Host.Configuration;

/// <summary>
/// A mapping of the configuration file that is read key by key. Faults are collected, not thrown; keys that nobody asked for are
/// faults too, so that a typing error is never a silent default.
/// </summary>
/// <param name="path">Where it stands, for faults.</param>
/// <param name="label">The same with an item's own name in place of its number.</param>
internal sealed class ConfigSection(YamlMappingNode? node, string path, string label, ConfigSources sources)
{
    private readonly List<string> _known = [];

    public ConfigSection(YamlMappingNode? node, string path, List<ConfigFault> faults)
        : this(node, path, path, new ConfigSources(faults))
    {
    }

    public ConfigSection Section(string key) => new(ChildAs<YamlMappingNode>(key, "a mapping"), PathOf(key), LabelOf(key), sources);

    /// <param name="nameKey">The key that names an item.</param>
    public IReadOnlyList<ConfigSection> Sections(string key, string nameKey) =>
        ChildAs<YamlSequenceNode>(key, "a list")?
            .Select((item, i) => new ConfigSection(item as YamlMappingNode, $"{PathOf(key)}.{i}", $"{LabelOf(key)}.{NameOf(item, nameKey) ?? $"{i}"}", sources))
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

    /// <summary>The described option of this key, from whoever says it.</summary>
    /// <param name="variables">In place of the option's own.</param>
    public Given Choose(string key, IReadOnlyList<string>? variables = null) => sources.Choose(OptionOf(key), PathOf(key), Text(key), variables, LabelOf(key));

    public decimal Number(string key) => sources.Number(OptionOf(key), Choose(key));

    /// <summary>The file's word alone, where something else stands between it and its variable.</summary>
    public decimal NumberInFile(string key) => sources.Number(OptionOf(key), Choose(key, []));

    public int Whole(string key) => (int)Number(key);

    public TimeSpan Time(string key) => ConfigSources.Time(OptionOf(key), Number(key));

    public bool Switch(string key) => OneOf(key, SwitchWords.All);

    /// <summary>Null when nobody says it.</summary>
    public bool? SwitchIfSaid(string key) => Choose(key).Text is null ? null : Switch(key);

    public T OneOf<T>(string key, IReadOnlyDictionary<string, T> known, IReadOnlyList<string>? variables = null) =>
        sources.OneOf(OptionOf(key), Choose(key, variables), known);

    public T OneOf<T>(string key, Given given, IReadOnlyDictionary<string, T> known) => sources.OneOf(OptionOf(key), given, known);

    /// <summary>A text that the reader checks by itself.</summary>
    public string? Words(string key) => sources.Text(OptionOf(key), Choose(key));

    /// <summary>Keeps how an option is shown where that is not what was said.</summary>
    public void Keep(string key, Given given, string text) => sources.Keep(OptionOf(key), given, text);

    public void KeepList(string key, IEnumerable<string> items) => sources.Keep(
        OptionOf(key), new Given(LabelOf(key), PathOf(key), null, Has(key) ? ValueOrigin.File : ValueOrigin.Default), $"[{string.Join(", ", items)}]");

    /// <summary>A number within a range, null when the key is missing: of files whose keys are described nowhere else.</summary>
    public decimal? Number(string key, decimal least, decimal most)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal value) && value >= least && value <= most)
        {
            return value;
        }

        Fault(key, $"'{text}' is not a number");
        return null;
    }

    /// <param name="variables">In place of the option's own.</param>
    public Uri? Address(string key, IReadOnlyList<string> variables, params string[] schemes)
    {
        Given given = Choose(key, variables);
        if (sources.Text(OptionOf(key), given) is not { } text)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && schemes.Contains(address.Scheme, StringComparer.Ordinal))
        {
            return address;
        }

        sources.Fault(given, $"'{text}' is not an address that begins with {string.Join(" or ", schemes.Select(s => s + "://"))}");
        return null;
    }

    public void Fault(string key, string message) => sources.Faults.Add(new ConfigFault(PathOf(key), message));

    public void Fault(Given given, string message) => sources.Fault(given, message);

    /// <summary>To be called last: names the keys that nobody asked for.</summary>
    public void RefuseUnknown()
    {
        foreach (YamlNode key in node?.Children.Keys ?? [])
        {
            string name = (key as YamlScalarNode)?.Value ?? key.ToString();
            if (!_known.Contains(name, StringComparer.Ordinal))
            {
                sources.Faults.Add(new ConfigFault(PathOf(name), $"unknown key (line {key.Start.Line}); known here: {string.Join(", ", _known)}"));
            }
        }
    }

    private bool OneOf(string key, IReadOnlyDictionary<string, bool> known, bool fallback)
    {
        if (known.TryGetValue(Text(key)!, out bool chosen))
        {
            return chosen;
        }

        Fault(key, $"'{Text(key)}' is not one of {string.Join(", ", known.Keys)}");
        return fallback;
    }

    private ConfigOption OptionOf(string key) => ConfigOptions.At(PathOf(key));

    private string LabelOf(string key) => label.Length == 0 ? key : $"{label}.{key}";

    private static string? NameOf(YamlNode item, string nameKey) =>
        item is YamlMappingNode mapping && mapping.Children.TryGetValue(new YamlScalarNode(nameKey), out YamlNode? name) ? (name as YamlScalarNode)?.Value : null;

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
