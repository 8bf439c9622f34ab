using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger;
using PropBot.Ledger.Documents;

namespace PropBot.Host.Tests.Runtime.Outages;

/// <summary>A ledger that does with a commit what the test wants, and tells what became of it.</summary>
internal sealed class FailingLedger(InMemoryLedger kept, Chronicle chronicle) : ILedgerStore
{
    /// <summary>Asked at every attempt; what it throws is the attempt's end. Given the way to apply it all the same.</summary>
    public Action<IReadOnlyList<Effect>, Action>? BeforeCommit { get; set; }

    /// <summary>Asked at every proof; what it throws is the proof's end.</summary>
    public Action? BeforeProof { get; set; }

    public static LedgerUnavailableException DiskFull => new(LedgerFault.DiskFull, "ledger.db", "the disk is full", "Free some space");

    public string DeskId => kept.DeskId;

    public Action<LedgerEffect>? Stored { get; set; }

    public RecoveredState Load() => kept.Load();

    public void Commit(DateTimeOffset at, long sequence, IReadOnlyList<Effect> effects)
    {
        if (!effects.OfType<LedgerEffect>().Any())
        {
            return;
        }

        try
        {
            BeforeCommit?.Invoke(effects, () => kept.Commit(at, sequence, effects));
        }
        catch (Exception e)
        {
            chronicle.Add($"failed: {e.GetType().Name}");
            throw;
        }

        kept.Commit(at, sequence, effects);
        foreach (LedgerEffect effect in effects.OfType<LedgerEffect>())
        {
            chronicle.Add(effect switch
            {
                OrderChanged(var order) => $"kept: order {order.Intent.ClientOrderId} {order.Status}",
                EntryPosted(var entry) => $"kept: {entry.Id}",
                Journaled journaled => $"kept: {journaled.Type}",
                _ => $"kept: {effect.GetType().Name}",
            });
        }
    }

    public void Prove()
    {
        chronicle.Add("proof");
        BeforeProof?.Invoke();
    }

    public PairRecord? Pair(PairId id) => kept.Pair(id);

    public IReadOnlyList<PairRecord> Pairs(PairQuery query) => kept.Pairs(query);

    public IReadOnlyList<PairRecord> AllPairs() => kept.AllPairs();

    public IReadOnlyList<OrderRecord> OrdersOf(PairId pair) => kept.OrdersOf(pair);

    public IReadOnlyList<FillRecord> FillsOf(PairId pair) => kept.FillsOf(pair);

    public IReadOnlyList<ForcedFillRecord> ForcedFillsOf(PairId pair) => kept.ForcedFillsOf(pair);

    public IReadOnlyList<Posting> Balances() => kept.Balances();

    public IReadOnlyList<EquityPoint> EquityCurve(DateTimeOffset from, DateTimeOffset to, int maxPoints) => kept.EquityCurve(from, to, maxPoints);

    public IReadOnlyList<JournalLine> JournalTail(int count) => kept.JournalTail(count);

    public IReadOnlyList<JournalLine> JournalAfter(long id, int count) => kept.JournalAfter(id, count);

    public IReadOnlyList<T> Documents<T>(DocumentQuery query)
        where T : LedgerEffect => kept.Documents<T>(query);

    public LedgerVerification VerifyBalances() => kept.VerifyBalances();

    public void Dispose() => kept.Dispose();
}
