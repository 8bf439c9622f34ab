using PropBot.Core.Accounting;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;
using PropBot.Episodes.World;
using PropBot.Ledger;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;

namespace PropBot.Episodes.Checks;

/// <summary>
/// What must be so once everything has calmed down: nothing unknown, nothing naked, and our books are the venues' to the last
/// digit. Asserted on the ledger and on what the venues really have.
/// </summary>
internal sealed class EndPromises(EpisodeWorld world)
{
    private readonly LedgerProjection _ledger = world.Watch.Ledger;

    /// <summary>Nothing is left to be done, as far as ledger and process show. Cheap; the promises may still be broken.</summary>
    public bool IsQuiet()
    {
        if (!world.Desk.IsAlive || world.Desk.IsBusy)
        {
            return false;
        }

        foreach (PairRecord pair in _ledger.Pairs.Values)
        {
            if (pair.Imbalance != 0m || (!pair.Status.IsTerminal() && (pair.Status != PairStatus.Open || pair.CloseReason is not null)))
            {
                return false;
            }
        }

        return true;
    }

    /// <exception cref="PromiseBrokenException">Something is left, or differs.</exception>
    public void Check()
    {
        CheckDesk();
        foreach (EpisodeVenue venue in world.Venues)
        {
            CheckOrders(venue);
            CheckPositions(venue);
            CheckMoney(venue);
        }

        CheckLedger();
    }

    private void CheckDesk()
    {
        Promise.Kept(world.Desk.Engine is not null, "not_running", $"the process is not running");
        foreach (PairRecord pair in _ledger.Pairs.Values)
        {
            Promise.Kept(pair.Imbalance == 0m, "naked_at_end", $"{pair.Id} is {pair.Status} and unequal by {pair.Imbalance}");
            Promise.Kept(
                pair.Status.IsTerminal() || pair is { Status: PairStatus.Open, CloseReason: null }, "unsettled_at_end",
                $"{pair.Id} is still {pair.Status}, to be closed because of {pair.CloseReason}");
        }

        foreach (Sweep sweep in _ledger.Sweeps.Values)
        {
            Promise.Kept(!sweep.IsRunning, "sweep_runs_at_end", $"{sweep.Id} is still running: {string.Join(", ", sweep.Venues.Select(v => $"{v.Venue} {v.Wait} {v.Detail}"))}");
        }

        foreach (ForcedFillRecord forced in _ledger.ForcedFills)
        {
            Promise.Kept(forced.Unassigned.IsZero, "forced_unassigned", $"{forced.Unassigned} of forced fill {forced.Fill.TradeId} were taken from no leg");
        }

        foreach (ReconciliationCase open in world.Desk.Engine.Snapshot().Cases)
        {
            Promise.Kept(false, "case_at_end", $"{open.Matter.Venue}: {open}");
        }

        world.Watch.CheckSnapshot(world.Desk.Engine);
        world.Watch.CheckNakedTime();
    }

    /// <summary>Every order of the venue has one intent and ended as we think; every intent that ended otherwise is not there.</summary>
    private void CheckOrders(EpisodeVenue venue)
    {
        var theirs = new Dictionary<string, SimulatedOrder>(StringComparer.Ordinal);
        foreach (SimulatedOrder order in venue.Simulated.Orders(EpisodeVenue.Account, new HistoryQuery { Limit = int.MaxValue }))
        {
            if (order.Origin == OrderOrigin.Client)
            {
                theirs.Add(order.ClientOrderId, order);
                Promise.Kept(
                    _ledger.Orders.ContainsKey(new ClientOrderId(order.ClientOrderId)), "no_intent", $"{venue.Id} has order {order.ClientOrderId}, the ledger has not");
            }
        }

        foreach (OrderRecord ours in _ledger.Orders.Values)
        {
            if (ours.Intent.Instrument.Venue != venue.Id)
            {
                continue;
            }

            ClientOrderId id = ours.Intent.ClientOrderId;
            Promise.Kept(ours.Status.IsTerminal(), "order_open_at_end", $"{id} is {ours.Status}");
            SimulatedOrder? order = theirs.GetValueOrDefault(id.Value);
            bool isThere = ours.Status is not (OrderStatus.NeverReached or OrderStatus.Rejected);
            Promise.Kept(order is not null == isThere, "order_differs", $"{id} is {ours.Status} here and {order?.Status.ToString() ?? "not"} there");
            Promise.Kept(
                (order?.FilledQuantity ?? 0m) == ours.FilledQuantity.Value, "fills_differ", $"{id} filled {ours.FilledQuantity} here and {order?.FilledQuantity} there");
            Promise.Kept(order is null || IsAsWritten(order, ours.Intent), "order_differs", $"{id} is {ours.Intent} here and {order} there");
        }
    }

