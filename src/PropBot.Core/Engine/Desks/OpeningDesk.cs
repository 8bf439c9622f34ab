using PropBot.Core.Costs;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>Tick to plan to risk decision. What leaves here is approved or nothing; a tick that leads to nothing allocates nothing.</summary>
internal sealed class OpeningDesk(EngineState state, OpportunityFinder finder, EntryPolicy entries, SizeDesk size, StrategyDesk strategy)
{
    /// <summary>Orders kept on each venue for a pair that is being opened, rescued or closed: one to make it equal, one to take it off.</summary>
    private const int OrdersKeptForRescue = 2;

    private readonly DeskExposure _exposure = new();

    /// <summary>An approved pair on a direction that this instrument takes part in; null almost always.</summary>
    public ApprovedPlan? Look(InstrumentState changed)
    {
        List<InstrumentState> siblings = state.BySymbol[changed.Instrument.Id.Symbol];
        for (int i = 0; i < siblings.Count; i++)
        {
            InstrumentState other = siblings[i];
            if (ReferenceEquals(other, changed) || !other.HasPrices)
            {
                continue;
            }

            Watch(changed, other);
            if ((Consider(changed, other) ?? Consider(other, changed)) is { } approved)
            {
                return approved;
            }
        }

        return null;
    }

    /// <summary>The first rule that forbids opening between two instruments now, whatever the price.</summary>
    public RiskRefusal? Forbids(InstrumentState l, InstrumentState s) =>
        DeskForbids() ?? VenueForbids(l) ?? VenueForbids(s) ?? DirectionForbids(l, s);

    /// <summary>The first rule that forbids opening anything now.</summary>
    public RiskRefusal? DeskForbids()
    {
        int active = state.Pairs.Count;
        return BrakeForbids() ?? (active >= state.Options.Risk.MaxActivePairs
            ? new RiskRefusal(RiskRule.ActivePairs, state.Options.Risk.MaxActivePairs, active + 1)
            : null);
    }

    /// <summary>The first brake of the desk that is engaged.</summary>
    public RiskRefusal? BrakeForbids()
    {
        if (state.LedgerFailure is not null)
        {
            return new RiskRefusal(RiskRule.LedgerFailed, 0m, 0m);
        }

        if (state.Options.ReadOnly)
        {
            return new RiskRefusal(RiskRule.ReadOnly, 0m, 0m);
        }

        if (state.ShuttingDown)
        {
            return new RiskRefusal(RiskRule.ShuttingDown, 0m, 0m);
        }

        if (!state.IsResumed)
        {
            return new RiskRefusal(RiskRule.NotResumed, 0m, 0m);
        }

        if (state.Options.Control.DryRun)
        {
            return new RiskRefusal(RiskRule.DryRun, 0m, 0m);
        }

        if (state.Control.IsKilled)
        {
            return new RiskRefusal(RiskRule.Killed, 0m, 0m);
        }

        if (DayForbids() is { } day)
        {
            return day;
        }

        if (!state.Control.MayOpen)
        {
            return new RiskRefusal(RiskRule.Hold, 0m, 0m);
        }

        if (FreezeDesk.Forbids(state.Control.Scopes.OnAll) is { } restricted)
        {
            return restricted;
        }

        if (strategy.Forbids() is { } switchedOff)
        {
            return switchedOff;
        }

        if (!state.IsLossWatched)
        {
            return new RiskRefusal(RiskRule.EquityUnknown, 0m, 0m);
        }

        foreach (PairState pair in state.Pairs)
        {
            if (pair.OverdueAlerted)
            {
                return new RiskRefusal(
                    RiskRule.NakedPair, (decimal)state.Options.Execution.RescueDeadline.TotalSeconds,
                    (decimal)(state.Elapsed - (pair.UnequalSinceElapsed ?? state.Elapsed)).TotalSeconds);
            }
        }

        return null;
    }

