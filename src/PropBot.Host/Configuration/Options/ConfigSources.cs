using System.Globalization;
using PropBot.Core.Values;

namespace PropBot.Host.Configuration.Options;

/// <summary>
/// Where values come from: flags over environment over file over what is built in. Faults are collected, not thrown; what was chosen is kept
/// with who said it.
/// </summary>
internal sealed class ConfigSources(Func<string, string?> environment, Func<string, string?> flags, List<ConfigFault> faults)
{
    private readonly Dictionary<string, EffectiveValue> _values = new(StringComparer.Ordinal);

    /// <summary>A file alone.</summary>
    public ConfigSources(List<ConfigFault> faults)
        : this(_ => null, _ => null, faults)
    {
    }

    public Func<string, string?> Environment => environment;

    public List<ConfigFault> Faults => faults;

    public decimal Number(ConfigOption option) => Number(option, Choose(option, option.Name, null));

    public int Whole(ConfigOption option) => (int)Number(option);

    public TimeSpan Time(ConfigOption option) => Time(option, Number(option));

    public bool Switch(ConfigOption option) => OneOf(option, Choose(option, option.Name, null), SwitchWords.All);

    public string? Text(ConfigOption option) => Text(option, Choose(option, option.Name, null));

    /// <summary>What was said, by whom, and where a fault of it belongs.</summary>
    /// <param name="path">Of the key in the file.</param>
    /// <param name="inFile">Null or empty: the file says nothing.</param>
    /// <param name="variables">In place of the option's own, where each item has others.</param>
    public Given Choose(ConfigOption option, string path, string? inFile, IReadOnlyList<string>? variables = null, string? label = null)
    {
        string name = label ?? path;
        if (option.Flag is { } flag && Said(flags(flag)) is { } byFlag)
        {
            return new Given(name, flag, byFlag, ValueOrigin.Flag);
        }

        foreach (string variable in variables ?? option.Variables)
        {
            if (Said(environment(variable)) is { } text)
            {
                return new Given(name, variable, text, ValueOrigin.Variable);
            }
        }

        return Said(inFile) is { } written ? new Given(name, path, written, ValueOrigin.File) : new Given(name, path, null, ValueOrigin.Default);
    }

    public decimal Number(ConfigOption option, Given given)
    {
        decimal fallback = WireNumber.Parse(option.Default);
        decimal value = fallback;
        if (given.Text is { } text
            && !(decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
                && value >= option.Least && value <= option.Most && (option.Kind != OptionKind.Whole || value == decimal.Truncate(value))))
        {
            Fault(given, $"'{text}' is not {option.Demand}");
            value = fallback;
        }

        Keep(option, given, WireNumber.Format(value));
        return value;
    }

    public T OneOf<T>(ConfigOption option, Given given, IReadOnlyDictionary<string, T> known)
    {
        string word = option.Default;
        if (given.Text is { } text)
        {
            if (known.ContainsKey(text))
            {
                word = text;
            }
            else
            {
                Fault(given, $"'{text}' is not {option.Demand}");
            }
        }

        Keep(option, given, option.Kind != OptionKind.Switch ? word : SwitchWords.All[word] ? "on" : "off");
        return known[word];
    }

    public string? Text(ConfigOption option, Given given)
    {
        Keep(option, given, given.Text ?? option.Default);
        return given.Text ?? Said(option.Default);
    }

    public void Fault(Given given, string message) => faults.Add(new ConfigFault(given.Place, message));

    /// <summary>Keeps what an option is where it is not what was said.</summary>
    public void Keep(ConfigOption option, Given given, string text) => _values[given.Name] = new EffectiveValue(
        option, given.Name, option.Kind != OptionKind.Secret ? text : text.Length > 0 ? EffectiveValue.Masked : "",
        given.Origin, given.Origin is ValueOrigin.Variable or ValueOrigin.Flag ? given.Place : null);

    /// <summary>Keeps what holds where more than one option decides.</summary>
    /// <param name="by">The other variable that said it; null: nobody but the option's own sources.</param>
    public void Decide(ConfigOption option, string text, string? by = null)
    {
        Given said = Choose(option, option.Name, null);
        Given given = said.Text is not null ? said
            : by is not null ? new Given(option.Name, by, text, ValueOrigin.Variable)
            : said with { Origin = _values.TryGetValue(option.Name, out EffectiveValue? kept) ? kept.Origin : ValueOrigin.Default };
        Keep(option, given, text);
    }

    /// <summary>Every option of the profile, those that were read elsewhere as they stand in environment and flags.</summary>
    public IReadOnlyList<EffectiveValue> Values(string profile)
    {
        foreach (ConfigOption option in ConfigOptions.All.Where(o => o.Key is null && !_values.ContainsKey(o.Name)))
        {
            Text(option);
        }

        return [.. _values.Values.Where(v => v.Option.Profiles.Contains(profile, StringComparer.Ordinal))];
    }

    public static TimeSpan Time(ConfigOption option, decimal value) => value == 0m ? TimeSpan.Zero : (double)value * OptionGroup.UnitOf(option.Unit);

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>What was said of an option; <see cref="Text"/> is null when nobody said anything.</summary>
/// <param name="Name">The option in this run.</param>
/// <param name="Place">Path, variable or flag that said it.</param>
internal sealed record Given(string Name, string Place, string? Text, ValueOrigin Origin);
