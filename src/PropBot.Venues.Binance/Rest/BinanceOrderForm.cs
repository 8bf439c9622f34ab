using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Venues.Binance.Rest;

/// <summary>
/// An order's parameters (rule O1). In hedge mode an order names its position side and must not carry <c>reduceOnly</c> (-1106): a
/// sell of the long side makes it smaller by itself, and the venue refuses more than there is (rule O7).
/// </summary>
internal static class BinanceOrderForm
{
    public static BinanceParameters Place(OrderIntent intent, Instrument instrument, PositionMode mode)
    {
        BinanceParameters parameters = BinanceParameters.Of(instrument).Add("side", ToWire(intent.Side));
        if (mode == PositionMode.Hedge)
        {
            parameters.Add("positionSide", intent.Position == PositionSide.Long ? "LONG" : "SHORT");
        }

        parameters
            .Add("type", intent.Type == OrderType.Market ? "MARKET" : "LIMIT")
            .Add("quantity", WireNumber.Format(intent.Quantity.Value));
        if (intent.Type == OrderType.Limit)
        {
            // A market order with timeInForce or price is refused (-1106).
            parameters.Add("timeInForce", ToWire(intent.TimeInForce)).Add("price", WireNumber.Format(intent.LimitPrice!.Value.Value));
        }

        if (intent.ReduceOnly && mode == PositionMode.OneWay)
        {
            parameters.Add("reduceOnly", "true");
        }

        // Rule O13: what rests gives way, so that no hedge and no flatten ever does.
        parameters.Add("selfTradePreventionMode", "EXPIRE_MAKER");
        return parameters.Add("newClientOrderId", intent.ClientOrderId.Value).Add("newOrderRespType", "RESULT");
    }

    /// <summary>Side, quantity and price are all mandatory (rule O9).</summary>
    public static BinanceParameters Amend(OrderAmendment amendment, Instrument instrument) => BinanceParameters
        .ById(instrument.NativeSymbol, amendment.ClientOrderId)
        .Add("side", ToWire(amendment.Side))
        .Add("quantity", WireNumber.Format(amendment.Quantity.Value))
        .Add("price", WireNumber.Format(amendment.LimitPrice.Value));

    private static string ToWire(Side side) => side == Side.Buy ? "BUY" : "SELL";

    private static string ToWire(TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.Gtc => "GTC",
        TimeInForce.Ioc => "IOC",
        TimeInForce.Fok => "FOK",
        TimeInForce.PostOnly => "GTX",
        _ => throw new ArgumentOutOfRangeException(nameof(timeInForce), timeInForce, "no such time in force"),
    };
}