    /// <summary>A limit of the day that was reached; the numbers are those of now, whatever has come back since.</summary>
    private RiskRefusal? DayForbids()
    {
        RiskOptions limits = state.Options.Risk;
        if (!limits.EnforcesDayLimits)
        {
            return null;
        }

        if (DailyLoss.IsBreached(state.Control, state.At))
        {
            decimal realized = DailyLoss.LossOf(DailyLoss.Realized(state.Control, state.Realized()));
            decimal change = DailyLoss.LossOf(state.Equity() - state.Control.DayStartEquity ?? 0m);
            return new RiskRefusal(RiskRule.DailyLoss, limits.MaxDailyLoss?.Value ?? 0m, Math.Max(realized, change));
        }

        return DailyLoss.IsDrawdownBreached(state.Control, state.At)
            ? new RiskRefusal(RiskRule.Drawdown, limits.MaxDayDrawdownBps ?? 0m, DailyLoss.DrawdownBps(state.Control, state.Equity()))
            : null;
    }

    private ApprovedPlan? Consider(InstrumentState l, InstrumentState s)
    {
        PairEntry entry = entries.Choose(l, s);
        if (!finder.MayPay(l.Depth!, s.Depth!, entry))
        {
            return null;
        }

        if (Forbids(l, s) is { } forbidden)
        {
            state.CountRefusal(forbidden.Rule);
            return null;
        }

        return Decide(l, s, entry);
    }

    /// <summary>Sizes within the room of caps and margin, and prices; null when there is no room or it is not worth it.</summary>
    private ApprovedPlan? Decide(InstrumentState l, InstrumentState s, PairEntry entry)
    {
        FillExposure();
        (decimal room, RiskRefusal narrowest) = ExposureCaps.Narrower(
            ExposureCaps.Room(state.Options.Risk, _exposure, l.Instrument.Id.Symbol, l.Instrument.Id.Venue, s.Instrument.Id.Venue),
            ExposureCaps.Narrower(MarginRoom(l.Instrument.Id.Venue), MarginRoom(s.Instrument.Id.Venue)));
        decimal smallest = Math.Max(l.Instrument.MinNotional.Value, s.Instrument.MinNotional.Value);
        if (room <= smallest)
        {
            state.CountRefusal(narrowest.Rule);
            return null;
        }

        Notional wanted = Notional.Min(Ordered(l, s), new Notional(room));
        decimal usualGap = (decimal)state.GapOf(l, s).MeanBps;
        PairPlan? plan = finder.Find(new LegMarket(l.Depth!, l.Funding), new LegMarket(s.Depth!, s.Funding), wanted, usualGap, state.At, entry);
        return plan is null ? null : new ApprovedPlan(plan);
    }

    /// <summary>Notional of one leg that a new pair between two instruments is to have, before caps and margin.</summary>
    public Notional Ordered(InstrumentState l, InstrumentState s) => size.Scale().Of(
        state.Options.Strategy.OrderNotional, l.Instrument.Id.Venue, s.Instrument.Id.Venue, JointSizing.Smallest(l.Depth!, s.Depth!));

    /// <summary>
    /// The whole notional of the leg, and once more for a rescue, must be free at the venue: the hedge and the flatten are paid
    /// for before leg one is sent, at no leverage. Pairs that the venue's last statement cannot know yet need theirs too.
    /// </summary>
    private (decimal Room, RiskRefusal Refusal) MarginRoom(VenueId venueId)
    {
        VenueState venue = state.Venues[venueId];
        decimal free = venue.Account?.AvailableBalance ?? 0m;
        decimal unstated = UnstatedNotional(venue);
        return ((free / 2m) - unstated, new RiskRefusal(RiskRule.Margin, free, 2m * unstated));
    }

    private decimal UnstatedNotional(VenueState venue)
    {
        decimal sum = 0m;
        foreach (PairState pair in state.Pairs)
        {
            if (pair.Record.IsOn(venue.Venue) && (pair.OpenedElapsed >= venue.Statement.Elapsed || !pair.AllSettled))
            {
                sum += ExposureOf(pair.Record).Value;
            }
        }

        return sum;
    }

