using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>What there is to say of one limit, said once: API, page, configuration and documents take it from here.</summary>
/// <param name="Code">The name as it stands in the API, the ledger and the journal.</param>
/// <param name="Least">The least number that is taken, at run time and from the configuration.</param>
/// <param name="Most">The largest.</param>
public sealed record LimitRule(LimitName Limit, string Code, LimitUnit Unit, LimitSense Sense, decimal Least, decimal Most)
{
    /// <summary>0 in the configuration is no limit at all. People change a limit while the desk runs and switch none off.</summary>
    public bool ZeroIsOff { get; init; }

    /// <summary>What may have a number of its own.</summary>
    public LimitScope Scope { get; init; } = LimitScope.Desk;

    public bool IsWhole => Unit is LimitUnit.Count or LimitUnit.PerMinute;

    /// <summary>Of all that have none of their own; null: there is no limit.</summary>
    public required Func<DeskLimits, decimal?> Read { get; init; }

    public required Func<DeskLimits, decimal, DeskLimits> Write { get; init; }

    /// <summary>The numbers of single ones.</summary>
    public Func<DeskLimits, IReadOnlyDictionary<string, decimal>> ReadOwn { get; init; } = _ => new Dictionary<string, decimal>();

    /// <summary>Puts the numbers of single ones in place of those before.</summary>
    public Func<DeskLimits, IReadOnlyDictionary<string, decimal>, DeskLimits>? WriteOwn { get; init; }

    /// <summary>What counts; null: there is no limit, which is the loosest.</summary>
    /// <param name="subject">Which symbol, coin or venue; null: all that have none of their own.</param>
    public decimal? Of(DeskLimits limits, string? subject = null) =>
        subject is not null && ReadOwn(limits).TryGetValue(subject, out decimal own) ? own : Read(limits);

    /// <summary>The symbols, coins or venues with a number of their own, in order.</summary>
    public IReadOnlyList<string> Owners(DeskLimits limits) => [.. ReadOwn(limits).Keys.Order(StringComparer.Ordinal)];

    /// <summary>The single ones whose own number allows more than this one for all would.</summary>
    public IEnumerable<string> LooserOwners(DeskLimits limits, decimal value) =>
        ReadOwn(limits).Where(o => IsStricter(value, o.Value)).Select(o => o.Key).Order(StringComparer.Ordinal);

    /// <summary>The limits with this number changed and no other.</summary>
    public DeskLimits With(DeskLimits limits, decimal value, string? subject = null) => subject is null
        ? Write(limits, value)
        : WriteOwn!(limits, new Dictionary<string, decimal>(ReadOwn(limits), StringComparer.Ordinal) { [subject] = value });

    /// <summary>True when the first allows less than the second.</summary>
    public bool IsStricter(decimal? value, decimal? than) =>
        value is { } wanted && (than is not { } known || (Sense == LimitSense.AtMost ? wanted < known : wanted > known));

    /// <summary>True for a number that people may set while the desk runs.</summary>
    public bool Takes(decimal value) =>
        value >= Least && value <= Most && !(ZeroIsOff && value == 0m) && !(IsWhole && value != decimal.Truncate(value));

    /// <summary>What such a number is, for people.</summary>
    public string Demand => $"{(IsWhole ? "a whole number " : "")}from {LeastText} to {WireNumber.Format(Most)}";

    public string DemandRussian => $"{(IsWhole ? "целое число " : "")}от {LeastText} до {WireNumber.Format(Most)}";

    private string LeastText => ZeroIsOff && Least == 0m ? (IsWhole ? "1" : ">0") : WireNumber.Format(Least);
}