    private static bool IsAsWritten(SimulatedOrder order, OrderIntent intent) =>
        order.Side == intent.Side && order.Type == intent.Type && order.Quantity == intent.Quantity.Value && order.Price == intent.LimitPrice?.Value
        && order.Symbol == intent.Instrument.Symbol && order.ReduceOnly == intent.ReduceOnly && !order.IsOpen;

    private void CheckPositions(EpisodeVenue venue)
    {
        foreach (Symbol symbol in venue.Symbols)
        {
            var id = new InstrumentId(venue.Id, symbol);
            decimal ours = _ledger.Balance(LedgerAccount.Position(id), symbol.Base);
            decimal theirs = venue.Simulated.Positions(EpisodeVenue.Account).Where(p => p.Position.Symbol == symbol).Sum(p => p.Position.Quantity);
            Promise.Kept(ours == theirs, "position_differs", $"{id}: ours {ours}, the venue's {theirs}");
        }
    }

    /// <summary>Cash, with what the held positions have cost put back, is the wallet.</summary>
    private void CheckMoney(EpisodeVenue venue)
    {
        Asset usdt = Asset.Usdt;
        decimal held = venue.Simulated.Positions(EpisodeVenue.Account).Sum(p => p.Position.EntryNotional);
        decimal ours = _ledger.Balance(LedgerAccount.Cash(venue.Id), usdt) + held;
        decimal theirs = venue.Simulated.Summary(EpisodeVenue.Account).WalletBalance;
        Promise.Kept(ours == theirs, "wallet_differs", $"{venue.Id}: ours {ours}, the venue's {theirs}");
        IReadOnlyList<AccountBill> bills = venue.Simulated.Bills(EpisodeVenue.Account, new HistoryQuery { Limit = int.MaxValue });
        // What a fee in another coin counts is among the fees too, and was taken from no wallet in the settle coin.
        decimal fees = _ledger.Balance(LedgerAccount.Fees(venue.Id), usdt) + _ledger.Balance(LedgerAccount.ForeignFees(venue.Id), usdt);
        CheckSum(venue.Id, "fees_differ", -fees, bills, BillType.Fee);
        CheckSum(venue.Id, "funding_differs", -_ledger.Balance(LedgerAccount.Funding(venue.Id), usdt), bills, BillType.Funding);
    }

    private static void CheckSum(VenueId venue, string rule, decimal ours, IReadOnlyList<AccountBill> bills, BillType type)
    {
        decimal theirs = bills.Where(bill => bill.Type == type && bill.Asset == Asset.Usdt).Sum(bill => bill.Amount);
        Promise.Kept(ours == theirs, rule, $"{venue}: ours {ours}, the venue's {theirs}");
    }

    /// <summary>The store has what was written to it.</summary>
    private void CheckLedger()
    {
        ILedgerStore store = world.LedgerGate.Store;
        IReadOnlyList<PairRecord> stored = store.AllPairs();
        Promise.Kept(stored.Count == _ledger.Pairs.Count, "ledger_differs", $"{stored.Count} pairs are stored, {_ledger.Pairs.Count} written");
        foreach (PairRecord pair in stored)
        {
            Promise.Kept(_ledger.Pairs.GetValueOrDefault(pair.Id) == pair, "ledger_differs", $"stored is {pair}, written {_ledger.Pairs.GetValueOrDefault(pair.Id)}");
        }

        foreach (Posting balance in store.Balances())
        {
            decimal written = _ledger.Balance(balance.Account, balance.Asset);
            Promise.Kept(balance.Amount == written, "ledger_differs", $"{balance.Account} {balance.Asset}: stored {balance.Amount}, written {written}");
        }
    }
}