    /// <summary>The first rule that forbids opening on this instrument now.</summary>
    public RiskRefusal? VenueForbids(InstrumentState instrument)
    {
        VenueState venue = state.Venues[instrument.Instrument.Id.Venue];
        if (venue.Link != VenueLink.Up || venue.Account is null)
        {
            return new RiskRefusal(RiskRule.VenueDown, 0m, 0m);
        }

        if (FreezeDesk.Forbids(state.Control.Scopes.On(instrument.Instrument.Id)) is { } restricted)
        {
            return restricted;
        }

        if (state.Cases.Stopping(instrument.Instrument.Id) is not null)
        {
            return new RiskRefusal(RiskRule.Reconciliation, 0m, 0m);
        }

        if (state.Sweeps.On(instrument.Instrument.Id) is not null)
        {
            return new RiskRefusal(RiskRule.Sweep, 0m, 0m);
        }

        if (ConditionForbids(venue) is { } condition)
        {
            return condition;
        }

        if (instrument.Instrument.Status != InstrumentStatus.Trading)
        {
            return new RiskRefusal(RiskRule.InstrumentNotTrading, 0m, 0m);
        }

        if (instrument.UnreadChanges.Count > 0)
        {
            return new RiskRefusal(RiskRule.InstrumentChanged, 0m, instrument.UnreadChanges.Count);
        }

        if (instrument.Depth!.Trust != BookTrust.Synced)
        {
            return new RiskRefusal(RiskRule.BookUntrusted, 0m, 0m);
        }

        TimeSpan age = state.Elapsed - instrument.Depth.ReceivedElapsed;
        TimeSpan limit = state.Options.Risk.BookStaleAfter;
        return age > limit ? new RiskRefusal(RiskRule.BookStale, (decimal)limit.TotalSeconds, (decimal)age.TotalSeconds) : null;
    }

    private RiskRefusal? ConditionForbids(VenueState venue)
    {
        TradingRightStatus right = state.RightOf(venue);
        if (right != TradingRightStatus.Granted)
        {
            bool isAge = right == TradingRightStatus.Stale;
            return new RiskRefusal(
                RiskRule.TradingRight, isAge ? (decimal)state.Options.RightsStaleAfter.TotalSeconds : 0m,
                isAge ? (decimal)(state.Elapsed - venue.Right.ReadElapsed).TotalSeconds : 0m);
        }

        if (venue.Access == VenueAccess.Banned)
        {
            return new RiskRefusal(RiskRule.VenueBanned, 0m, Math.Max(0m, (decimal)(venue.AccessUntilElapsed - state.Elapsed).TotalSeconds));
        }

        if (venue.Access == VenueAccess.Limited)
        {
            return new RiskRefusal(RiskRule.VenueLimited, 0m, Math.Max(0m, (decimal)(venue.AccessUntilElapsed - state.Elapsed).TotalSeconds));
        }

        if (venue.Clock is { MayOnlyReduce: true } clock)
        {
            return new RiskRefusal(RiskRule.ClockUncertain, (decimal)clock.Window.TotalSeconds, (decimal)clock.Uncertainty.TotalSeconds);
        }

        decimal limit = state.Options.Risk.MaxMarginRatio;
        return venue.MarginCallElapsed is not null || venue.MarginRatio >= limit
            ? new RiskRefusal(RiskRule.MarginCall, limit, venue.MarginRatio ?? 1m)
            : null;
    }

