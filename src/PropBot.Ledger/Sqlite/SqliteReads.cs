using Microsoft.Data.Sqlite;
using PropBot.Core.Accounting;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Sqlite.Tables;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sqlite;

/// <summary>Answers from a connection of its own for every question: write-ahead logging lets it read while the writer writes.</summary>
internal sealed class SqliteReads(LedgerFile file) : ILedgerReads
{
    public PairRecord? Pair(PairId id) =>
        Ask(connection => Query.List(connection, $"{PairTable.Select} WHERE id = $1", PairTable.Read, id.Number)).FirstOrDefault();

    public IReadOnlyList<PairRecord> Pairs(PairQuery query)
    {
        string statuses = string.Join(", ", query.Statuses.Select(status => $"'{EnumText<PairStatus>.Of(status)}'"));
        string condition = query.Statuses.Count == 0 ? "" : $" WHERE status IN ({statuses})";
        string order = query.NewestFirst ? "DESC" : "ASC";
        return Ask(connection => Query.List(
            connection, $"{PairTable.Select}{condition} ORDER BY id {order} LIMIT $1", PairTable.Read, query.Limit));
    }

    public IReadOnlyList<PairRecord> AllPairs() =>
        Ask(connection => Query.List(connection, $"{PairTable.Select} ORDER BY id", PairTable.Read));

    public IReadOnlyList<OrderRecord> OrdersOf(PairId pair) => Ask(connection => Query.List(
        connection, $"{OrderTable.Select} WHERE pair_id = $1 ORDER BY rowid", OrderTable.Read, pair.Number));

    public IReadOnlyList<FillRecord> FillsOf(PairId pair) => Ask(connection => Query.List(
        connection, $"{FillTable.Select} WHERE pair_id = $1 ORDER BY id", FillTable.Read, pair.Number));

    public IReadOnlyList<ForcedFillRecord> ForcedFillsOf(PairId pair) => Ask(connection => ForcedFillTable.ReadAll(
        connection, "WHERE id IN (SELECT forced_fill_id FROM forced_fill_shares WHERE pair_id = $1) ORDER BY id", pair.Number));

    public IReadOnlyList<Posting> Balances() =>
        Ask(connection => Query.List(connection, EntryTable.SelectBalances, EntryTable.ReadPosting));

    public IReadOnlyList<EquityPoint> EquityCurve(DateTimeOffset from, DateTimeOffset to, int maxPoints)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 2);

        // Row i of n goes to point i * (max - 1) / (n - 1), rounded down; the first row of each point is kept.
        const string Sql = "WITH samples AS (SELECT at, equity, row_number() OVER (ORDER BY at) - 1 AS i, count(*) OVER () AS n "
            + "FROM equity_samples WHERE at BETWEEN $1 AND $2) "
            + "SELECT at, equity FROM samples WHERE n <= $3 OR i = 0 OR i * ($3 - 1) / (n - 1) > (i - 1) * ($3 - 1) / (n - 1) ORDER BY at";
        return Ask(connection => Query.List(connection, Sql, ReadPoint, LedgerTime.Format(from), LedgerTime.Format(to), maxPoints));
    }

    public DateTimeOffset? LastEquityAt() => Ask(connection => Query.List(
        connection, "SELECT max(at) FROM equity_samples", reader => new Row(reader).TimeOrNull())[0]);

    public IReadOnlyList<JournalLine> JournalTail(int count) => Ask(connection => Query.List(
        connection, $"{JournalTable.Select} ORDER BY id DESC LIMIT $1", JournalTable.Read, count));

    public LedgerVerification VerifyBalances() => Ask(connection =>
    {
        // One transaction, so that postings and balances are of the same moment.
        using SqliteTransaction moment = connection.BeginTransaction(deferred: true);
        var check = new BalanceCheck();
        foreach (Posting posting in Query.List(connection, "SELECT account, asset, amount FROM postings", EntryTable.ReadPosting))
        {
            check.Add(posting);
        }

        long entries = Query.List(connection, "SELECT count(*) FROM entries", row => row.GetInt64(0))[0];
        return check.Against(entries, Query.List(connection, EntryTable.SelectBalances, EntryTable.ReadPosting));
    });

    private static EquityPoint ReadPoint(SqliteDataReader reader)
    {
        var row = new Row(reader);
        return new EquityPoint(row.Time(), row.Number());
    }

    private T Ask<T>(Func<SqliteConnection, T> question)
    {
        try
        {
            using SqliteConnection connection = file.OpenReader();
            return question(connection);
        }
        catch (SqliteException failure)
        {
            throw LedgerFailures.Explain(file.Path, failure);
        }
    }
}
