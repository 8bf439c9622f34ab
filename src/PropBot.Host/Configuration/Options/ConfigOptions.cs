namespace PropBot.Host.Configuration.Options;

/// <summary>
/// Every option there is. A new one takes two lines: its description in the group of its section (<c>RiskKeys</c>, <c>ExecutionKeys</c>,
/// ...), and where the section is read <c>section.Number("its_key")</c> (or <c>Whole</c>, <c>Time</c>, <c>Switch</c>, <c>OneOf</c>), which takes default, range,
/// variables and flag from there. <c>make docs</c> then writes it into the documents; <c>ConfigKeysTests</c> asks where its value arrives.
/// </summary>
public static class ConfigOptions
{
    public static IReadOnlyList<OptionGroup> Groups { get; } =
    [
        RunKeys.Group, ServerKeys.Group, ControlKeys.Group, VenueKeys.Secrets, VenueKeys.Group, StrategyKeys.Group, ExecutionKeys.Group, RebalancerKeys.Group, ReconciliationKeys.Group,
        RiskKeys.Group, WatchdogKeys.Group, SloKeys.Group, ChaosKeys.Group, LedgerKeys.Group, TracingKeys.Group, PaperMarketKeys.Group,
    ];

    public static IReadOnlyList<ConfigOption> All { get; } = [.. Groups.SelectMany(g => g.Options)];

    private static readonly Dictionary<string, ConfigOption> ByKey = All.Where(o => o.Key is not null).ToDictionary(o => o.Key!, StringComparer.Ordinal);

    private static readonly Dictionary<string, ConfigOption> ByVariable = All
        .SelectMany(o => o.Variables.Select(v => (Variable: v, Option: o)))
        .ToDictionary(o => o.Variable, o => o.Option, StringComparer.Ordinal);

    /// <summary>Every variable that means something, in the order of the documents.</summary>
    public static IReadOnlyCollection<string> Variables => ByVariable.Keys;

    /// <param name="path">As the file has it: <c>derivatives.venues.0.leverage</c>.</param>
    /// <exception cref="KeyNotFoundException">It is described nowhere.</exception>
    public static ConfigOption At(string path) => ByKey.TryGetValue(Key(path), out ConfigOption? option)
        ? option
        : throw new KeyNotFoundException($"the option {path} is described nowhere: see {nameof(ConfigOptions)}");

    public static ConfigOption? OfVariable(string name) => ByVariable.GetValueOrDefault(name);

    private static string Key(string path) =>
        path.Split('.').Aggregate("", (key, part) => part.All(char.IsAsciiDigit) ? $"{key}[]" : key.Length == 0 ? part : $"{key}.{part}");
}
