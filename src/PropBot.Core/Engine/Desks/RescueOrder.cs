using PropBot.Core.Engine.State;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>One order that makes a pair more equal or flatter.</summary>
/// <param name="Rung">Where on the ladder it stands; null for the closing orders of an equal pair.</param>
/// <param name="Limit">Null for the last rung, a market order.</param>
internal sealed record RescueOrder(
    RescueRung? Rung, LegRole Leg, OrderPurpose Purpose, InstrumentState Instrument, Side Side, Quantity Quantity, Price? Limit, bool ReduceOnly)
{
    /// <summary>True when a complete fill leaves every leg flat.</summary>
    public bool LeavesFlat(PairRecord record)
    {
        foreach (LegRole role in record.Roles)
        {
            decimal left = role == Leg ? Quantity.Value : 0m;
            if (Math.Abs(record.Leg(role).SignedQuantity) != left)
            {
                return false;
            }
        }

        return true;
    }
}
