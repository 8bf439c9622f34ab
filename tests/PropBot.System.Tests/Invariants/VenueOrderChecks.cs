using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.SystemTests.Crash;

namespace PropBot.SystemTests.Invariants;

/// <summary>Every order that a client has at the venues is the one intent that a ledger has of it.</summary>
internal static class VenueOrderChecks
{
    public static IEnumerable<string> EachHasOneIntent(IReadOnlyDictionary<ClientOrderId, OrderRecord> ledger, VenueBooks venues)
    {
        foreach (IGrouping<string, VenueOrder> orders in venues.Orders.Where(o => o.IsClients).GroupBy(o => o.ClientOrderId))
        {
            VenueOrder theirs = orders.First();
            if (orders.Count() > 1)
            {
                yield return $"order {theirs.ClientOrderId} is {orders.Count()} times at the venues";
            }

            if (!ledger.TryGetValue(new ClientOrderId(theirs.ClientOrderId), out OrderRecord? ours))
            {
                yield return $"order {theirs.ClientOrderId} is at {theirs.Instrument} and has no intent in the ledger";
            }
            else if (!IsAsIntended(theirs, ours.Intent))
            {
                yield return $"order {theirs.ClientOrderId} at the venue is not the one that was intended: {theirs}, {ours.Intent}";
            }
        }

        if (venues.RepeatedClientOrderIds > 0)
        {
            yield return $"{venues.RepeatedClientOrderIds} orders came to a venue under a client order id that had come before";
        }
    }

    private static bool IsAsIntended(VenueOrder theirs, OrderIntent intent) =>
        theirs.Instrument == intent.Instrument && theirs.Side == intent.Side && theirs.Quantity == intent.Quantity.Value
        && theirs.Type == intent.Type && theirs.Price == intent.LimitPrice?.Value && theirs.ReduceOnly == intent.ReduceOnly;
}
