using PropBot.Core.Costs;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>
/// Prices the orders that hedge, unwind and close. The ladder for an unequal pair: complete the leg that fell behind while that
/// is cheaper than giving up, else take off what is too much; each attempt reaches further, the last is a market order.
/// </summary>
internal sealed class RescuePlanner(EngineState state)
{
    private const decimal BpsPerUnit = 10_000m;

    /// <summary>Repeated refusals widen a close no further than this, basis points: it is equal and can wait for a better book.</summary>
    private const decimal WidestCloseBps = 100m;

    /// <summary>Both closing orders of an equal pair; null while one of the venues cannot take its order.</summary>
    public IReadOnlyList<RescueOrder>? PlanClose(PairState pair)
    {
        PairRecord record = pair.Record;
        InstrumentState? l = Reachable(record.Long.Instrument);
        InstrumentState? s = Reachable(record.Short.Instrument);
        if (l is null || s is null)
        {
            return null;
        }

        decimal cap = Math.Min(state.Options.Execution.CloseSlippageCapBps * (pair.Attempts + 1), WidestCloseBps);
        return
        [
            Reduce(LegRole.Long, OrderPurpose.Close, l, Side.Sell, new Quantity(record.Long.SignedQuantity), cap),
            Reduce(LegRole.Short, OrderPurpose.Close, s, Side.Buy, new Quantity(-record.Short.SignedQuantity), cap),
        ];
    }

    /// <summary>The next order for an unequal pair; null while no venue can take one.</summary>
    public RescueOrder? PlanRescue(PairState pair)
    {
        PairRecord record = pair.Record;
        // A positive imbalance: the long leg holds more. The leg that holds more in its own direction is the one ahead.
        LegRole ahead = record.Imbalance > 0m ? LegRole.Long : LegRole.Short;
        var excess = new Quantity(Math.Abs(record.Imbalance));
        InstrumentState? aheadSide = Reachable(record.Leg(ahead).Instrument);
        InstrumentState? behindSide = Reachable(record.Leg(Other(ahead)).Instrument);
        bool isLastRung = pair.Attempts >= state.Options.Execution.RescueLimitAttempts;
        // What the venue took is not bought back: its margin did not suffice, or it wanted the position gone.
        bool wasTaken = record.Leg(Other(ahead)).ForcedQuantity > 0m;
        if (!pair.WantsFlat && !wasTaken && behindSide is not null && !isLastRung
            && TryHedge(pair, ahead, aheadSide, behindSide, excess) is { } hedge)
        {
            return hedge;
        }

        decimal held = Math.Abs(record.Leg(ahead).SignedQuantity);
        if (aheadSide is not null && held > 0m)
        {
            Side side = ahead == LegRole.Long ? Side.Sell : Side.Buy;
            OrderPurpose purpose = pair.WantsFlat ? OrderPurpose.Close : OrderPurpose.Unwind;
            Quantity quantity = Reducible(aheadSide.Instrument, excess, new Quantity(held));
            return isLastRung
                ? new RescueOrder(ahead, purpose, aheadSide, side, quantity, null, ReduceOnly: true)
                : Reduce(ahead, purpose, aheadSide, side, quantity, Band(pair));
        }

        // The venue that holds too much cannot be reached: complete the other leg at whatever band is reached by now.
        return behindSide is null ? null : Hedge(pair, ahead, behindSide, excess);
    }

    /// <summary>
    /// What the leg ahead can take off to be no longer ahead. Where its lot is coarser than the excess it takes off more, and
    /// the other leg, now ahead by less than that lot, follows in its own: each step makes the pair smaller, so it ends.
    /// </summary>
    private static Quantity Reducible(Instrument instrument, Quantity excess, Quantity held)
    {
        Quantity rounded = instrument.Lot.RoundUp(excess);
        Quantity orderable = rounded >= instrument.MinQuantity ? rounded : instrument.MinQuantity;
        return Quantity.Min(orderable, held);
    }

    /// <summary>A hedge, if completing is expected to cost less than taking off.</summary>
    private RescueOrder? TryHedge(PairState pair, LegRole ahead, InstrumentState? aheadSide, InstrumentState behindSide, Quantity excess)
    {
        RescueOrder? hedge = Hedge(pair, ahead, behindSide, excess);
        if (hedge is null || aheadSide is null)
        {
            return hedge;
        }

        DepthView l = (ahead == LegRole.Long ? aheadSide : behindSide).Depth!;
        DepthView s = (ahead == LegRole.Long ? behindSide : aheadSide).Depth!;
        // Completing pays three more fees, keeps the gap as it is now and pays the way out later; taking off pays one fee and
        // the spread of the leg ahead now. What the filled leg has cost is spent either way.
        decimal keepBps = EdgeCalculator.GrossBps(l, s) - (EdgeCalculator.RoundTripFeesBps(l, s) / 2m)
            - behindSide.Instrument.Fees.Taker.Bps - SpreadBps(l) - SpreadBps(s);
        decimal giveUpBps = -aheadSide.Instrument.Fees.Taker.Bps - SpreadBps(aheadSide.Depth!);
        return keepBps >= giveUpBps ? hedge : null;
    }

    private RescueOrder? Hedge(PairState pair, LegRole ahead, InstrumentState behindSide, Quantity excess)
    {
        Instrument instrument = behindSide.Instrument;
        Side side = ahead == LegRole.Long ? Side.Sell : Side.Buy;
        Quantity quantity = instrument.Lot.RoundDown(excess);
        Price touch = behindSide.Depth!.Touch(side);
        if (quantity.IsZero || quantity < instrument.MinQuantity || touch * quantity < instrument.MinNotional)
        {
            return null;
        }

        return new RescueOrder(Other(ahead), OrderPurpose.Hedge, behindSide, side, quantity, LimitAt(behindSide, side, quantity, Band(pair)), ReduceOnly: false);
    }

    private static RescueOrder Reduce(LegRole leg, OrderPurpose purpose, InstrumentState instrument, Side side, Quantity quantity, decimal capBps) =>
        new(leg, purpose, instrument, side, quantity, LimitAt(instrument, side, quantity, capBps), ReduceOnly: true);

    private static Price LimitAt(InstrumentState instrument, Side side, Quantity quantity, decimal capBps)
    {
        DepthWalk walk = instrument.Depth!.Walk(side, quantity);
        decimal worst = walk.WorstPrice > 0m ? walk.WorstPrice : instrument.Depth.Touch(side).Value;
        // Never below a tenth of the price, however many attempts there were.
        decimal fraction = Math.Min(capBps / BpsPerUnit, 0.9m) * side.Sign();
        return instrument.Instrument.Tick.RoundMarketable(new Price(worst).MovedBy(new Rate(fraction)), side);
    }

    /// <summary>Doubles with each attempt up to the last rung, basis points.</summary>
    private decimal Band(PairState pair) =>
        state.Options.Execution.RescueBandBps * (1 << Math.Min(pair.Attempts, state.Options.Execution.RescueLimitAttempts));

    private InstrumentState? Reachable(InstrumentId id) =>
        state.Instruments.TryGetValue(id, out InstrumentState? instrument)
        && instrument.HasPrices
        && state.Venues[id.Venue].Link != VenueLink.Down
            ? instrument
            : null;

    private static decimal SpreadBps(DepthView view) =>
        (view.BestAsk.Value - view.BestBid.Value) * BpsPerUnit / view.BestAsk.Value;

    private static LegRole Other(LegRole role) => role == LegRole.Long ? LegRole.Short : LegRole.Long;
}
