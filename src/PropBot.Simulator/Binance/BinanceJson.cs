using System.Text.Encodings.Web;
using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Trading;

namespace PropBot.Simulator.Binance;

/// <summary>How Binance writes what it writes: numbers as text with the places of their kind, times in milliseconds.</summary>
internal static class BinanceJson
{
    private const int MoneyPlaces = 8;

    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>At least this many places, more when the value has more: nothing is rounded away.</summary>
    public static string Text(decimal value, int places)
    {
        string text = WireNumber.Format(value);
        int point = text.IndexOf('.', StringComparison.Ordinal);
        int has = point < 0 ? 0 : text.Length - point - 1;
        return has >= places ? text : (point < 0 ? text + "." : text) + new string('0', places - has);
    }

    public static void WriteDecimal(this Utf8JsonWriter json, string name, decimal value, int places) =>
        json.WriteString(name, Text(value, places));

    /// <summary>Shortest form, as the user data stream has it.</summary>
    public static void WriteShort(this Utf8JsonWriter json, string name, decimal value) =>
        json.WriteString(name, WireNumber.Format(value));

    /// <summary>An amount of the settle asset.</summary>
    public static void WriteMoney(this Utf8JsonWriter json, string name, decimal value) =>
        json.WriteDecimal(name, value, MoneyPlaces);

    /// <summary>A quotient, which need not end: eight places.</summary>
    public static void WriteRounded(this Utf8JsonWriter json, string name, decimal value) =>
        json.WriteDecimal(name, decimal.Round(value, MoneyPlaces, MidpointRounding.AwayFromZero), MoneyPlaces);

    public static void WriteTime(this Utf8JsonWriter json, string name, DateTimeOffset time) =>
        json.WriteNumber(name, time == default ? 0 : time.ToUnixTimeMilliseconds());

    public static string Text(Side side) => side == Side.Buy ? "BUY" : "SELL";

    public static string Text(PositionSide side) => side switch
    {
        PositionSide.Long => "LONG",
        PositionSide.Short => "SHORT",
        _ => "BOTH",
    };

    public static string Text(OrderType type) => type == OrderType.Market ? "MARKET" : "LIMIT";

    public static string Text(TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.Ioc => "IOC",
        TimeInForce.Fok => "FOK",
        TimeInForce.PostOnly => "GTX",
        _ => "GTC",
    };

    public static string Text(SelfTradeRule rule) => rule switch
    {
        SelfTradeRule.CancelTaker => "EXPIRE_TAKER",
        SelfTradeRule.CancelBoth => "EXPIRE_BOTH",
        _ => "EXPIRE_MAKER",
    };

    /// <summary>A market order shows GTC, whatever it was sent with.</summary>
    public static string TimeInForceOf(SimulatedOrder order) =>
        order.Type == OrderType.Market ? "GTC" : Text(order.TimeInForce);

    public static string StatusOf(SimulatedOrder order) => order.Status switch
    {
        SimulatedOrderStatus.New => "NEW",
        SimulatedOrderStatus.PartiallyFilled => "PARTIALLY_FILLED",
        SimulatedOrderStatus.Filled => "FILLED",
        _ => order.EndReason switch
        {
            OrderEndReason.CancelledByClient or OrderEndReason.AmendedBelowFilled => "CANCELED",
            OrderEndReason.SelfTrade => "EXPIRED_IN_MATCH",
            _ => "EXPIRED",
        },
    };

