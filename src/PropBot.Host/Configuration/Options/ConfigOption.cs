using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Host.Localization;

namespace PropBot.Host.Configuration.Options;

/// <summary>
/// Everything that is to be said of one option, said once: the reader takes default and range from here, the documents are made from it
/// and the page shows it. How one is added: <see cref="ConfigOptions"/>.
/// </summary>
public sealed record ConfigOption
{
    /// <summary>Dotted path in the file, <c>[]</c> for each item of a list; null when it has no place there.</summary>
    public string? Key { get; init; }

    /// <summary>Environment variables that win over the file, the first that is set counts.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>Flag of <c>propbot run</c> that wins over both, with its dashes.</summary>
    public string? Flag { get; init; }

    public required OptionKind Kind { get; init; }

    /// <summary>As it would be written; empty when there is none.</summary>
    public required string Default { get; init; }

    /// <summary>What stands for a default that depends on something.</summary>
    public LocalText? DefaultWords { get; init; }

    /// <summary>Of numbers.</summary>
    public decimal Least { get; init; }

    /// <summary>Of numbers.</summary>
    public decimal Most { get; init; }

    /// <summary>s, min, ms, bps, USDT; empty for pure numbers.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Of choices.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    public required LocalText Meaning { get; init; }

    /// <summary>In which it is read.</summary>
    public IReadOnlyList<string> Profiles { get; init; } = ConfigReader.Profiles;

    /// <summary>The running engine takes a new value; else it holds from the next start on.</summary>
    public bool WhileRunning { get; init; }

    /// <summary>Of numbers: 0 is no limit at all, not the tightest one.</summary>
    public bool ZeroIsOff { get; init; }

    /// <summary>The limit that it sets, which people may change while the desk runs; null when it sets none.</summary>
    public LimitName? Limit { get; init; }

    public RiskSense Risk { get; init; } = RiskSense.AnyChange;

    /// <summary>What it is called where one name must do: key, else variable, else flag.</summary>
    public string Name => Key ?? (Variables.Count > 0 ? Variables[0] : Flag!);

    public bool IsNumber => Kind is OptionKind.Number or OptionKind.Whole;

    /// <summary>What a text must be, for a fault: <c>a whole number from 1 to 100 s</c>.</summary>
    public string Demand => Kind switch
    {
        OptionKind.Number or OptionKind.Whole =>
            $"a {(Kind == OptionKind.Whole ? "whole " : "")}number from {WireNumber.Format(Least)} to {WireNumber.Format(Most)}{(Unit.Length > 0 ? $" {Unit}" : "")}",
        OptionKind.Switch => $"one of {string.Join(", ", SwitchWords.All.Keys)}",
        OptionKind.Choice => $"one of {string.Join(", ", Words)}",
        _ => "a text",
    };
}

public enum OptionKind
{
    Number,
    Whole,
    Switch,
    Choice,
    Text,
    List,
    Address,
    Path,

    /// <summary>Never shown, never in the file.</summary>
    Secret,
}

/// <summary>Which change of an option lets the desk risk more.</summary>
public enum RiskSense
{
    /// <summary>Cannot be told from its direction: every change counts as more.</summary>
    AnyChange,
    HigherIsMore,
    LowerIsMore,

    /// <summary>Shows or stores only.</summary>
    None,
}
