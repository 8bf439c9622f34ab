using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks.Sweeping;

/// <summary>A position by the venue's statement against what our books hold of it.</summary>
/// <param name="Side">Which position of the instrument; in hedge mode a long and a short stand beside each other.</param>
/// <param name="Theirs">Signed base units by the statement.</param>
/// <param name="Ours">Signed base units by our books.</param>
/// <param name="EntryPrice">The venue's, of its whole position; 0 when it holds nothing.</param>
internal readonly record struct VenueResidual(InstrumentId Instrument, PositionSide Side, decimal Theirs, decimal Ours, decimal EntryPrice)
{
    /// <summary>What the venue holds more than our books, signed.</summary>
    public decimal Quantity => Theirs - Ours;

    /// <summary>
    /// The venue holds something that no pair of ours does. When it holds less than our books, or the opposite, somebody has taken
    /// from our pairs: taking over that difference would only make the books agree, and an order for it would be wrong.
    /// </summary>
    public bool IsBeyond => Quantity != 0m && Theirs != 0m && Math.Sign(Quantity) == Math.Sign(Theirs) && Ours * Theirs >= 0m;

    /// <summary>Every position of the statement, and what our books hold of that venue's instruments and the statement does not.</summary>
    public static IEnumerable<VenueResidual> All(EngineState state, IReadOnlyList<PositionReport> positions)
    {
        foreach (PositionReport position in positions)
        {
            if (position.SignedQuantity != 0m)
            {
                decimal ours = HeldBy(state, position.Instrument, position.Side);
                yield return new VenueResidual(position.Instrument, position.Side, position.SignedQuantity, ours, position.EntryPrice);
            }
        }
    }

    /// <summary>What our books hold at a venue in instruments that its statement does not name.</summary>
    public static IEnumerable<VenueResidual> Missing(EngineState state, VenueId venue, IReadOnlyList<PositionReport> positions)
    {
        foreach (InstrumentState instrument in state.Instruments.Values)
        {
            InstrumentId id = instrument.Instrument.Id;
            decimal ours = id.Venue == venue ? state.PositionOf(id) : 0m;
            if (ours != 0m && !positions.Any(p => p.Instrument == id && p.SignedQuantity != 0m))
            {
                yield return new VenueResidual(id, PositionSide.Net, 0m, ours, 0m);
            }
        }
    }

    private static decimal HeldBy(EngineState state, InstrumentId id, PositionSide side)
    {
        if (side == PositionSide.Net)
        {
            return state.PositionOf(id);
        }

        decimal sum = 0m;
        foreach (PairState pair in state.Pairs)
        {
            foreach (LegRole role in pair.Record.Roles)
            {
                LegRecord leg = pair.Record.Leg(role);
                bool isOfSide = leg.SignedQuantity > 0m == (side == PositionSide.Long);
                sum += leg.Instrument == id && isOfSide ? leg.SignedQuantity : 0m;
            }
        }

        return sum;
    }
}
