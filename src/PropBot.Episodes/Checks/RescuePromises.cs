using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Episodes.Checks;

/// <summary>What keeps or reduces risk does so: by side and by quantity, against what is written of its pair.</summary>
internal sealed class RescuePromises(LedgerProjection ledger)
{
    /// <summary>So many orders a pair may need in the worst of episodes; a venue is not flooded.</summary>
    private const int MostSteps = 150;

    public void CheckOrder(OrderIntent intent)
    {
        PairRecord pair = ledger.Pairs[intent.Pair];
        Promise.Kept(pair.Steps <= MostSteps, "flooded", $"{pair.Id} has had {pair.Steps} orders");
        CheckInFlight(intent, pair);
        decimal change = intent.Quantity.Value * intent.Side.Sign();
        // A third leg is written with the event that sends its first order.
        decimal held = intent.Leg == LegRole.Third && pair.Third is null ? 0m : pair.Leg(intent.Leg).SignedQuantity;
        switch (intent.Purpose)
        {
            case OrderPurpose.Open:
                Promise.Kept(
                    intent.Quantity <= pair.TargetQuantity && held + change is var after && Math.Abs(after) <= pair.TargetQuantity.Value,
                    "over_hedge", $"{intent.ClientOrderId} opens {change} on {held} of {pair.TargetQuantity}");
                break;
            case OrderPurpose.Hedge:
                Promise.Kept(
                    Math.Abs(pair.Imbalance + change) < Math.Abs(pair.Imbalance), "over_hedge",
                    $"{intent.ClientOrderId} hedges {change} where {pair.Id} is unequal by {pair.Imbalance}");
                Promise.Kept(
                    Math.Abs(held + change) <= pair.TargetQuantity.Value, "over_hedge",
                    $"{intent.ClientOrderId} makes a leg of {held + change} where {pair.TargetQuantity} were wanted");
                break;
            default:
                Promise.Kept(
                    Math.Sign(held) == -Math.Sign(change) && Math.Abs(change) <= Math.Abs(held), "wrong_side",
                    $"{intent.ClientOrderId} takes {change} off a leg of {held}");
                Promise.Kept(intent.ReduceOnly || NetsOut(pair, intent, held), "wrong_side", $"{intent.ClientOrderId} takes off and is not reduce-only");
                break;
        }
    }

    /// <summary>A leg has one order at a time: while the outcome of one is open, a second could make it too much.</summary>
    private void CheckInFlight(OrderIntent intent, PairRecord pair)
    {
        foreach (OrderRecord other in ledger.OrdersOf(pair.Id))
        {
            bool isOpen = !other.Status.IsTerminal() || other.FilledQuantity < other.CumulativeQuantity;
            Promise.Kept(
                !isOpen || other.Intent.ClientOrderId == intent.ClientOrderId || other.Intent.Leg != intent.Leg, "rescues_in_flight",
                $"{intent.ClientOrderId} is sent while {other.Intent.ClientOrderId} of the same leg is {other.Status}");
        }
    }

    /// <summary>Another pair holds the other direction there, so the venue's net position may have nothing to reduce.</summary>
    private bool NetsOut(PairRecord pair, OrderIntent intent, decimal held) =>
        ledger.ActivePairs.Any(other => other.Id != pair.Id && other.HeldOn(intent.Instrument) * held < 0m);
}
