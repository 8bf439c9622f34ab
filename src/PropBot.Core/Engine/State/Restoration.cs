using PropBot.Core.Accounting;
using PropBot.Core.Engine.Desks;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>The engine takes over what the ledger knows, once, with the first event.</summary>
internal static class Restoration
{
    public static void Restore(this EngineState state, RecoveredState recovered)
    {
        state.DeskId = recovered.DeskId;
        state.Epoch = recovered.Epoch;
        state.NextPairNumber = recovered.NextPairNumber;
        state.StartedAt = state.At;
        state.StartedElapsed = state.Elapsed;
        state.ClosedPnl = recovered.ClosedPnl;
        state.ClosedPairs = recovered.ClosedPairs;
        state.ClosedNakedNotionalSeconds = recovered.ClosedNakedNotionalSeconds;
        state.Recall(recovered.Alerts, recovered.WatchTransitions);
        RestoreBooks(state, recovered);
        RestorePairs(state, recovered);
        RestoreOrders(state, recovered);
        RestoreNakedBudget(state);
        decimal assigned = recovered.ClosedPnl.Funding + recovered.Pairs.Sum(p => p.Long.Funding + p.Short.Funding + (p.Third?.Funding ?? 0m));
        state.UnassignedFunding = -state.Venues.Keys.Sum(v => state.Books.Balance(LedgerAccount.Funding(v), Asset.Usdt)) - assigned;
    }

    /// <summary>
    /// What was naked in the last hour has spent of its budget, whichever process was there: one that ends again and again has no whole one each time. Of a
    /// pair that was opened or ended in it all is taken for of that hour.
    /// </summary>
    private static void RestoreNakedBudget(EngineState state)
    {
        DateTimeOffset from = state.At - state.Options.Slo.LongWindow;
        state.Slo.At(state.Elapsed).Naked += state.Pairs.Concat(state.RecentPairs).Select(p => p.Record)
            .Where(p => p.OpenedAt >= from || p.ClosedAt >= from || p.Imbalance != 0m)
            .Sum(p => p.NakedNotionalSeconds);
    }

    private static void RestoreBooks(EngineState state, RecoveredState recovered)
    {
        state.Books.Restore(recovered.Balances);
        state.IncomeEntries.UnionWith(recovered.IncomeEntryIds);
        state.LastEquity = recovered.LastEquity;
        foreach (ForcedFillRecord forced in recovered.ForcedFills)
        {
            state.ForcedFills.Add((forced.Fill.Instrument, forced.Fill.TradeId), forced);
        }

        foreach (AcceptedRules accepted in recovered.AcceptedRules)
        {
            state.AcceptedRules.Add(accepted.Instrument, accepted);
        }

        foreach (ReconciliationCase known in recovered.Cases)
        {
            state.Cases.Put(known);
        }

        state.Sweeps.Restore(recovered.Sweeps);
        foreach (ApprovalRecord approval in recovered.Approvals)
        {
            TimeSpan left = approval.ExpiresAt - state.At;
            TimeSpan validity = state.Options.Control.ApprovalValidity;
            state.Approvals.Set(approval, state.Elapsed + (left < validity ? left : validity));
        }

        foreach (FillAgreement agreement in recovered.FillAgreements)
        {
            FillLog log = state.FillsOf(agreement.Instrument);
            log.AgreedUntil = agreement.Until;
            log.KeptUntil = agreement.Until;
        }
    }

    private static void RestorePairs(EngineState state, RecoveredState recovered)
    {
        foreach (PairRecord record in recovered.Pairs)
        {
            foreach (LegRole role in record.Roles)
            {
                VenueId venue = record.Leg(role).Instrument.Venue;
                Invariant.Holds(
                    state.Venues.ContainsKey(venue),
                    $"pair {record.Id} is open on {venue}, which is not among this run's venues: put it back until the pair is closed");
            }

            state.Pairs.Add(new PairState(record)
            {
                NakedCountedElapsed = state.Elapsed,
                OpenedElapsed = state.Elapsed,
                WasTakenOverUnequal = record.Imbalance != 0m,
            });
        }

        foreach (PairRecord record in recovered.DonePairs)
        {
            PairPnl pnl = record.Status == PairStatus.Closed ? record.RealizedPnl() : default;
            state.RecentPairs.AddFirst(new PairState(record) { NakedCountedElapsed = state.Elapsed, OpenedElapsed = state.Elapsed, ClosedPnl = pnl });
        }
    }

    private static void RestoreOrders(EngineState state, RecoveredState recovered)
    {
        var pairs = state.Pairs.Concat(state.RecentPairs).ToDictionary(p => p.Record.Id);
        foreach (OrderRecord record in recovered.Orders)
        {
            Invariant.Holds(
                pairs.TryGetValue(record.Intent.Pair, out PairState? pair),
                $"order {record.Intent.ClientOrderId} belongs to an active pair or to one that ended lately");
            var order = new TrackedOrder(record, state.Elapsed) { WasRestored = true };
            pair.Orders.Add(order);
            state.Orders.Add(record.Intent.ClientOrderId, (pair, order));
        }

        foreach (FillRecord fill in recovered.Fills)
        {
            state.FillsOf(fill.Fill.Instrument).Add(fill.Fill);
            if (state.Orders.TryGetValue(fill.Fill.ClientOrderId, out (PairState Pair, TrackedOrder Order) known))
            {
                known.Order.Restore(fill.Fill);
            }
        }

        RestorePace(state, recovered);
        foreach ((_, TrackedOrder order) in state.Orders.Values)
        {
            if (order.IsSettled)
            {
                order.Settled(state.Elapsed);
            }
        }
    }

    /// <summary>What opened within the last minute, what was taken back in it, and which venues refuse: a restart does not make a runaway desk sane.</summary>
    private static void RestorePace(EngineState state, RecoveredState recovered)
    {
        RiskOptions limits = state.Options.Risk;
        foreach (OrderRecord record in recovered.Orders.Where(o => o.Intent.Purpose == OrderPurpose.Open).OrderBy(o => o.Intent.DecidedAt))
        {
            TimeSpan ago = state.At - record.Intent.DecidedAt;
            if (ago < RunawayBreaker.Window)
            {
                state.OpenPace.Add(state.Elapsed - ago);
            }

            RejectStreak streak = state.Venues[record.Intent.Instrument.Venue].Rejects;
            if (record.Status == OrderStatus.Rejected && record.Intent.TimeInForce != TimeInForce.PostOnly)
            {
                streak.Refused(state.Elapsed - (state.At - record.UpdatedAt), limits.MaxVenueRejects, limits.RejectPause, limits.LongestPause);
            }
            else if (!record.CumulativeQuantity.IsZero || record.Status is OrderStatus.Acknowledged or OrderStatus.Cancelled or OrderStatus.Expired)
            {
                streak.Taken();
            }
        }

        foreach (OrderRecord record in recovered.Orders.Where(o => o.Status == OrderStatus.Cancelled && o.Intent.TimeInForce is TimeInForce.Gtc or TimeInForce.PostOnly).OrderBy(o => o.UpdatedAt))
        {
            TimeSpan ago = state.At - record.UpdatedAt;
            if (record.Intent.Purpose == OrderPurpose.Open && ago < RunawayBreaker.Window)
            {
                state.CancelPace.Add(state.Elapsed - ago);
            }
        }
    }
}
