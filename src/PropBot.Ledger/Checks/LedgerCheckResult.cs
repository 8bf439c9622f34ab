namespace PropBot.Ledger.Checks;

/// <summary>What was found in a ledger.</summary>
/// <param name="Lines">Lines of the journal that were read.</param>
public sealed record LedgerCheckResult(long Lines, IReadOnlyList<RuleResult> Rules)
{
    public bool IsKept => Rules.All(rule => rule.Broken == 0);
}

/// <summary>What was found of one rule.</summary>
/// <param name="Rule">Its short name, stable: <c>opens_only_when_allowed</c>.</param>
/// <param name="Promise">What it demands, in a sentence.</param>
/// <param name="Checked">How much it was asked of: orders, changes, states of pairs, entries.</param>
/// <param name="Broken">How often it is broken.</param>
/// <param name="Violations">The first of them.</param>
public sealed record RuleResult(string Rule, string Promise, long Checked, long Broken, IReadOnlyList<RuleViolation> Violations);

/// <summary>One place where a rule is broken.</summary>
/// <param name="Line">The line of the journal; null where no single one tells.</param>
public sealed record RuleViolation(string Rule, long? Line, DateTimeOffset? At, string Words)
{
    public override string ToString() => Line is null ? $"{Rule}: {Words}" : $"{Rule}: journal line {Line} of {At:O}: {Words}";
}
