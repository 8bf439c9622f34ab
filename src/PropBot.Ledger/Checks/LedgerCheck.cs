using PropBot.Core.Engine;
using PropBot.Core.Execution;

namespace PropBot.Ledger.Checks;

/// <summary>
/// Holds what a ledger says against what the desk promises, by the journal alone and in its order: whoever wrote it, and whatever the program that
/// wrote it believed. It knows nothing of prices: what was stale or too dear it cannot tell.
/// </summary>
public sealed class LedgerCheck
{
    private const int LinesPerQuestion = 2_000;

    private readonly JournalRule _journal;
    private readonly IntentRule _intents;
    private readonly IReadOnlyList<LedgerRule> _rules;

    /// <summary>Begins with the first line of a journal.</summary>
    public LedgerCheck()
        : this(ControlState.Initial, [], 0)
    {
    }

    /// <summary>Begins in the middle of one.</summary>
    /// <param name="control">The brakes as the lines before have left them.</param>
    /// <param name="orders">Orders that were intended in the lines before.</param>
    /// <param name="lastLine">The last line before.</param>
    public LedgerCheck(ControlState control, IReadOnlyCollection<OrderRecord> orders, long lastLine)
    {
        _journal = new JournalRule(lastLine);
        _intents = new IntentRule(orders);
        _rules = [_journal, new OpeningRule(control), new ReducingRule(orders), new ToldRule(control), _intents, new EqualityRule()];
    }

    /// <summary>Every violation so far, the rules in their order.</summary>
    public IReadOnlyList<RuleViolation> Violations => [.. _rules.SelectMany(rule => rule.Result.Violations)];

    /// <summary>The whole ledger. A desk may write to it meanwhile.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be read.</exception>
    public static LedgerCheckResult Of(ILedgerReads ledger)
    {
        var check = new LedgerCheck();
        List<JournalLine> moment = [];
        long last = check.ReadOn(ledger, 0, moment);

        // Orders, then the lines that were written until then: an order without an intent is none that came meanwhile. And the other way round.
        string[] kept = OrdersOf(ledger);
        last = check.ReadOn(ledger, last, moment);
        check.Read(moment);
        check._intents.EachWasIntended(kept);
        check._intents.EachIsKept(OrdersOf(ledger));
        LedgerVerification money = ledger.VerifyBalances();
        return new LedgerCheckResult(last, [.. check._rules.Select(rule => rule.Result), PostingResult(money)]);
    }

    /// <summary>The lines of one event, in their order; none is split and each follows the one before it.</summary>
    public void Read(IReadOnlyList<JournalLine> moment)
    {
        if (moment.Count == 0)
        {
            return;
        }

        IReadOnlyList<ReadLine> lines = [.. moment.Select(_journal.Read).OfType<ReadLine>()];
        foreach (LedgerRule rule in _rules)
        {
            rule.Read(lines);
        }
    }

    /// <summary>Lines of one time are taken as those of one event: what stands in two events of one microsecond is not told apart.</summary>
    /// <param name="moment">Lines that were read and may have followers.</param>
    /// <returns>The last line.</returns>
    private long ReadOn(ILedgerReads ledger, long after, List<JournalLine> moment)
    {
        while (true)
        {
            IReadOnlyList<JournalLine> lines = ledger.JournalAfter(after, LinesPerQuestion);
            if (lines.Count == 0)
            {
                return after;
            }

            foreach (JournalLine line in lines)
            {
                if (moment.Count > 0 && moment[^1].At != line.At)
                {
                    Read(moment);
                    moment.Clear();
                }

                moment.Add(line);
            }

            after = lines[^1].Id;
        }
    }

    private static string[] OrdersOf(ILedgerReads ledger) => [.. ledger.AllPairs().SelectMany(pair => ledger.OrdersOf(pair.Id)).Select(order => order.Intent.ClientOrderId.Value)];

    private static RuleResult PostingResult(LedgerVerification money) => new(
        "postings_balance", "Per asset all postings sum to zero, and every account is the sum of its own.", money.Entries,
        money.Problems.Count, [.. money.Problems.Select(problem => new RuleViolation("postings_balance", null, null, problem))]);
}
