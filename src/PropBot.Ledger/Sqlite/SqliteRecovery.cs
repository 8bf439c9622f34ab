using Microsoft.Data.Sqlite;
using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Ledger.Sqlite.Tables;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sqlite;

/// <summary>What the engine is told at its start.</summary>
internal static class SqliteRecovery
{
    private static readonly string ActiveStatuses = Names<PairStatus>(status => !status.IsTerminal());
    private static readonly string LiveStatuses = Names<OrderStatus>(status => !status.IsTerminal());
    private static readonly string ActivePairs = $"SELECT id FROM pairs WHERE status IN ({ActiveStatuses})";
    private static readonly string NeededOrders = $"(status IN ({LiveStatuses}) OR pair_id IN ({ActivePairs}))";

    public static RecoveredState Load(SqliteConnection connection, string deskId)
    {
        (PairPnl pnl, int closed) = ClosedPnl(connection);
        return new RecoveredState
        {
            DeskId = deskId,
            NextPairNumber = Query.List(connection, "SELECT coalesce(max(id), 0) + 1 FROM pairs", row => row.GetInt64(0))[0],
            Control = Query.List(connection, ControlTable.Select, ControlTable.Read).FirstOrDefault() ?? ControlState.Initial,
            Pairs = Query.List(connection, $"{PairTable.Select} WHERE status IN ({ActiveStatuses}) ORDER BY id", PairTable.Read),
            Orders = Query.List(connection, $"{OrderTable.Select} WHERE {NeededOrders} ORDER BY rowid", OrderTable.Read),
            Fills = Query.List(
                connection,
                $"{FillTable.Select} WHERE client_order_id IN (SELECT client_order_id FROM orders WHERE {NeededOrders}) ORDER BY id",
                FillTable.Read),
            Balances = Query.List(connection, EntryTable.SelectBalances, EntryTable.ReadPosting),
            FundingEntryIds = FundingEntryIds(connection),
            ForcedFills = ForcedFillTable.ReadAll(
                connection,
                "WHERE is_assigned = 0 OR id > (SELECT coalesce(max(id), 0) - $1 FROM forced_fills) ORDER BY id",
                LedgerLimits.RememberedForcedFills),
            AcceptedRules = RulesTable.ReadAll(connection),
            ClosedPnl = pnl,
            ClosedPairs = closed,
            ClosedNakedNotionalSeconds = Query.List(
                connection,
                $"SELECT naked_notional_seconds FROM pairs WHERE status NOT IN ({ActiveStatuses})",
                row => new Row(row).Number()).Sum(),
        };
    }

    private static List<string> FundingEntryIds(SqliteConnection connection)
    {
        List<string> newestFirst = Query.List(
            connection,
            "SELECT id FROM entries WHERE kind = $1 ORDER BY number DESC LIMIT $2",
            row => row.GetString(0),
            EnumText<EntryKind>.Of(EntryKind.Funding),
            LedgerLimits.RememberedFundingEntries);
        newestFirst.Reverse();
        return newestFirst;
    }

    private static (PairPnl Pnl, int Count) ClosedPnl(SqliteConnection connection)
    {
        List<PairPnl> closed = Query.List(
            connection,
            "SELECT pnl_spread, pnl_slippage, pnl_fees, pnl_funding FROM pairs WHERE status = $1",
            reader =>
            {
                var row = new Row(reader);
                return new PairPnl(row.Number(), row.Number(), row.Number(), row.Number());
            },
            EnumText<PairStatus>.Of(PairStatus.Closed));
        return (closed.Aggregate(default(PairPnl), (sum, pnl) => sum + pnl), closed.Count);
    }

    private static string Names<T>(Func<T, bool> wanted)
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Where(wanted).Select(status => $"'{EnumText<T>.Of(status)}'"));
}
