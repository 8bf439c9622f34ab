using System.Data.Common;
using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Documents;
using PropBot.Ledger.Sql.Tables;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sql;

/// <summary>Answers from a connection of its own for every question, so that it reads while the writer writes.</summary>
internal sealed class LedgerReads(Func<Session> open, Func<DbException, Exception> explain) : ILedgerReads
{
    public PairRecord? Pair(PairId id) =>
        Ask(session => session.Ask($"{PairTable.Select} WHERE id = $1").Whole(id.Number).List(PairTable.Read)).FirstOrDefault();

    public IReadOnlyList<PairRecord> Pairs(PairQuery query)
    {
        string statuses = string.Join(", ", query.Statuses.Select(status => $"'{EnumText<PairStatus>.Of(status)}'"));
        string condition = query.Statuses.Count == 0 ? "" : $" WHERE status IN ({statuses})";
        string order = query.NewestFirst ? "DESC" : "ASC";
        return Ask(session => session.Ask($"{PairTable.Select}{condition} ORDER BY id {order} LIMIT $1").Whole(query.Limit).List(PairTable.Read));
    }

    public IReadOnlyList<PairRecord> AllPairs() =>
        Ask(session => session.Ask($"{PairTable.Select} ORDER BY id").List(PairTable.Read));

    public IReadOnlyList<OrderRecord> OrdersOf(PairId pair) => Ask(session =>
        session.Ask($"{OrderTable.Select} WHERE pair_id = $1 ORDER BY number").Whole(pair.Number).List(OrderTable.Read));

    public IReadOnlyList<FillRecord> FillsOf(PairId pair) => Ask(session =>
        session.Ask($"{FillTable.Select} WHERE pair_id = $1 ORDER BY id").Whole(pair.Number).List(FillTable.Read));

    public IReadOnlyList<ForcedFillRecord> ForcedFillsOf(PairId pair) => Ask(session => ForcedFillTable.WithShares(
        session,
        session.Ask($"{ForcedFillTable.Select} WHERE id IN (SELECT forced_fill_id FROM forced_fill_shares WHERE pair_id = $1) ORDER BY id")
            .Whole(pair.Number).List(ForcedFillTable.Read)));

    public IReadOnlyList<Posting> Balances() =>
        Ask(session => session.Ask(EntryTable.SelectBalances).List(EntryTable.ReadPosting));

    public IReadOnlyList<EquityPoint> EquityCurve(DateTimeOffset from, DateTimeOffset to, int maxPoints)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 2);

        // Row i of n goes to point i * (max - 1) / (n - 1), rounded down; the first row of each point is kept.
        const string Sql = "WITH samples AS (SELECT at, equity, row_number() OVER (ORDER BY at) - 1 AS i, nullif(count(*) OVER () - 1, 0) AS gaps "
            + "FROM equity_samples WHERE at BETWEEN $1 AND $2) "
            + "SELECT at, equity FROM samples WHERE gaps IS NULL OR gaps < $3 OR i = 0 OR i * ($3 - 1) / gaps > (i - 1) * ($3 - 1) / gaps ORDER BY at";
        return Ask(session => session.Ask(Sql).Time(from).Time(to).Whole(maxPoints)
            .List((ref Row row) => new EquityPoint(row.Time(), row.Number())));
    }

    public DateTimeOffset? LastEquityAt() =>
        Ask(session => session.Ask("SELECT max(at) FROM equity_samples").List((ref Row row) => row.TimeOrNull()))[0];

    public IReadOnlyList<JournalLine> JournalTail(int count) => Ask(session =>
        session.Ask($"{JournalTable.Select} ORDER BY id DESC LIMIT $1").Whole(count).List(JournalTable.Read));

    public IReadOnlyList<JournalLine> JournalAfter(long id, int count) => Ask(session =>
        session.Ask($"{JournalTable.Select} WHERE id > $1 ORDER BY id LIMIT $2").Whole(id).Whole(count).List(JournalTable.Read));

    public IReadOnlyList<T> Documents<T>(DocumentQuery query)
        where T : LedgerEffect => [.. Ask(session => DocumentTable.Read(session, DocumentKinds.Of<T>(), query)).Cast<T>()];

    public LedgerVerification VerifyBalances() => Ask(session =>
    {
        // One transaction, so that postings and balances are of the same moment.
        using DbTransaction moment = session.Dialect.BeginReading(session.Connection);
        var check = new BalanceCheck();
        foreach (Posting posting in session.Ask("SELECT account, asset, amount FROM postings").List(EntryTable.ReadPosting))
        {
            check.Add(posting);
        }

        long entries = session.Ask("SELECT count(*) FROM entries").List((ref Row row) => row.Whole())[0];
        return check.Against(entries, session.Ask(EntryTable.SelectBalances).List(EntryTable.ReadPosting));
    });

    private T Ask<T>(Func<Session, T> question)
    {
        try
        {
            using Session session = open();
            return question(session);
        }
        catch (DbException failure)
        {
            throw explain(failure);
        }
    }
}
