using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Venues;

/// <summary>
/// Whether an order fits its instrument's steps. What does not is refused before it is sent: a venue may round such an order by
/// itself, and then something else is traded than was decided and written down.
/// </summary>
public static class OrderFit
{
    /// <returns>Why it does not fit; null when it does.</returns>
    public static VenueRefusal? Check(OrderIntent intent, Instrument instrument)
    {
        if (intent.Quantity.IsZero || !instrument.Lot.Divides(intent.Quantity))
        {
            return Refuse($"quantity {intent.Quantity} is not a whole number of lots of {WireNumber.Format(instrument.Lot.Value)}");
        }

        return intent.LimitPrice is { } limit && limit.Value % instrument.Tick.Value != 0m
            ? Refuse($"price {limit} is not a whole number of ticks of {WireNumber.Format(instrument.Tick.Value)}")
            : null;
    }

    private static VenueRefusal Refuse(string why) => new(RefusalKind.InvalidRequest, "", why);
}
