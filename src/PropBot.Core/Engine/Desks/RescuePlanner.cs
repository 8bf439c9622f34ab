using PropBot.Core.Costs;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Which order a pair needs next. It asks for no brake, cap or limit. The ladder for an unequal pair: complete the leg behind
/// within a band, if that is expected to cost less than giving up; take the leg ahead off, within a band, then at the market;
/// hedge on a third venue. Each rung has so many attempts; after the last one a person is called and the ladder goes on slowly.
/// </summary>
internal sealed class RescuePlanner(EngineState state, ThirdVenue thirdVenue)
{
    private const decimal BpsPerUnit = 10_000m;

    /// <summary>Repeated refusals widen a close no further than this, basis points: it is equal and can wait for a better book.</summary>
    private const decimal WidestCloseBps = 100m;

    private ExecutionOptions Options => state.Options.Execution;

    /// <summary>The first leg whose venue would take no closing order now, and why; null when all should.</summary>
    public string? ReasonToWaitWithClose(PairRecord record) => record.Roles
        .Select(record.Leg)
        .Where(leg => leg.SignedQuantity != 0m)
        .Select(leg => state.ReasonNotToReduce(leg.Instrument))
        .FirstOrDefault(reason => reason is not null);

    /// <summary>
    /// The closing orders of an equal pair, one for each leg that holds something; null while one of the venues would not take its order. What
    /// is more than one order of a venue comes off in parts, both legs alike, so that the pair stays equal.
    /// </summary>
    public IReadOnlyList<RescueOrder>? PlanClose(PairState pair)
    {
        PairRecord record = pair.Record;
        if (WaitsForStatement(pair) || ReasonToWaitWithClose(record) is not null)
        {
            return null;
        }

        decimal cap = Math.Min(Options.CloseSlippageCapBps * (pair.Attempts + 1), WidestCloseBps);
        var held = new List<CloseOfLeg>(2);
        foreach (LegRole role in record.Roles)
        {
            LegRecord leg = record.Leg(role);
            if (leg.SignedQuantity == 0m)
            {
                continue;
            }

            // A pair that is hedged elsewhere is so because a venue took nothing: until that one is wholly up, each try would take the hedge off and bring it back.
            bool isUp = record.Third is null || state.Venues[leg.Instrument.Venue].Link == VenueLink.Up;
            if (!isUp || state.Reachable(leg.Instrument) is not { } instrument)
            {
                return null;
            }

            held.Add(new CloseOfLeg(role, instrument, leg.SignedQuantity > 0m ? Side.Sell : Side.Buy, new Quantity(Math.Abs(leg.SignedQuantity))));
        }

        return [.. ClosePart.Of(held).Select(l => Reduce(null, l.Role, OrderPurpose.Close, l.Instrument, l.Side, l.Quantity, cap))];
    }

    /// <summary>The next order for an unequal pair; null while no venue can take one.</summary>
    /// <remarks>A leg with an order that has no end yet is left alone: a second one could fill twice.</remarks>
    public RescueOrder? PlanRescue(PairState pair)
    {
        PairRecord record = pair.Record;
        if (WaitsForStatement(pair))
        {
            return null;
        }

        // A positive imbalance: too much is long, something must be sold.
        Side side = record.Imbalance > 0m ? Side.Sell : Side.Buy;
        var excess = new Quantity(Math.Abs(record.Imbalance));
        LegRole behind = side == Side.Sell ? LegRole.Short : LegRole.Long;
        InstrumentState? behindSide = pair.UnsettledOf(behind) is not null ? null : state.Reachable(record.Leg(behind).Instrument);
        (LegRole Role, InstrumentState Instrument, Quantity Held)? ahead = Ahead(pair, side);
        if (record.IsAdopted)
        {
            // It has no other side, and is not to be hedged anywhere: it is taken off where it is held.
            return ahead is { } adopted ? Unwind(pair, adopted.Role, adopted.Instrument, side, excess, adopted.Held) : null;
        }

        if (MayComplete(pair, behind) && behindSide is not null && TryComplete(pair, behind, side, ahead?.Instrument, behindSide, excess) is { } complete)
        {
            return complete;
        }

        if (state.DoubtOf(record) is not null)
        {
            // What its venue says not to be there is not hedged, here or elsewhere: it is asked for until it is certain.
            return ahead is { } doubtful ? Unwind(pair, doubtful.Role, doubtful.Instrument, side, excess, doubtful.Held) : null;
        }

        bool ownVenuesMayTry = pair.FruitlessAttempts < Options.RescueLimitAttempts + Options.MarketRungAttempts;
        return (ownVenuesMayTry ? OnOwnVenues() : null)
            ?? (IsPersonCalled(pair) ? null : OnThirdVenue(pair, side, excess))
            // Everything has been tried: a person has been called, and whatever can still be tried goes on.
            ?? OnOwnVenues()
            ?? OnThirdVenue(pair, side, excess);

        RescueOrder? OnOwnVenues() =>
            ahead is { } found ? Unwind(pair, found.Role, found.Instrument, side, excess, found.Held)
            // The venue that holds too much cannot be reached: complete the other leg at whatever band is reached by now.
            : behindSide is not null ? Complete(pair, behind, side, behindSide, excess)
            : null;
    }

