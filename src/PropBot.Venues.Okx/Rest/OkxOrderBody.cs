using System.Text;
using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Parsing;

namespace PropBot.Venues.Okx.Rest;

/// <summary>
/// The bodies of place, amend and cancel requests. Source: OKX API v5, Place order, Amend order, Cancel order and Cancel multiple
/// orders, read 2026-11-22. <c>posSide</c> in long-short mode only, <c>reduceOnly</c>, a JSON boolean, in net mode only; only limit kinds
/// carry a price.
/// </summary>
internal static class OkxOrderBody
{
    /// <param name="contracts">Whole lots.</param>
    public static string Place(OrderIntent intent, string nativeSymbol, decimal contracts, OkxModes modes) => Write(json =>
    {
        json.WriteString("instId", nativeSymbol);
        json.WriteString("tdMode", modes.TradeMode);
        json.WriteString("clOrdId", intent.ClientOrderId.Value);
        json.WriteString("side", intent.Side == Side.Buy ? "buy" : "sell");
        if (modes.SideOf(intent.Position) is { } positionSide)
        {
            json.WriteString("posSide", positionSide);
        }

        json.WriteString("ordType", TypeOf(intent));
        json.WriteString("sz", WireNumber.Format(contracts));
        if (intent.Type == OrderType.Limit)
        {
            Price limit = intent.LimitPrice ?? throw new ArgumentException("a limit order needs a price", nameof(intent));
            json.WriteString("px", WireNumber.Format(limit.Value));
        }

        if (intent.ReduceOnly && modes.HasReduceOnly)
        {
            json.WriteBoolean("reduceOnly", true);
        }

        // Rule O10: what rests gives way, so that no hedge and no flatten ever does.
        json.WriteString("stpMode", "cancel_maker");
    });

    /// <param name="contracts">Whole lots, what is filled included.</param>
    /// <param name="requestId">Told again by the channel that says how the amendment ended.</param>
    public static string Amend(OrderAmendment amendment, string nativeSymbol, decimal contracts, string requestId) => Write(json =>
    {
        json.WriteString("instId", nativeSymbol);
        json.WriteBoolean("cxlOnFail", false);
        json.WriteString("clOrdId", amendment.ClientOrderId.Value);
        json.WriteString("reqId", requestId);
        json.WriteString("newSz", WireNumber.Format(contracts));
        json.WriteString("newPx", WireNumber.Format(amendment.LimitPrice.Value));
    });

    /// <summary>A JSON array; by the venue's ids, since foreign orders may have none of their own.</summary>
    public static string CancelBatch(string nativeSymbol, IEnumerable<string> orderIds)
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            json.WriteStartArray();
            foreach (string orderId in orderIds)
            {
                json.WriteStartObject();
                json.WriteString("instId", nativeSymbol);
                json.WriteString("ordId", orderId);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    public static string Cancel(string nativeSymbol, ClientOrderId clientOrderId) => Write(json =>
    {
        json.WriteString("instId", nativeSymbol);
        json.WriteString("clOrdId", clientOrderId.Value);
    });

    public static string Cancel(string nativeSymbol, VenueOrderId venueOrderId) => Write(json =>
    {
        json.WriteString("instId", nativeSymbol);
        json.WriteString("ordId", venueOrderId.Value);
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
