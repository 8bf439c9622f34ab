using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks.Sweeping;

/// <summary>What would have to be taken off now, leg by leg, and what that is expected to cost. Changes nothing.</summary>
internal sealed class SweepPlanner(EngineState state)
{
    /// <summary>Every leg that is held, and what the venues' last statements hold beyond our books.</summary>
    public IReadOnlyList<SweepLeg> Plan()
    {
        var legs = new List<SweepLeg>();
        foreach (PairState pair in state.Pairs)
        {
            foreach (LegRole role in pair.Record.Roles)
            {
                if (pair.Record.Leg(role).SignedQuantity != 0m)
                {
                    legs.Add(LegOf(pair, role));
                }
            }
        }

        foreach (VenueState venue in state.Venues.Values)
        {
            foreach (VenueResidual residual in VenueResidual.All(state, venue.Account?.Positions ?? []))
            {
                if (residual.IsBeyond)
                {
                    legs.Add(LegOf(residual));
                }
            }
        }

        return legs;
    }

    /// <summary>A leg of a pair as it is now.</summary>
    public SweepLeg LegOf(PairState pair, LegRole role)
    {
        LegRecord leg = pair.Record.Leg(role);
        bool isLong = leg.SignedQuantity > 0m || (leg.SignedQuantity == 0m && role == LegRole.Long);
        return Estimated(new SweepLeg
        {
            Pair = pair.Record.Id,
            Role = role,
            Instrument = leg.Instrument,
            IsAdopted = pair.Record.IsAdopted,
            Side = isLong ? Side.Sell : Side.Buy,
            Quantity = Math.Abs(leg.SignedQuantity),
            Remaining = Math.Abs(leg.SignedQuantity),
            Before = leg,
            FirstStep = pair.Record.IsAdopted ? 0 : pair.Record.Steps,
        });
    }

    private SweepLeg LegOf(VenueResidual residual) => Estimated(new SweepLeg
    {
        Pair = null,
        Role = residual.Quantity > 0m ? LegRole.Long : LegRole.Short,
        Instrument = residual.Instrument,
        IsAdopted = true,
        Side = residual.Quantity > 0m ? Side.Sell : Side.Buy,
        Quantity = Math.Abs(residual.Quantity),
        Remaining = Math.Abs(residual.Quantity),
        Before = new LegRecord { Instrument = residual.Instrument },
    });

    private SweepLeg Estimated(SweepLeg leg)
    {
        if (!state.Instruments.TryGetValue(leg.Instrument, out InstrumentState? instrument))
        {
            return leg;
        }

        return instrument.HasPrices
            ? leg with { ReferencePrice = instrument.Depth!.Mid.Value, EstimatedCost = CostOf(leg, instrument.Instrument, instrument.Depth) }
            : leg with { ReferencePrice = instrument.Valuation };
    }

    /// <summary>Null when the shown depth does not suffice.</summary>
    private static decimal? CostOf(SweepLeg leg, Instrument instrument, DepthView depth)
    {
        DepthWalk walk = depth.Walk(leg.Side, new Quantity(leg.Quantity));
        if (walk.Filled < leg.Quantity)
        {
            return null;
        }

        decimal slippage = ((leg.Quantity * depth.Mid.Value) - walk.Notional) * -leg.Side.Sign();
        return slippage + (walk.Notional * instrument.Fees.Taker.Value);
    }
}
