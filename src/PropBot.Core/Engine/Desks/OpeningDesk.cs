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
internal sealed class OpeningDesk(
    EngineState state, OpportunityFinder finder, EntryPolicy entries, SizeDesk size, StrategyDesk strategy, MarginGuard margins, RunawayBreaker runaway)
{
    /// <summary>Orders kept on each venue for a pair that is being opened, rescued or closed: one to make it equal, one to take it off.</summary>
    private const int OrdersKeptForRescue = 2;

    private readonly DeskExposure _exposure = new();
    private readonly PriceGuard _prices = new(state);
    private readonly UniverseGate _universe = new(state);
    private OpportunityFinder _finder = finder;

    /// <summary>Looks with other options from now on.</summary>
    public void Take(OpportunityFinder next) => _finder = next;

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
        DeskForbids() ?? VenueForbids(l) ?? VenueForbids(s) ?? Named(DirectionForbids(l, s), l.Instrument.Id.Symbol);

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

        if (state.Slo.Exhausted is { } budget)
        {
            return new RiskRefusal(RiskRule.SloBudget, budget.Limit ?? 0m, budget.Short ?? 0m);
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

        if (DailyLoss.IsBreached(state.Control))
        {
            decimal realized = DailyLoss.LossOf(DailyLoss.Realized(state.Control, state.Realized()));
            decimal change = DailyLoss.LossOf(state.Equity() - state.Control.DayStartEquity ?? 0m);
            return new RiskRefusal(RiskRule.DailyLoss, limits.MaxDailyLoss?.Value ?? 0m, Math.Max(realized, change));
        }

        return DailyLoss.IsDrawdownBreached(state.Control)
            ? new RiskRefusal(RiskRule.Drawdown, limits.MaxDayDrawdownBps ?? 0m, DailyLoss.DrawdownBps(state.Control, state.Equity()))
            : null;
    }

    private ApprovedPlan? Consider(InstrumentState l, InstrumentState s)
    {
        PairEntry entry = entries.Choose(l, s);
        if (!_finder.MayPay(l.Depth!, s.Depth!, entry))
        {
            return null;
        }

        if (Forbids(l, s) is { } forbidden)
        {
            state.CountRefusal(forbidden);
            return null;
        }

        return Decide(l, s, entry);
    }

    /// <summary>Sizes within the room of caps and margin, and prices; null when there is no room, a rule forbids it or it is not worth it.</summary>
    private ApprovedPlan? Decide(InstrumentState l, InstrumentState s, PairEntry entry)
    {
        _exposure.Fill(state);
        (decimal room, RiskRefusal narrowest) = Room(l, s);
        decimal smallest = Math.Max(l.Instrument.MinNotional.Value, s.Instrument.MinNotional.Value);
        if (room <= smallest)
        {
            state.CountRefusal(narrowest with { Symbol = l.Instrument.Id.Symbol });
            return null;
        }

        Notional wanted = Notional.Min(Ordered(l, s), new Notional(room));
        decimal usualGap = (decimal)state.GapOf(l, s).MeanBps;
        PairPlan? plan = _finder.Find(new LegMarket(l.Depth!, l.Funding), new LegMarket(s.Depth!, s.Funding), wanted, usualGap, state.At, entry);
        if (plan is null)
        {
            return null;
        }

        if (Named(PlanForbids(plan, l, s), l.Instrument.Id.Symbol) is { } forbidden)
        {
            state.CountRefusal(forbidden);
            return null;
        }

        return new ApprovedPlan(plan);
    }

    /// <summary>Notional of one leg that a new pair between two instruments is to have, before caps and margin.</summary>
    public Notional Ordered(InstrumentState l, InstrumentState s) => size.Scale().Of(
        state.Options.Strategy.OrderNotional, l.Instrument.Id.Venue, s.Instrument.Id.Venue, JointSizing.Smallest(l.Depth!, s.Depth!));

    /// <summary>The first rule that a priced plan breaks.</summary>
    private RiskRefusal? PlanForbids(PairPlan plan, InstrumentState l, InstrumentState s) =>
        _prices.Forbids(plan, l, s)
        ?? (state.Options.Risk.ChecksEnabled ? margins.Forbids(plan, _exposure, l, s) : null)
        ?? runaway.Forbids();

    /// <summary>Notional of one leg, at the long one's best ask, that caps, delta, leverage and free margin leave.</summary>
    private (decimal Room, RiskRefusal Narrowest) Room(InstrumentState l, InstrumentState s)
    {
        RiskOptions limits = state.Options.Risk;
        InstrumentId longId = l.Instrument.Id;
        InstrumentId shortId = s.Instrument.Id;
        (decimal Room, RiskRefusal Narrowest) room = ExposureCaps.Narrower(MarginRoom(longId.Venue), MarginRoom(shortId.Venue));
        // Caps are measured at the marks, an order at its price: a mark above it leaves less.
        decimal ask = l.Depth!.BestAsk.Value;
        decimal share = ask / Math.Max(ask, Math.Max(l.Valuation!.Value, s.Valuation!.Value));
        if (limits.CapsEnforced)
        {
            room = ExposureCaps.Narrower(room, Scaled(ExposureCaps.Room(limits, _exposure, longId.Symbol, longId.Venue, shortId.Venue), share));
        }

        if (limits.ChecksEnabled)
        {
            room = ExposureCaps.Narrower(room, Scaled(ExposureCaps.DeltaRoom(limits, _exposure, longId.Symbol.Base), share));
            room = ExposureCaps.Narrower(room, Scaled(margins.RoomOf(_exposure, l), share));
            room = ExposureCaps.Narrower(room, Scaled(margins.RoomOf(_exposure, s), share));
        }

        return room;
    }

    private static RiskRefusal? Named(RiskRefusal? refusal, Symbol symbol) => refusal is { } found ? found with { Symbol = symbol } : null;

    private static (decimal Room, RiskRefusal Narrowest) Scaled((decimal Room, RiskRefusal Narrowest) room, decimal share) =>
        (room.Room * share, room.Narrowest);

    /// <summary>
    /// The whole notional of the leg, and once more for a rescue, must be free at the venue: the hedge and the flatten are paid
    /// for before leg one is sent, at no leverage. Pairs that the venue's last statement cannot know yet need theirs too.
    /// </summary>
    private (decimal Room, RiskRefusal Refusal) MarginRoom(VenueId venueId)
    {
        VenueState venue = state.Venues[venueId];
        decimal free = venue.Account?.AvailableBalance ?? 0m;
        decimal unstated = UnstatedNotional(venue);
        return ((free / 2m) - unstated, new RiskRefusal(RiskRule.Margin, free, 2m * unstated) { Venue = venueId });
    }

    private decimal UnstatedNotional(VenueState venue)
    {
        decimal sum = 0m;
        foreach (PairState pair in state.Pairs)
        {
            if (pair.Record.IsOn(venue.Venue) && (pair.OpenedElapsed >= venue.Statement.Elapsed || !pair.AllSettled))
            {
                sum += WorstExposure.NotionalOn(state, pair, venue.Venue);
            }
        }

        return sum;
    }

    /// <summary>The first rule that forbids opening on this instrument now.</summary>
    public RiskRefusal? VenueForbids(InstrumentState instrument) => InstrumentForbids(instrument) is { } refusal ? refusal.On(instrument.Instrument.Id) : null;

    private RiskRefusal? InstrumentForbids(InstrumentState instrument)
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

        if ((ConditionForbids(venue) ?? RejectsForbid(venue) ?? _universe.Forbids(instrument.Instrument) ?? SettleCoinForbids(instrument)) is { } condition)
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

        TimeSpan age = instrument.BookAge(state.Elapsed);
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

        if (!state.FeeCoinOf(venue).IsSettleCoin)
        {
            return new RiskRefusal(RiskRule.FeeCoin, 0m, 0m) { Venue = venue.Venue };
        }

        if (SettingsDesk.Forbids(state, venue) is { } settings)
        {
            return settings;
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

    private RiskRefusal? SettleCoinForbids(InstrumentState instrument) =>
        state.SettleCoins.Forbids(instrument.Instrument.SettleAsset, state.Elapsed, state.Options.Risk) is { } refusal
            ? refusal with { Venue = instrument.Instrument.Id.Venue, Symbol = instrument.Instrument.Id.Symbol }
            : null;

    private RiskRefusal? RejectsForbid(VenueState venue) => venue.Rejects.IsOver(state.Elapsed)
        ? null
        : new RiskRefusal(RiskRule.VenueRejects, state.Options.Risk.MaxVenueRejects, venue.Rejects.InARow) { Venue = venue.Venue };

    private RiskRefusal? OpenOrdersForbid(VenueId venue)
    {
        int most = state.Options.Risk.OpenOrdersOf(venue);
        int open = state.OpenOrdersOn(state.Venues[venue]);
        return open >= most && state.Options.Risk.CapsEnforced ? new RiskRefusal(RiskRule.OpenOrders, most, open + 1) { Venue = venue } : null;
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
        RiskRefusal? orders = OrderRateForbids(longId.Venue) ?? OrderRateForbids(shortId.Venue)
            ?? OpenOrdersForbid(longId.Venue) ?? OpenOrdersForbid(shortId.Venue);
        if (orders is not null)
        {
            return orders;
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

        if (state.CoolDowns.TryGetValue((longId, shortId), out CoolDown pause) && state.Elapsed < pause.UntilElapsed)
        {
            return new RiskRefusal(RiskRule.CoolDown, (decimal)pause.For.TotalSeconds, (decimal)(pause.UntilElapsed - state.Elapsed).TotalSeconds);
        }

        _exposure.Fill(state);
        if (_exposure.HasPair(longId, shortId))
        {
            return new RiskRefusal(RiskRule.SymbolBusy, 1m, 2m);
        }

        return _exposure.HasOpposing(longId, LegRole.Long) || _exposure.HasOpposing(shortId, LegRole.Short)
            ? new RiskRefusal(RiskRule.OpposingLeg, 0m, 1m)
            : null;
    }

    /// <summary>Learns the usual gap, both ways round, from trusted books only.</summary>
    private void Watch(InstrumentState a, InstrumentState b)
    {
        TimeSpan staleAfter = state.Options.Risk.BookStaleAfter;
        if (!a.IsTrusted(state.Elapsed, staleAfter) || !b.IsTrusted(state.Elapsed, staleAfter))
        {
            return;
        }

        decimal limitBps = state.Options.Risk.MaxPriceDeviationBps;
        a.LastGood.Observe(a.Depth!.Mid.Value, limitBps, state.Elapsed);
        b.LastGood.Observe(b.Depth!.Mid.Value, limitBps, state.Elapsed);
        double midA = MidUnits(a.Depth!);
        double midB = MidUnits(b.Depth!);
        state.GapOf(a, b).Observe((midB - midA) / midA * 10_000, state.At, state.Elapsed);
        state.GapOf(b, a).Observe((midA - midB) / midB * 10_000, state.At, state.Elapsed);
    }

    private static double MidUnits(DepthView view) => (double)view.Mid.Value;
}
