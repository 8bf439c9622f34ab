using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Binance;

/// <summary>The parameters of orders. Source: developers.binance.com, USDⓈ-M Futures, New Order, read 2026-11-22.</summary>
internal static class BinanceOrderForm
{
    private static readonly string[] ConditionalTypes = ["STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"];

    /// <summary>An order as asked for; null with the error noted.</summary>
    public static OrderRequest? Read(BinanceParameters parameters, BinanceInstruments instruments, out Instrument? instrument)
    {
        instrument = instruments.Mandatory(parameters)?.Instrument;
        Side side = ReadSide(parameters);
        OrderType type = ReadType(parameters);
        PositionSide positionSide = ReadPositionSide(parameters);
        TimeInForce timeInForce = ReadTimeInForce(parameters, type);
        decimal quantity = parameters.MandatoryDecimal("quantity");
        decimal? price = ReadPrice(parameters, type);
        bool reduceOnly = parameters.Flag("reduceOnly");
        string? clientId = ReadClientId(parameters, "newClientOrderId");
        SelfTradeRule selfTrade = ReadSelfTrade(parameters, type, timeInForce);
        RefuseWhatIsNotSimulated(parameters);
        if (instrument is null || parameters.Error is not null)
        {
            return null;
        }

        CheckPlaces(parameters, instrument, quantity, price);
        return new OrderRequest
        {
            Symbol = instrument.Id.Symbol,
            ClientOrderId = clientId,
            Side = side,
            PositionSide = positionSide,
            Type = type,
            TimeInForce = timeInForce,
            Quantity = quantity,
            Price = price,
            ReduceOnly = reduceOnly,
            SelfTrade = selfTrade,
        };
    }

    /// <summary>Whether the answer shows the order as it became (RESULT) or as it was accepted (ACK, the default).</summary>
    public static bool ShowsResult(BinanceParameters parameters)
    {
        switch (parameters.Text("newOrderRespType"))
        {
            case null or "" or "ACK":
                return false;
            case "RESULT":
                return true;
            default:
                parameters.Fail(BinanceError.InvalidValue("newOrderRespType"));
                return false;
        }
    }

    /// <summary>Which order is meant.</summary>
    public static OrderKey ReadKey(BinanceParameters parameters)
    {
        long? orderId = parameters.Number("orderId");
        string? clientId = parameters.Text("origClientOrderId");
        if (orderId is null && string.IsNullOrEmpty(clientId))
        {
            parameters.Fail(new BinanceError(-1102, "Either 'origClientOrderId' or 'orderId' must be sent"));
        }

        return new OrderKey(orderId, clientId);
    }

    public static void CheckPlaces(BinanceParameters parameters, Instrument instrument, decimal quantity, decimal? price)
    {
        if (quantity <= 0m)
        {
            parameters.Fail(BinanceError.QuantityNotPositive);
        }
        else if (HasMorePlaces(quantity, instrument.QuantityScale) || (price is { } limit && HasMorePlaces(limit, instrument.PriceScale)))
        {
            parameters.Fail(BinanceError.BadPrecision);
        }
    }

    public static Side ReadSide(BinanceParameters parameters)
    {
        switch (parameters.MandatoryText("side"))
        {
            case "BUY":
                return Side.Buy;
            case "SELL":
                return Side.Sell;
            default:
                parameters.Fail(BinanceError.BadSide);
                return Side.Buy;
        }
    }

    private static OrderType ReadType(BinanceParameters parameters)
    {
        string type = parameters.MandatoryText("type");
        switch (type)
        {
            case "LIMIT":
                return OrderType.Limit;
            case "MARKET":
                return OrderType.Market;
            default:
                parameters.Fail(ConditionalTypes.Contains(type) ? BinanceError.UseAlgoOrders : BinanceError.BadOrderType);
                return OrderType.Limit;
        }
    }