    /// <summary>
    /// Before leg one: the venue must still take, beside this leg, the orders that make the pair equal and take it off again, and those
    /// of every pair that is on its way.
    /// </summary>
    private RiskRefusal? OrderRateForbids(VenueId venueId)
    {
        int needed = 1 + OrdersKeptForRescue;
        foreach (PairState pair in state.Pairs)
        {
            needed += pair.Record.IsOn(venueId) && pair.Record.Status != PairStatus.Open ? OrdersKeptForRescue : 0;
        }

        return state.Venues[venueId].OrderPace.Exceeded(needed, state.Elapsed) is { } full
            ? new RiskRefusal(RiskRule.OrderRate, full.Limit.Orders, full.Orders)
            : null;
    }

    private RiskRefusal? DirectionForbids(InstrumentState l, InstrumentState s)
    {
        InstrumentId longId = l.Instrument.Id;
        InstrumentId shortId = s.Instrument.Id;
        if ((OrderRateForbids(longId.Venue) ?? OrderRateForbids(shortId.Venue)) is { } rate)
        {
            return rate;
        }

        TimeSpan skew = (l.Depth!.VenueTime - s.Depth!.VenueTime).Duration();
        TimeSpan maxSkew = state.Options.Risk.MaxBookSkew;
        if (skew > maxSkew)
        {
            return new RiskRefusal(RiskRule.BookSkew, (decimal)maxSkew.TotalSeconds, (decimal)skew.TotalSeconds);
        }

        TimeSpan watched = state.GapOf(l, s).WatchedFor(state.Elapsed);
        TimeSpan warmUp = state.Options.Strategy.WarmUp;
        if (watched < warmUp)
        {
            return new RiskRefusal(RiskRule.WarmUp, (decimal)warmUp.TotalSeconds, (decimal)watched.TotalSeconds);
        }

        if (state.CoolDowns.TryGetValue((longId, shortId), out TimeSpan until) && state.Elapsed < until)
        {
            return new RiskRefusal(RiskRule.CoolDown, (decimal)state.Options.Risk.CoolDown.TotalSeconds, (decimal)(until - state.Elapsed).TotalSeconds);
        }

        FillExposure();
        if (_exposure.HasPair(longId, shortId))
        {
            return new RiskRefusal(RiskRule.SymbolBusy, 1m, 2m);
        }

        return _exposure.HasOpposing(longId, LegRole.Long) || _exposure.HasOpposing(shortId, LegRole.Short)
            ? new RiskRefusal(RiskRule.OpposingLeg, 0m, 1m)
            : null;
    }

    private void FillExposure()
    {
        _exposure.Clear();
        foreach (PairState pair in state.Pairs)
        {
            _exposure.Add(pair.Record, ExposureOf(pair.Record));
        }
    }

    private Notional ExposureOf(PairRecord pair)
    {
        decimal held = pair.Held;
        bool mayGrow = pair.Status is PairStatus.Opening or PairStatus.Partial && pair.CloseReason is null;
        decimal quantity = mayGrow ? Math.Max(held, pair.TargetQuantity.Value) : held;
        decimal price = state.Instruments.TryGetValue(pair.Long.Instrument, out InstrumentState? l) && l.Valuation is { } mark
            ? mark
            : pair.Long.BoughtQuantity > 0m ? pair.Long.BoughtNotional / pair.Long.BoughtQuantity : 0m;
        return new Notional(quantity * price);
    }

    /// <summary>Learns the usual gap, both ways round, from trusted books only.</summary>
    private void Watch(InstrumentState a, InstrumentState b)
    {
        TimeSpan staleAfter = state.Options.Risk.BookStaleAfter;
        if (!a.IsTrusted(state.Elapsed, staleAfter) || !b.IsTrusted(state.Elapsed, staleAfter))
        {
            return;
        }

        double midA = MidUnits(a.Depth!);
        double midB = MidUnits(b.Depth!);
        state.GapOf(a, b).Observe((midB - midA) / midA * 10_000, state.At, state.Elapsed);
        state.GapOf(b, a).Observe((midA - midB) / midB * 10_000, state.At, state.Elapsed);
    }

    private static double MidUnits(DepthView view) => (double)view.Mid.Value;
}
