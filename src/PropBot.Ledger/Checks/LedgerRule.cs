namespace PropBot.Ledger.Checks;

/// <summary>One rule, which sees the journal event by event and remembers what it needs.</summary>
internal abstract class LedgerRule(string name, string promise)
{
    /// <summary>More are counted and not kept: the first ones tell where it began.</summary>
    private const int KeptViolations = 100;

    private readonly List<RuleViolation> _violations = [];
    private long _checked;
    private long _broken;

    public RuleResult Result => new(name, promise, _checked, _broken, [.. _violations]);

    /// <param name="moment">The lines of one event.</param>
    public abstract void Read(IReadOnlyList<ReadLine> moment);

    /// <summary>Something that the rule is about was looked at.</summary>
    protected void Count() => _checked++;

    protected void Break(JournalLine? line, string words)
    {
        _broken++;
        if (_violations.Count < KeptViolations)
        {
            _violations.Add(new RuleViolation(name, line?.Id, line?.At, words));
        }
    }
}
