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
    /// The instrument with the best price after its fee that can take the whole excess in its lot; the pair's third leg once it has
    /// one. Null when there is none that can be reached, or only one on which another pair holds the other direction or is about to: the
    /// two would net out at the venue.
    /// </summary>
    public InstrumentState? Find(PairState pair, Side side, Quantity excess)
    {
        InstrumentState? best = null;
        decimal bestPrice = 0m;
        foreach (InstrumentState candidate in Siblings(pair.Record.Symbol))
        {
            if (!IsOutside(pair.Record, candidate) || !CanTake(candidate) || IsHeldAgainst(candidate.Instrument.Id, side)
                || candidate.Orderable(side, excess).IsZero)
            {
                continue;
            }

            decimal price = candidate.Depth!.Touch(side).Value * (1m + (side.Sign() * candidate.Instrument.Fees.Taker.Value));
            if (best is null || price * side.Sign() < bestPrice * side.Sign())
            {
                best = candidate;
                bestPrice = price;
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

    private static bool IsHedgingAgainst(TrackedOrder order, InstrumentId id, Side side) =>
        !order.IsSettled && order.Intent.Instrument == id && order.Intent.Side != side
        && order.Intent.Purpose is OrderPurpose.Open or OrderPurpose.Hedge;

    private bool IsHeldAgainst(InstrumentId id, Side side)
    {
        foreach (PairState pair in state.Pairs)
        {
            if (pair.Record.HeldOn(id) * side.Sign() < 0m || pair.Orders.Exists(o => IsHedgingAgainst(o, id, side)))
            {
                return true;
            }
        }

        return false;
    }
}
