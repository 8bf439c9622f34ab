using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>Where else a pair's excess can be hedged while neither of its own venues takes an order.</summary>
internal sealed class ThirdVenue(EngineState state)
{
    /// <summary>Another venue trades the symbol, whether it can be reached now or not.</summary>
    public bool IsThere(PairRecord record) => Siblings(record.Symbol).Exists(i => IsOutside(record, i));

    /// <summary>
    /// The instrument with the best price after its fee that can take of the excess what one order may have there; the pair's third leg once it has
    /// one. Null when there is none that can be reached, or only one on which an order of another pair is on its way in the other direction.
    /// One on which another pair holds the other direction is the last choice: the two net out at the venue, and each leg is taken off by our
    /// books, without the mark that it may only reduce where the venue shows too little.
    /// </summary>
    public InstrumentState? Find(PairState pair, Side side, Quantity excess)
    {
        InstrumentState? best = null;
        (bool Nets, decimal Cost) least = default;
        foreach (InstrumentState candidate in Siblings(pair.Record.Symbol))
        {
            InstrumentId id = candidate.Instrument.Id;
            if (!IsOutside(pair.Record, candidate) || !CanTake(candidate) || IsTradedAgainst(pair, id, side) || candidate.Orderable(side, excess).IsZero)
            {
                continue;
            }

            decimal price = candidate.Depth!.Touch(side).Value * (1m + (side.Sign() * candidate.Instrument.Fees.Taker.Value));
            (bool Nets, decimal Cost) found = (IsHeldAgainst(id, side), price * side.Sign());
            if (best is null || found.CompareTo(least) < 0)
            {
                (best, least) = (candidate, found);
            }
        }

        return best;
    }

    private List<InstrumentState> Siblings(Symbol symbol) => state.BySymbol.TryGetValue(symbol, out List<InstrumentState>? siblings) ? siblings : [];

    private static bool IsOutside(PairRecord record, InstrumentState candidate)
    {
        InstrumentId id = candidate.Instrument.Id;
        return record.Third is { } third ? third.Instrument == id : record.Long.Instrument != id && record.Short.Instrument != id;
    }

    private bool CanTake(InstrumentState candidate) =>
        state.Reachable(candidate.Instrument.Id) is not null
        && candidate.Instrument.Status == InstrumentStatus.Trading
        && state.Venues[candidate.Instrument.Id.Venue].Access != VenueAccess.Banned
        && state.RightOf(state.Venues[candidate.Instrument.Id.Venue]) == TradingRightStatus.Granted;

    /// <summary>
    /// An order of another pair that opens, hedges or takes off on the instrument has no certain end: what the venue will hold is not known, and
    /// one that may only reduce would be refused for what this hedge nets out.
    /// </summary>
    private bool IsTradedAgainst(PairState hedged, InstrumentId id, Side side)
    {
        foreach (PairState pair in state.Pairs)
        {
            if (pair != hedged && pair.Orders.Exists(o => !o.IsSettled && o.Intent.Instrument == id && (o.Intent.Side != side || o.Intent.ReduceOnly)))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsHeldAgainst(InstrumentId id, Side side)
    {
        foreach (PairState pair in state.Pairs)
        {
            if (pair.Record.HeldOn(id) * side.Sign() < 0m)
            {
                return true;
            }
        }

        return false;
    }
}