    /// <summary>
    /// Legs whose venue the ladder's next rung needs and that has not been up since the start: within its time it is waited for. Without
    /// this, what the other venue alone can do would be done in the first event after a start, the last resort included.
    /// </summary>
    public IReadOnlyList<InstrumentId> AwaitedAfterStart(PairState pair)
    {
        // A deadline that was over when this process began has called its person; the rungs are no worse for it.
        bool isOver = state.Elapsed > pair.RescueDeadline && pair.RescueDeadline > state.StartedElapsed;
        if (isOver || state.Elapsed - state.StartedElapsed >= Options.FirstConnectionWithin)
        {
            return [];
        }

        PairRecord record = pair.Record;
        Side side = record.Imbalance > 0m ? Side.Sell : Side.Buy;
        LegRole behind = side == Side.Sell ? LegRole.Short : LegRole.Long;
        IEnumerable<InstrumentId> tooMuch = record.Roles.Select(record.Leg).Where(leg => leg.SignedQuantity * side.Sign() < 0m).Select(leg => leg.Instrument);
        IEnumerable<InstrumentId> needed = Ahead(pair, side) is null ? tooMuch : [];
        if (!record.IsAdopted && MayComplete(pair, behind))
        {
            needed = needed.Append(record.Leg(behind).Instrument);
        }

        return [.. needed.Where(IsNotYetThere).Distinct()];
    }

    /// <summary>Every rung has had its attempts and the pair is still unequal.</summary>
    public bool IsPersonCalled(PairState pair) =>
        pair.FruitlessAttempts >= Options.RescueLimitAttempts + Options.MarketRungAttempts + (thirdVenue.IsThere(pair.Record) ? Options.ThirdVenueAttempts : 0);

    /// <summary>What the leg that follows the lead lacks while the lead is still being filled; null when it is not worth it or too small.</summary>
    public RescueOrder? PlanFollow(PairState pair, LegRole follower)
    {
        PairRecord record = pair.Record;
        Side side = follower == LegRole.Short ? Side.Sell : Side.Buy;
        LegRole lead = follower == LegRole.Short ? LegRole.Long : LegRole.Short;
        return state.Reachable(record.Leg(follower).Instrument) is { } instrument
            ? TryComplete(pair, follower, side, state.Reachable(record.Leg(lead).Instrument), instrument, new Quantity(Math.Abs(record.Imbalance)))
            : null;
    }

    /// <summary>A part of what the leg behind lacks, within the band, whatever it costs against giving up; null when no order of that size is possible.</summary>
    public RescueOrder? PlanBatch(PairState pair, decimal mostNotional)
    {
        PairRecord record = pair.Record;
        Side side = record.Imbalance > 0m ? Side.Sell : Side.Buy;
        LegRole behind = side == Side.Sell ? LegRole.Short : LegRole.Long;
        if (state.Reachable(record.Leg(behind).Instrument) is not { } instrument)
        {
            return null;
        }

        var missing = new Quantity(Math.Abs(record.Imbalance));
        var batch = new Quantity(mostNotional / instrument.Depth!.Touch(side).Value);
        return Complete(pair, behind, side, instrument, Quantity.Min(missing, batch));
    }

    /// <summary>The leg that holds what is too much: one of its own before the third.</summary>
    private (LegRole Role, InstrumentState Instrument, Quantity Held)? Ahead(PairState pair, Side side)
    {
        foreach (LegRole role in pair.Record.Roles)
        {
            LegRecord leg = pair.Record.Leg(role);
            if (pair.UnsettledOf(role) is null && leg.SignedQuantity * side.Sign() < 0m && state.Reachable(leg.Instrument) is { } instrument)
            {
                return (role, instrument, new Quantity(Math.Abs(leg.SignedQuantity)));
            }
        }

        return null;
    }

    /// <summary>A venue has just refused to reduce one of its legs: whether that one is there is known in a moment.</summary>
    private bool WaitsForStatement(PairState pair) =>
        state.DoubtOf(pair.Record) is { } doubt && state.Elapsed - doubt.Since < LostLegDesk.WaitForStatement;

    /// <summary>No connection in this run, or no book: one that is lost later is not waited for.</summary>
    private bool IsNotYetThere(InstrumentId id) =>
        !state.Venues[id.Venue].WasUp || !state.Instruments.TryGetValue(id, out InstrumentState? instrument) || instrument.Depth is null;

    private bool MayComplete(PairState pair, LegRole behind)
    {
        TimeSpan unequalFor = state.Elapsed - (pair.UnequalSinceElapsed ?? state.Elapsed);
        // What the venue took is not bought back: its margin did not suffice, or it wanted the position gone.
        return !pair.WantsFlat && pair.Record.Leg(behind).ForcedQuantity == 0m && state.DoubtOf(pair.Record) is null
            && pair.Attempts < Options.RescueLimitAttempts && unequalFor <= Options.CompleteWithin;
    }

