using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>One order that makes a pair more equal or flatter.</summary>
/// <param name="Limit">Null for the last rung, a market order.</param>
internal sealed record RescueOrder(
    LegRole Leg, OrderPurpose Purpose, InstrumentState Instrument, Side Side, Quantity Quantity, Price? Limit, bool ReduceOnly)
{
    /// <summary>True when a complete fill leaves both legs flat.</summary>
    public bool LeavesFlat(PairRecord record)
    {
        LegRecord other = record.Leg(Leg == LegRole.Long ? LegRole.Short : LegRole.Long);
        return other.SignedQuantity == 0m && Math.Abs(record.Leg(Leg).SignedQuantity) == Quantity.Value;
    }
}