    /// <summary>The order as REST shows it.</summary>
    /// <param name="withTime">Queries show when it was made, answers to a placement do not.</param>
    public static void WriteOrder(this Utf8JsonWriter json, SimulatedOrder order, Instrument instrument, bool withTime)
    {
        order = Shown(order, instrument);
        json.WriteNumber("orderId", order.OrderId);
        json.WriteString("symbol", instrument.NativeSymbol);
        json.WriteString("status", StatusOf(order));
        json.WriteString("clientOrderId", BinanceIds.ClientOrderIdOf(order));
        json.WriteDecimal("price", order.Price ?? 0m, instrument.PriceScale);
        json.WriteString("avgPrice", AveragePriceOf(order, instrument));
        json.WriteDecimal("origQty", order.Quantity, instrument.QuantityScale);
        json.WriteDecimal("executedQty", order.FilledQuantity, instrument.QuantityScale);
        if (!withTime)
        {
            json.WriteDecimal("cumQty", order.FilledQuantity, instrument.QuantityScale);
        }

        json.WriteDecimal("cumQuote", order.FilledNotional, instrument.PriceScale + instrument.QuantityScale);
        json.WriteString("timeInForce", TimeInForceOf(order));
        json.WriteString("type", Text(order.Type));
        json.WriteBoolean("reduceOnly", order.ReduceOnly);
        json.WriteBoolean("closePosition", false);
        json.WriteString("side", Text(order.Side));
        json.WriteString("positionSide", Text(order.PositionSide));
        json.WriteDecimal("stopPrice", 0m, instrument.PriceScale);
        json.WriteString("workingType", "CONTRACT_PRICE");
        json.WriteBoolean("priceProtect", false);
        json.WriteString("origType", Text(order.Type));
        json.WriteString("priceMatch", "NONE");
        json.WriteString("selfTradePreventionMode", Text(order.SelfTrade));
        json.WriteNumber("goodTillDate", 0);
        if (withTime)
        {
            json.WriteTime("time", order.CreatedAt);
        }

        json.WriteTime("updateTime", order.UpdatedAt);
    }

    /// <summary>Forced closes are shown as immediate limit orders at the price they got (example of User's Force Orders, read 2026-11-22).</summary>
    private static SimulatedOrder Shown(SimulatedOrder order, Instrument instrument) =>
        order.Origin is OrderOrigin.Liquidation or OrderOrigin.AutoDeleveraging
            ? order with
            {
                Type = OrderType.Limit,
                TimeInForce = TimeInForce.Ioc,
                Price = decimal.Round(order.AveragePrice, instrument.PriceScale, MidpointRounding.AwayFromZero),
            }
            : order;

    /// <summary>Three places more than a price.</summary>
    public static string AveragePriceOf(SimulatedOrder order, Instrument instrument)
    {
        int places = instrument.PriceScale + 3;
        return Text(decimal.Round(order.AveragePrice, places, MidpointRounding.AwayFromZero), places);
    }

    public static void WriteFill(this Utf8JsonWriter json, SimulatedFill fill, Instrument instrument)
    {
        json.WriteString("symbol", instrument.NativeSymbol);
        json.WriteNumber("id", fill.TradeId);
        json.WriteNumber("orderId", fill.OrderId);
        json.WriteString("side", Text(fill.Side));
        json.WriteDecimal("price", fill.Price, instrument.PriceScale);
        json.WriteDecimal("qty", fill.Quantity, instrument.QuantityScale);
        json.WriteMoney("realizedPnl", fill.RealizedPnl);
        json.WriteDecimal("quoteQty", fill.Price * fill.Quantity, instrument.PriceScale + instrument.QuantityScale);
        json.WriteMoney("commission", -fill.Fee);
        json.WriteString("commissionAsset", instrument.SettleAsset.Code);
        json.WriteTime("time", fill.Time);
        json.WriteString("positionSide", Text(fill.PositionSide));
        json.WriteBoolean("maker", fill.IsMaker);
        json.WriteBoolean("buyer", fill.Side == Side.Buy);
    }

    public static string IncomeTypeOf(BillType type) => type switch
    {
        BillType.RealizedPnl => "REALIZED_PNL",
        BillType.Fee => "COMMISSION",
        BillType.Funding => "FUNDING_FEE",
        BillType.LiquidationFee or BillType.InsuranceCover => "INSURANCE_CLEAR",
        _ => "TRANSFER",
    };
}
