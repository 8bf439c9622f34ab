using PropBot.Core.Execution;
using PropBot.Core.Instruments;

namespace PropBot.Venues;

/// <summary>
/// What a venue would refuse anyway, refused before a request is made. Nothing is rounded here: the decided quantity is the
/// pair's, and another one would leave its legs unequal.
/// </summary>
public static class OrderFilters
{
    /// <returns>The refusal with the value and the step; null when the order may be sent.</returns>
    public static VenueOutcome.Refused? Refuse(OrderIntent intent, Instrument instrument) => Fault(intent, instrument) is { } fault
        ? new VenueOutcome.Refused(new VenueRefusal(RefusalKind.InvalidRequest, "not_sent", fault))
        : null;

    private static string? Fault(OrderIntent intent, Instrument instrument)
    {
        if (intent.Quantity.IsZero || !instrument.Lot.Divides(intent.Quantity))
        {
            return $"quantity {intent.Quantity} of {instrument.Id} is not a multiple of the lot {instrument.Lot.Value}";
        }

        if (intent.Type == OrderType.Market)
        {
            return intent.LimitPrice is { } useless ? $"a market order has no price, {useless} was given" : null;
        }

        return intent.LimitPrice is not { } price ? "a limit order needs a price"
            : price.Value % instrument.Tick.Value != 0m ? $"price {price} of {instrument.Id} is not a multiple of the tick {instrument.Tick.Value}"
            : null;
    }
}
