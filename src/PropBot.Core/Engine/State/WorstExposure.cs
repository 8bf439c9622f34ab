using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>
/// What every active pair holds and may come to hold, leg by leg: a pair that is being opened up to its target, and whatever its orders may
/// still fill. A quantity counts from the moment its intent is decided.
/// </summary>
internal static class WorstExposure
{
    public static void Fill(this DeskExposure exposure, EngineState state)
    {
        exposure.Clear();
        foreach (PairState pair in state.Pairs)
        {
            LegExposure? third = pair.Record.Third is null ? null : Of(state, pair, LegRole.Third);
            exposure.Add(pair.Record, Of(state, pair, LegRole.Long), Of(state, pair, LegRole.Short), third);
        }
    }

    /// <summary>What a pair counts at a venue, quote units.</summary>
    public static decimal NotionalOn(EngineState state, PairState pair, VenueId venue)
    {
        decimal sum = 0m;
        foreach (LegRole role in pair.Record.Roles)
        {
            sum += pair.Record.Leg(role).Instrument.Venue == venue ? Of(state, pair, role).Notional : 0m;
        }

        return sum;
    }

    private static LegExposure Of(EngineState state, PairState pair, LegRole role)
    {
        PairRecord record = pair.Record;
        LegRecord leg = record.Leg(role);
        decimal held = leg.SignedQuantity;
        decimal highest = held;
        decimal lowest = held;
        foreach (TrackedOrder order in pair.Orders)
        {
            if (order.Intent.Leg == role && !order.IsSettled)
            {
                decimal left = order.MayStillFill.Value;
                if (order.Intent.Side == Side.Buy)
                {
                    highest += left;
                }
                else
                {
                    lowest -= left;
                }
            }
        }

        // The follower of a lead that fills, and the leg that a rescue completes, have no order yet.
        bool mayGrow = record.CloseReason is null && record.Status is PairStatus.Opening or PairStatus.Partial;
        if (mayGrow && role == LegRole.Long)
        {
            highest = Math.Max(highest, record.TargetQuantity.Value);
        }
        else if (mayGrow && role == LegRole.Short)
        {
            lowest = Math.Min(lowest, -record.TargetQuantity.Value);
        }

        decimal price = state.Instruments.TryGetValue(leg.Instrument, out InstrumentState? known) && known.Valuation is { } mark
            ? mark
            : PriceWithoutBook(pair, leg);
        return new LegExposure(leg.Instrument, held, highest, lowest, price);
    }

    /// <summary>Before the first book after a start: what it was built at, or what its orders were decided at.</summary>
    private static decimal PriceWithoutBook(PairState pair, LegRecord leg)
    {
        decimal price = OpenExposure.EntryPrice(leg);
        for (int i = 0; price == 0m && i < pair.Orders.Count; i++)
        {
            price = pair.Orders[i].Intent.ReferencePrice.Value;
        }

        return price;
    }
}