    /// <summary>BOTH is the default and the one of one-way mode.</summary>
    public static PositionSide ReadPositionSide(BinanceParameters parameters)
    {
        switch (parameters.Text("positionSide"))
        {
            case null or "" or "BOTH":
                return PositionSide.Net;
            case "LONG":
                return PositionSide.Long;
            case "SHORT":
                return PositionSide.Short;
            default:
                parameters.Fail(BinanceError.InvalidValue("positionSide"));
                return PositionSide.Net;
        }
    }

    private static TimeInForce ReadTimeInForce(BinanceParameters parameters, OrderType type)
    {
        if (type == OrderType.Market)
        {
            if (parameters.Has("timeInForce"))
            {
                parameters.Fail(BinanceError.NotRequired("timeinforce"));
            }

            return TimeInForce.Ioc;
        }

        switch (parameters.MandatoryText("timeInForce"))
        {
            case "GTC":
                return TimeInForce.Gtc;
            case "IOC":
                return TimeInForce.Ioc;
            case "FOK":
                return TimeInForce.Fok;
            case "GTX":
                return TimeInForce.PostOnly;
            default:
                parameters.Fail(BinanceError.BadTimeInForce);
                return TimeInForce.Gtc;
        }
    }

    /// <summary>
    /// Self-trade prevention is mandatory since 2024-12-10: <c>NONE</c> is refused, and what an order does not say is EXPIRE_MAKER. The mode
    /// counts for IOC, GTC and GTD alone. Sources: announcement of mandatory STP on Futures; New Order; read 2026-11-30.
    /// </summary>
    private static SelfTradeRule ReadSelfTrade(BinanceParameters parameters, OrderType type, TimeInForce timeInForce)
    {
        SelfTradeRule rule = SelfTradeRule.CancelMaker;
        switch (parameters.Text("selfTradePreventionMode"))
        {
            case null or "" or "EXPIRE_MAKER":
                break;
            case "EXPIRE_TAKER":
                rule = SelfTradeRule.CancelTaker;
                break;
            case "EXPIRE_BOTH":
                rule = SelfTradeRule.CancelBoth;
                break;
            default:
                parameters.Fail(BinanceError.InvalidValue("selfTradePreventionMode"));
                break;
        }

        return type == OrderType.Limit && timeInForce is TimeInForce.Ioc or TimeInForce.Gtc ? rule : SelfTradeRule.CancelMaker;
    }

    private static decimal? ReadPrice(BinanceParameters parameters, OrderType type)
    {
        if (type == OrderType.Limit)
        {
            return parameters.MandatoryDecimal("price");
        }

        if (parameters.Has("price"))
        {
            parameters.Fail(BinanceError.NotRequired("price"));
        }

        return null;
    }

    private static string? ReadClientId(BinanceParameters parameters, string name)
    {
        string? text = parameters.Text(name);
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        if (text.Length > 36)
        {
            parameters.Fail(BinanceError.ClientIdTooLong);
        }
        else if (!text.All(IsLegalInClientId))
        {
            parameters.Fail(BinanceError.IllegalCharacters(name, @"^[\.A-Z\:/a-z0-9_-]{1,36}$"));
        }

        return text;
    }

    private static void RefuseWhatIsNotSimulated(BinanceParameters parameters)
    {
        foreach (string name in (string[])["stopPrice", "activationPrice", "callbackRate", "priceMatch", "goodTillDate"])
        {
            if (parameters.Has(name))
            {
                parameters.Fail(BinanceError.NotRequired(name));
            }
        }

        if (parameters.Flag("closePosition"))
        {
            parameters.Fail(BinanceError.NotRequired("closePosition"));
        }
    }

    private static bool HasMorePlaces(decimal value, int places) => decimal.Round(value, places, MidpointRounding.ToZero) != value;

    private static bool IsLegalInClientId(char c) => char.IsAsciiLetterOrDigit(c) || c is '.' or ':' or '/' or '_' or '-';
}
