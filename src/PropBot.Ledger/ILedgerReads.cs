using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Documents;

namespace PropBot.Ledger;

/// <summary>What API, reports and checks ask of the ledger. Reading changes nothing; any thread may ask.</summary>
public interface ILedgerReads
{
    PairRecord? Pair(PairId id);

    IReadOnlyList<PairRecord> Pairs(PairQuery query);

    /// <summary>Every pair ever, by number.</summary>
    IReadOnlyList<PairRecord> AllPairs();

    /// <summary>The orders of a pair, in the order in which they were decided.</summary>
    IReadOnlyList<OrderRecord> OrdersOf(PairId pair);

    /// <summary>The booked fills of a pair, in the order in which they were booked.</summary>
    IReadOnlyList<FillRecord> FillsOf(PairId pair);

    /// <summary>The forced fills of which a leg of the pair has a share, in the order in which they were booked.</summary>
    IReadOnlyList<ForcedFillRecord> ForcedFillsOf(PairId pair);

    /// <summary>Running balance per account and asset, by account name and asset; accounts at zero included.</summary>
    IReadOnlyList<Posting> Balances();

    /// <summary>Equity between two instants, both inclusive, thinned evenly to at most <paramref name="maxPoints"/>; first and last are kept.</summary>
    IReadOnlyList<EquityPoint> EquityCurve(DateTimeOffset from, DateTimeOffset to, int maxPoints);

    /// <summary>The latest lines of the journal, newest first.</summary>
    IReadOnlyList<JournalLine> JournalTail(int count);

    /// <summary>The lines of the journal that follow a line, oldest first, at most <paramref name="count"/>; after 0 from the first.</summary>
    IReadOnlyList<JournalLine> JournalAfter(long id, int count);

    /// <summary>Documents of the kind that this effect carries, each as it was written last, newest first.</summary>
    IReadOnlyList<T> Documents<T>(DocumentQuery query)
        where T : LedgerEffect;

    /// <summary>Adds all postings up again: per asset they must sum to zero, per account to the running balance.</summary>
    LedgerVerification VerifyBalances();
}
