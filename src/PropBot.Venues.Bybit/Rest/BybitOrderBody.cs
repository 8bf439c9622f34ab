using System.Text;
using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>
/// The bodies of order requests. Source: Bybit API v5, Place Order, Amend Order, Cancel Order, Cancel All Orders, read 2026-11-22. Only
/// limit orders carry a price and a time in force, a market order is IOC by itself.
/// </summary>
internal static class BybitOrderBody
{
    public const string Category = "linear";

    /// <summary>
    /// In hedge mode an order belongs to the long (1) or the short (2) position and must say when it makes it smaller (rule O10).
    /// </summary>
    public static string Place(OrderIntent intent, string nativeSymbol, PositionMode mode) => Write(json =>
    {
        json.WriteString("category", Category);
        json.WriteString("symbol", nativeSymbol);
        json.WriteString("side", intent.Side == Side.Buy ? "Buy" : "Sell");
        json.WriteString("orderType", intent.Type == OrderType.Market ? "Market" : "Limit");
        json.WriteString("qty", WireNumber.Format(intent.Quantity.Value));
        if (intent.Type == OrderType.Limit)
        {
            Price limit = intent.LimitPrice ?? throw new ArgumentException("a limit order needs a price", nameof(intent));
            json.WriteString("price", WireNumber.Format(limit.Value));
            json.WriteString("timeInForce", TimeInForceOf(intent.TimeInForce));
        }

        bool closesSide = mode == PositionMode.Hedge && intent.Side == (intent.Position == PositionSide.Long ? Side.Sell : Side.Buy);
        json.WriteNumber("positionIdx", mode == PositionMode.OneWay ? 0 : intent.Position == PositionSide.Long ? 1 : 2);
        json.WriteString("orderLinkId", intent.ClientOrderId.Value);
        if (intent.ReduceOnly || closesSide)
        {
            json.WriteBoolean("reduceOnly", true);
        }

        // Rule O12: what rests gives way, so that no hedge and no flatten ever does; an order that says nothing trades with our own.
        json.WriteString("smpType", "CancelMaker");
    });

    public static string Amend(OrderAmendment amendment, string nativeSymbol) => Write(json =>
    {
        json.WriteString("category", Category);
        json.WriteString("symbol", nativeSymbol);
        json.WriteString("orderLinkId", amendment.ClientOrderId.Value);
        json.WriteString("qty", WireNumber.Format(amendment.Quantity.Value));
        json.WriteString("price", WireNumber.Format(amendment.LimitPrice.Value));
    });

    public static string CancelAll(string nativeSymbol) => Write(json =>
    {
        json.WriteString("category", Category);
        json.WriteString("symbol", nativeSymbol);
    });

    public static string Cancel(string nativeSymbol, ClientOrderId clientOrderId) => Write(json =>
    {
        json.WriteString("category", Category);
        json.WriteString("symbol", nativeSymbol);
        json.WriteString("orderLinkId", clientOrderId.Value);
    });

    public static string Cancel(string nativeSymbol, VenueOrderId venueOrderId) => Write(json =>
    {
        json.WriteString("category", Category);
        json.WriteString("symbol", nativeSymbol);
        json.WriteString("orderId", venueOrderId.Value);
    });

    public static string Write(Action<Utf8JsonWriter> properties)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartObject();
            properties(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static string TimeInForceOf(TimeInForce timeInForce) => timeInForce switch
    {
        TimeInForce.Gtc => "GTC",
        TimeInForce.Ioc => "IOC",
        TimeInForce.Fok => "FOK",
        TimeInForce.PostOnly => "PostOnly",
        _ => throw new ArgumentException($"no time in force for {timeInForce}", nameof(timeInForce)),
    };
}
