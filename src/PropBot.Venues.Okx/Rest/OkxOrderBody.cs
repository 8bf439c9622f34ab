using System.Text;
using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Venues.Okx.Rest;

/// <summary>
/// The bodies of place and cancel requests. Source: OKX API v5, Place order and Cancel order, read 2026-11-22. Net mode: no
/// <c>posSide</c>; <c>reduceOnly</c> is a JSON boolean; only limit kinds carry a price.
/// </summary>
internal static class OkxOrderBody
{
    public const string CrossMargin = "cross";

    /// <param name="contracts">Whole lots.</param>
    public static string Place(OrderIntent intent, string nativeSymbol, decimal contracts) => Write(json =>
    {
        json.WriteString("instId", nativeSymbol);
        json.WriteString("tdMode", CrossMargin);
        json.WriteString("clOrdId", intent.ClientOrderId.Value);
        json.WriteString("side", intent.Side == Side.Buy ? "buy" : "sell");
        json.WriteString("ordType", TypeOf(intent));
        json.WriteString("sz", WireNumber.Format(contracts));
        if (intent.Type == OrderType.Limit)
        {
            Price limit = intent.LimitPrice ?? throw new ArgumentException("a limit order needs a price", nameof(intent));
            json.WriteString("px", WireNumber.Format(limit.Value));
        }

        if (intent.ReduceOnly)
        {
            json.WriteBoolean("reduceOnly", true);
        }
    });

    public static string Cancel(string nativeSymbol, ClientOrderId clientOrderId) => Write(json =>
    {
        json.WriteString("instId", nativeSymbol);
        json.WriteString("clOrdId", clientOrderId.Value);
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

    /// <summary>The venue has no time in force: its order types say it. A market order fills what it can and cancels the rest.</summary>
    private static string TypeOf(OrderIntent intent) => (intent.Type, intent.TimeInForce) switch
    {
        (OrderType.Market, _) => "market",
        (OrderType.Limit, TimeInForce.Gtc) => "limit",
        (OrderType.Limit, TimeInForce.Ioc) => "ioc",
        (OrderType.Limit, TimeInForce.Fok) => "fok",
        (OrderType.Limit, TimeInForce.PostOnly) => "post_only",
        _ => throw new ArgumentException($"no order type for {intent.Type} {intent.TimeInForce}", nameof(intent)),
    };
}
