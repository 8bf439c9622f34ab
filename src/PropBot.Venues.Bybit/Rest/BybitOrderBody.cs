using System.Text;
using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>
/// The bodies of place and cancel requests. Source: Bybit API v5, Place Order and Cancel Order, read 2026-11-22. One-way mode:
/// <c>positionIdx</c> 0; only limit orders carry a price and a time in force, a market order is IOC by itself.
/// </summary>
internal static class BybitOrderBody
{
    public const string Category = "linear";

    public static string Place(OrderIntent intent, string nativeSymbol) => Write(json =>
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

        json.WriteNumber("positionIdx", 0);
        json.WriteString("orderLinkId", intent.ClientOrderId.Value);
        if (intent.ReduceOnly)
        {
            json.WriteBoolean("reduceOnly", true);
        }
    });

    public static string Cancel(string nativeSymbol, ClientOrderId clientOrderId) => Write(json =>
    {
        json.WriteString("category", Category);
        json.WriteString("symbol", nativeSymbol);
        json.WriteString("orderLinkId", clientOrderId.Value);
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
