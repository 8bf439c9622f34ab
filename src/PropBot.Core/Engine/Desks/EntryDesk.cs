using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Opens pairs. Both legs are sent together, or a lead is sent and the other leg follows its fills as they come, whatever brake
/// engages meanwhile; a lead that rests is cancelled as soon as nothing might be opened any more.
/// </summary>
internal sealed class EntryDesk(EngineState state, OrderDesk orders, RescueDesk rescues, OpeningDesk opening)
{
    private const decimal BpsPerUnit = 10_000m;

    /// <summary>A resting order stays while at least this share of the smallest wanted edge is left: else every tick around it would cancel.</summary>
    private const decimal KeptEdgeFraction = 0.5m;

    /// <summary>Opens a pair that risk has approved.</summary>
    public void Open(ApprovedPlan approval)
    {
        PairPlan plan = approval.Plan;
        var record = new PairRecord
        {
            Id = new PairId(state.NextPairNumber++),
            Symbol = plan.Symbol,
            Status = PairStatus.Opening,
            Entry = plan.Entry,
            Long = new LegRecord { Instrument = plan.Long.Id },
            Short = new LegRecord { Instrument = plan.Short.Id },
            TargetQuantity = plan.Quantity,
            ExpectedEdge = plan.Edge,
            OpenedAt = state.At,
        };
        var pair = new PairState(record) { NakedCountedElapsed = state.Elapsed, OpenedElapsed = state.Elapsed };
        state.Pairs.Add(pair);
        if (plan.Entry.Lead is not LegRole.Short)
        {
            Send(pair, plan, LegRole.Long);
        }

        if (plan.Entry.Lead is not LegRole.Long)
        {
            Send(pair, plan, LegRole.Short);
        }
    }

    /// <summary>Sends the follower for what the lead has filled and nobody has hedged yet; one order at a time.</summary>
    public void Follow(PairState pair)
    {
        if (pair.Record.Entry.Follower is not { } follower || !IsEntering(pair) || pair.UnsettledOf(follower) is not null)
        {
            return;
        }

        if (pair.Record.Imbalance == 0m)
        {
            pair.Attempts = 0;
            return;
        }

        bool isLeadAhead = pair.Record.Imbalance > 0m == (follower == LegRole.Short);
        bool mustPause = pair.FruitlessAttempts > 0 && state.Elapsed < pair.NextActionElapsed;
        if (!isLeadAhead || mustPause)
        {
            return;
        }

        bool isHopeless = pair.Attempts >= state.Options.Execution.RescueLimitAttempts;
        if ((isHopeless || !rescues.Follow(pair, follower)) && Lead(pair) is { Rests: true } lead && IsWorthOrdering(pair, follower))
        {
            // What it has filled is the ladder's as soon as it has its end; it shall not fill more.
            orders.Cancel(lead, "hedge_not_possible");
        }
    }

    /// <summary>After every event: a resting lead is taken out of the book when a new one would not be put there.</summary>
    public void WatchLeads()
    {
        foreach (PairState pair in state.Pairs)
        {
            if (Lead(pair) is { Rests: true } lead && ReasonToCancel(pair, lead) is { } reason)
            {
                orders.Cancel(lead, reason);
            }
        }
    }

    /// <summary>The lead's order while it may still fill and nobody has cancelled it.</summary>
    private static TrackedOrder? Lead(PairState pair) =>
        pair.Record.Entry.Lead is { } lead && pair.UnsettledOf(lead) is { CancelSentElapsed: null, Intent.Purpose: OrderPurpose.Open } order ? order : null;

    /// <summary>While the lead may fill, and after its end for as long as the follower's orders fill; then the ladder has the pair.</summary>
    private static bool IsEntering(PairState pair) =>
        !pair.WantsFlat && !pair.Record.WasForced && pair.Record.Status is PairStatus.Opening or PairStatus.Partial
        && (pair.FruitlessAttempts == 0 || pair.UnsettledOf(pair.Record.Entry.Lead!.Value) is { Intent.Purpose: OrderPurpose.Open });

    private bool IsWorthOrdering(PairState pair, LegRole follower)
    {
        Side side = follower == LegRole.Short ? Side.Sell : Side.Buy;
        return state.Reachable(pair.Record.Leg(follower).Instrument) is not { } instrument
            || !instrument.Orderable(side, new Quantity(Math.Abs(pair.Record.Imbalance))).IsZero;
    }

    private string? ReasonToCancel(PairState pair, TrackedOrder lead)
    {
        if (pair.WantsFlat)
        {
            return "pair_closing";
        }

        if (opening.BrakeForbids() is { } brake)
        {
            return brake.Rule.Code();
        }

        if (state.Elapsed - lead.SentElapsed >= state.Options.Execution.MakerRest)
        {
            return "rest_over";
        }

        if (!state.Instruments.TryGetValue(pair.Record.Long.Instrument, out InstrumentState? l) || !l.HasPrices
            || !state.Instruments.TryGetValue(pair.Record.Short.Instrument, out InstrumentState? s) || !s.HasPrices)
        {
            return RiskRule.BookUntrusted.Code();
        }

        return (opening.VenueForbids(l) ?? opening.VenueForbids(s)) is { } venue ? venue.Rule.Code()
            : EdgeLeftBps(pair.Record, lead.Intent, l.Depth!, s.Depth!) < state.Options.Strategy.MinNetEdgeBps * KeptEdgeFraction ? "edge_gone"
            : null;
    }

    /// <summary>The expected edge, with the gap between the resting price and the other venue's touch as it is now.</summary>
    private static decimal EdgeLeftBps(PairRecord record, OrderIntent lead, DepthView l, DepthView s)
    {
        decimal bought = lead.Leg == LegRole.Long ? lead.LimitPrice!.Value.Value : l.BestAsk.Value;
        decimal sold = lead.Leg == LegRole.Short ? lead.LimitPrice!.Value.Value : s.BestBid.Value;
        return record.ExpectedEdge.NetBps - record.ExpectedEdge.GrossBps + ((sold - bought) * BpsPerUnit / bought);
    }

    private void Send(PairState pair, PairPlan plan, LegRole leg)
    {
        bool isLong = leg == LegRole.Long;
        TimeInForce timeInForce = plan.Entry is { Mode: EntryMode.Maker } entry && entry.Lead == leg ? TimeInForce.PostOnly : TimeInForce.Ioc;
        orders.Place(
            pair, leg, OrderPurpose.Open, state.Instruments[isLong ? plan.Long.Id : plan.Short.Id], isLong ? Side.Buy : Side.Sell,
            plan.Quantity, isLong ? plan.LongLimit : plan.ShortLimit, reduceOnly: false, timeInForce);
    }
}
