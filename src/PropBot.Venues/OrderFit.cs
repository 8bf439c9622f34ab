using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Venues;

/// <summary>
/// Whether an order fits its instrument's steps and its account's mode. What does not is refused before it is sent: a venue may
/// round such an order by itself, or open what was meant to close, and then something else is traded than was decided and written
/// down. Nothing is rounded here either: the decided quantity is the pair's, and another one would leave its legs unequal.
/// </summary>
public static class OrderFit
{
    /// <returns>The refusal with the value and the step; null when the order may be sent.</returns>
    public static VenueOutcome.Refused? Refuse(OrderIntent intent, Instrument instrument, PositionMode mode) =>
        NotSent(Misfit(intent.Quantity, instrument) ?? PriceMisfit(intent, instrument) ?? ModeMisfit(intent, mode));

    /// <returns>The refusal with the value and the step; null when the amendment may be sent.</returns>
    public static VenueOutcome.Refused? Refuse(OrderAmendment amendment, Instrument instrument) =>
        NotSent(Misfit(amendment.Quantity, instrument) ?? Misfit(amendment.LimitPrice, instrument));

    private static string? Misfit(Quantity quantity, Instrument instrument) => quantity.IsZero || !instrument.Lot.Divides(quantity)
        ? $"quantity {quantity} of {instrument.Id} is not a whole number of lots of {WireNumber.Format(instrument.Lot.Value)}"
        : instrument.MaxQuantity is { } most && quantity > most && !instrument.Lot.RoundDown(most).IsZero
        ? $"quantity {quantity} of {instrument.Id} is more than the {most} that one order may have"
        : null;

    private static string? Misfit(Price price, Instrument instrument) => price.Value % instrument.Tick.Value != 0m
        ? $"price {price} of {instrument.Id} is not a whole number of ticks of {WireNumber.Format(instrument.Tick.Value)}"
        : null;

    private static string? PriceMisfit(OrderIntent intent, Instrument instrument) => (intent.Type, intent.LimitPrice) switch
    {
        (OrderType.Market, { } useless) => $"a market order has no price, {useless} was given",
        (OrderType.Market, null) => null,
        (_, { } price) => Misfit(price, instrument),
        (_, null) => "a limit order needs a price",
    };

    /// <summary>
    /// In hedge mode each leg is a position of its own, and Binance and OKX take no reduce-only flag then: the side alone says that
    /// a leg gets smaller. A reduce-only order on the wrong side would make it larger.
    /// </summary>
    private static string? ModeMisfit(OrderIntent intent, PositionMode mode)
    {
        Side reducing = intent.Position == PositionSide.Long ? Side.Sell : Side.Buy;
        return mode == PositionMode.Hedge && intent.ReduceOnly && intent.Side != reducing
            ? $"a reduce-only {intent.Side} cannot make the {intent.Position} side of {intent.Instrument} smaller"
            : null;
    }

    private static VenueOutcome.Refused? NotSent(string? misfit) => misfit is null
        ? null
        : new VenueOutcome.Refused(new VenueRefusal(RefusalKind.InvalidRequest, "not_sent", misfit));
}
