using PropBot.Core.Values;
using PropBot.Host.Configuration.Options;

namespace PropBot.Host.Configuration;

/// <summary>One value that another configuration has otherwise.</summary>
/// <param name="From">Empty: it was not there.</param>
/// <param name="To">Empty: it is not there any more.</param>
public sealed record ConfigChange(ConfigOption Option, string Path, string From, string To)
{
    /// <summary>The running engine takes it; else it holds from the next start on.</summary>
    public bool WhileRunning => Option.WhileRunning;

    /// <summary>The desk may risk more with it, or nobody can tell.</summary>
    public bool RaisesRisk => Option.Risk switch
    {
        RiskSense.None => false,
        RiskSense.HigherIsMore => Level(To) is not { } to || Level(From) is not { } from || to > from,
        RiskSense.LowerIsMore => Level(To) is not { } to || Level(From) is not { } from || to < from,
        _ => true,
    };

    public override string ToString() => $"{Path}: {(From.Length > 0 ? From : "none")} -> {(To.Length > 0 ? To : "none")}";

    /// <summary>What is different, in the order of the options. Secrets do not stand in files.</summary>
    public static IReadOnlyList<ConfigChange> Between(IReadOnlyList<EffectiveValue> now, IReadOnlyList<EffectiveValue> then)
    {
        Dictionary<string, EffectiveValue> before = now.ToDictionary(v => v.Path, StringComparer.Ordinal);
        Dictionary<string, EffectiveValue> after = then.ToDictionary(v => v.Path, StringComparer.Ordinal);
        return
        [
            .. then.Concat(now.Where(v => !after.ContainsKey(v.Path)))
                .Select(v => new ConfigChange(v.Option, v.Path, before.GetValueOrDefault(v.Path)?.Text ?? "", after.GetValueOrDefault(v.Path)?.Text ?? ""))
                .Where(c => c.From != c.To),
        ];
    }

    private decimal? Level(string text) => Option.Kind switch
    {
        OptionKind.Switch when SwitchWords.All.TryGetValue(text, out bool on) => on ? 1m : 0m,
        _ when !WireNumber.TryParse(text, out decimal number) => null,
        _ when Option.ZeroIsOff && WireNumber.Parse(text) == 0m => decimal.MaxValue,
        _ => WireNumber.Parse(text),
    };
}
