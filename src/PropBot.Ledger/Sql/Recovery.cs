using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Ledger.Documents;
using PropBot.Ledger.Sql.Tables;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sql;

/// <summary>What the engine is told at its start.</summary>
internal static class Recovery
{
    private static readonly string ActiveStatuses = Names<PairStatus>(status => !status.IsTerminal());
    private static readonly string LiveStatuses = Names<OrderStatus>(status => !status.IsTerminal());
    private static readonly string ActivePairs = $"SELECT id FROM pairs WHERE status IN ({ActiveStatuses})";
    private static readonly string NeededOrders = $"(status IN ({LiveStatuses}) OR pair_id IN ({ActivePairs}))";

    private static readonly string DonePairs = $"status NOT IN ({ActiveStatuses}) AND closed_at >= $1";

    public static RecoveredState Load(Session session, string deskId, long run)
    {
        (PairPnl pnl, int closed) = ClosedPnl(session);
        var state = new RecoveredState
        {
            DeskId = deskId,
            Epoch = run,
            NextPairNumber = session.Ask("SELECT coalesce(max(id), 0) + 1 FROM pairs").List((ref Row row) => row.Whole())[0],
            Control = session.Ask(ControlTable.Select).List(ControlTable.Read).FirstOrDefault() ?? ControlState.Initial,
            Pairs = session.Ask($"{PairTable.Select} WHERE status IN ({ActiveStatuses}) ORDER BY id").List(PairTable.Read),
            Orders = session.Ask($"{OrderTable.Select} WHERE {NeededOrders} ORDER BY number").List(OrderTable.Read),
            Fills = session.Ask(
                $"{FillTable.Select} WHERE client_order_id IN (SELECT client_order_id FROM orders WHERE {NeededOrders}) ORDER BY id")
                .List(FillTable.Read),
            Balances = session.Ask(EntryTable.SelectBalances).List(EntryTable.ReadPosting),
            LastEquity = session.Ask("SELECT equity FROM equity_samples ORDER BY at DESC LIMIT 1").List((ref Row row) => (decimal?)row.Number()).FirstOrDefault(),
            IncomeEntryIds = IncomeEntryIds(session),
            ForcedFills = ForcedFills(session),
            AcceptedRules = RulesTable.ReadAll(session),
            ClosedPnl = pnl,
            ClosedPairs = closed,
            ClosedNakedNotionalSeconds = session.Ask($"SELECT naked_notional_seconds FROM pairs WHERE status NOT IN ({ActiveStatuses})")
                .List((ref Row row) => row.Number()).Sum(),
        };
        state = state.WithRecentPast(session.Ask($"{JournalTable.Select} ORDER BY id DESC LIMIT $1").Whole(LedgerLimits.RecalledLines).List(JournalTable.Read));
        return WithDonePairs(
            session, DocumentKinds.All.Aggregate(state, (known, kind) => kind.Recover(known, DocumentTable.ReadRemembered(session, kind))));
    }

    /// <summary>Pairs that ended since fills were last compared with the venues, with their orders and fills.</summary>
    private static RecoveredState WithDonePairs(Session session, RecoveredState state)
    {
        if (FillAgreement.NeededSince(state.FillAgreements, state.Pairs) is not { } since)
        {
            return state;
        }

        string orders = $"status NOT IN ({LiveStatuses}) AND pair_id IN (SELECT id FROM pairs WHERE {DonePairs})";
        return state with
        {
            DonePairs = session.Ask($"{PairTable.Select} WHERE {DonePairs} ORDER BY closed_at, id").Time(since).List(PairTable.Read),
            Orders = [.. state.Orders, .. session.Ask($"{OrderTable.Select} WHERE {orders} ORDER BY number").Time(since).List(OrderTable.Read)],
            Fills =
            [
                .. state.Fills,
                .. session.Ask($"{FillTable.Select} WHERE client_order_id IN (SELECT client_order_id FROM orders WHERE {orders}) ORDER BY id")
                    .Time(since).List(FillTable.Read),
            ],
        };
    }

    private static List<string> IncomeEntryIds(Session session)
    {
        List<string> newestFirst = session.Ask("SELECT id FROM entries WHERE kind IN ($1, $2, $3) ORDER BY number DESC LIMIT $4")
            .Member(EntryKind.Funding).Member(EntryKind.Transfer).Member(EntryKind.Income).Whole(LedgerLimits.RememberedIncomeEntries)
            .List((ref Row row) => row.Text());
        newestFirst.Reverse();
        return newestFirst;
    }

    private static List<ForcedFillRecord> ForcedFills(Session session) => ForcedFillTable.WithShares(
        session,
        session.Ask(
            $"{ForcedFillTable.Select} WHERE is_assigned = $1 OR id > (SELECT coalesce(max(id), 0) - $2 FROM forced_fills) ORDER BY id")
            .Flag(false).Whole(LedgerLimits.RememberedForcedFills)
            .List(ForcedFillTable.Read));

    private static (PairPnl Pnl, int Count) ClosedPnl(Session session)
    {
        List<PairPnl> closed = session.Ask("SELECT pnl_spread, pnl_slippage, pnl_fees, pnl_funding FROM pairs WHERE status = $1")
            .Member(PairStatus.Closed)
            .List((ref Row row) => new PairPnl(row.Number(), row.Number(), row.Number(), row.Number()));
        return (closed.Aggregate(default(PairPnl), (sum, pnl) => sum + pnl), closed.Count);
    }

    private static string Names<T>(Func<T, bool> wanted)
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Where(wanted).Select(status => $"'{EnumText<T>.Of(status)}'"));
}