    private RescueOrder Unwind(PairState pair, LegRole role, InstrumentState instrument, Side side, Quantity excess, Quantity held)
    {
        OrderPurpose purpose = pair.WantsFlat ? OrderPurpose.Close : OrderPurpose.Unwind;
        Quantity quantity = Reducible(instrument.Instrument, excess, held);
        return pair.Attempts >= Options.RescueLimitAttempts
            ? new RescueOrder(RescueRung.UnwindAtMarket, role, purpose, instrument, side, quantity, null, ReduceOnly: true)
            : Reduce(RescueRung.Unwind, role, purpose, instrument, side, quantity, Band(pair));
    }

    /// <summary>
    /// What the leg ahead can take off to be no longer ahead. Where its lot is coarser than the excess it takes off more, and
    /// the other leg, now ahead by less than that lot, follows in its own: each step makes the pair smaller, so it ends. What one
    /// order cannot have is the next one's.
    /// </summary>
    private static Quantity Reducible(Instrument instrument, Quantity excess, Quantity held)
    {
        Quantity rounded = instrument.Lot.RoundUp(excess);
        Quantity orderable = rounded >= instrument.MinQuantity ? rounded : instrument.MinQuantity;
        return instrument.OneOrderOf(Quantity.Min(orderable, held));
    }

    /// <summary>A hedge, if completing is expected to cost less than taking off.</summary>
    private RescueOrder? TryComplete(PairState pair, LegRole behind, Side side, InstrumentState? aheadSide, InstrumentState behindSide, Quantity excess)
    {
        RescueOrder? hedge = Complete(pair, behind, side, behindSide, excess);
        if (hedge is null || aheadSide is null)
        {
            return hedge;
        }

        DepthView l = (behind == LegRole.Short ? aheadSide : behindSide).Depth!;
        DepthView s = (behind == LegRole.Short ? behindSide : aheadSide).Depth!;
        // Completing pays three more fees, keeps the gap as it is now and pays the way out later; taking off pays one fee and
        // the spread of the leg ahead now. What the filled leg has cost is spent either way.
        decimal keepBps = EdgeCalculator.GrossBps(l, s) - (EdgeCalculator.RoundTripFeesBps(l, s) / 2m)
            - behindSide.Instrument.Fees.Taker.Bps - SpreadBps(l) - SpreadBps(s);
        decimal giveUpBps = -aheadSide.Instrument.Fees.Taker.Bps - SpreadBps(aheadSide.Depth!);
        return keepBps >= giveUpBps ? hedge : null;
    }

    private RescueOrder? Complete(PairState pair, LegRole behind, Side side, InstrumentState behindSide, Quantity excess)
    {
        Quantity quantity = behindSide.Orderable(side, excess);
        return quantity.IsZero
            ? null
            : new RescueOrder(
                RescueRung.Complete, behind, OrderPurpose.Hedge, behindSide, side, quantity, LimitAt(behindSide, side, quantity, Band(pair)), ReduceOnly: false);
    }

    private RescueOrder? OnThirdVenue(PairState pair, Side side, Quantity excess)
    {
        if (pair.UnsettledOf(LegRole.Third) is not null || thirdVenue.Find(pair, side, excess) is not { } third)
        {
            return null;
        }

        Quantity quantity = third.Orderable(side, excess);
        return new RescueOrder(
            RescueRung.ThirdVenue, LegRole.Third, OrderPurpose.Hedge, third, side, quantity, LimitAt(third, side, quantity, Options.ThirdVenueBandBps), ReduceOnly: false);
    }

    private static RescueOrder Reduce(
        RescueRung? rung, LegRole leg, OrderPurpose purpose, InstrumentState instrument, Side side, Quantity quantity, decimal capBps) =>
        new(rung, leg, purpose, instrument, side, quantity, LimitAt(instrument, side, quantity, capBps), ReduceOnly: true);

    private static Price LimitAt(InstrumentState instrument, Side side, Quantity quantity, decimal capBps)
    {
        DepthWalk walk = instrument.Depth!.Walk(side, quantity);
        decimal worst = walk.WorstPrice > 0m ? walk.WorstPrice : instrument.Depth.Touch(side).Value;
        // Never below a tenth of the price, however many attempts there were, nor below one tick.
        decimal fraction = Math.Min(capBps / BpsPerUnit, 0.9m) * side.Sign();
        return instrument.Instrument.Tick.RoundMarketable(new Price(worst).MovedBy(new Rate(fraction)), side);
    }

    /// <summary>Doubles with each attempt up to the last rung, basis points.</summary>
    private decimal Band(PairState pair) => Options.RescueBandBps * (1 << Math.Min(pair.Attempts, Options.RescueLimitAttempts));

    private static decimal SpreadBps(DepthView view) =>
        (view.BestAsk.Value - view.BestBid.Value) * BpsPerUnit / view.BestAsk.Value;
}
