using PropBot.Core.Values;
using PropBot.Host.Localization;

namespace PropBot.Host.Configuration.Options;

/// <summary>Options that are described, read and documented together.</summary>
/// <param name="Name">Of the table in the documents.</param>
public sealed record OptionGroup(string Name, IReadOnlyList<ConfigOption> Options)
{
    /// <summary>The running engine takes new values of all but these.</summary>
    internal OptionGroup TakenWhileRunning(params ReadOnlySpan<string> but)
    {
        string[] others = [.. but];
        return this with { Options = [.. Options.Select(o => o with { WhileRunning = !others.Contains(o.Name, StringComparer.Ordinal) })] };
    }

    internal static ConfigOption Number(string key, decimal fallback, decimal least, decimal most, string unit, RiskSense risk, string english, string russian) =>
        new()
        {
            Key = key,
            Kind = OptionKind.Number,
            Default = WireNumber.Format(fallback),
            Least = least,
            Most = most,
            Unit = unit,
            Risk = risk,
            Meaning = new LocalText(english, russian),
        };

    internal static ConfigOption Whole(string key, decimal fallback, decimal least, decimal most, string unit, RiskSense risk, string english, string russian) =>
        Number(key, fallback, least, most, unit, risk, english, russian) with { Kind = OptionKind.Whole };

    /// <param name="unit">s, min or ms.</param>
    internal static ConfigOption Time(string key, TimeSpan fallback, decimal least, decimal most, string unit, RiskSense risk, string english, string russian) =>
        Number(key, (decimal)(fallback / UnitOf(unit)), least, most, unit, risk, english, russian);

    internal static ConfigOption Switch(string key, bool fallback, RiskSense risk, string english, string russian) =>
        new() { Key = key, Kind = OptionKind.Switch, Default = fallback ? "on" : "off", Risk = risk, Meaning = new LocalText(english, russian) };

    internal static ConfigOption Choice(string key, string fallback, IEnumerable<string> words, RiskSense risk, string english, string russian) =>
        new() { Key = key, Kind = OptionKind.Choice, Default = fallback, Words = [.. words], Risk = risk, Meaning = new LocalText(english, russian) };

    internal static ConfigOption Of(OptionKind kind, string key, RiskSense risk, string english, string russian) =>
        new() { Key = key, Kind = kind, Default = "", Risk = risk, Meaning = new LocalText(english, russian) };

    /// <summary>The same without a place in the file.</summary>
    internal static ConfigOption Variable(ConfigOption option) => option with { Key = null, Variables = [option.Key!] };

    internal static TimeSpan UnitOf(string unit) => unit switch
    {
        "ms" => TimeSpan.FromMilliseconds(1),
        "s" => TimeSpan.FromSeconds(1),
        "min" => TimeSpan.FromMinutes(1),
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "is no unit of time"),
    };
}
