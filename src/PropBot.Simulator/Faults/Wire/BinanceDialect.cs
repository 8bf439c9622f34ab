using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PropBot.Simulator.Faults.Wire;

/// <summary>
/// Binance USD-M. Texts and statuses: developers.binance.com, USDⓈ-M Futures, General Info (HTTP Return Codes) and Error Code, read
/// 2026-11-22.
/// </summary>
internal sealed class BinanceDialect : IWireDialect
{
    public string StatusPath => "/sapi/v1/system/status";

    public RequestKind KindOf(HttpRequest request) => (request.Method, request.Path.Value) switch
    {
        ("POST", "/fapi/v1/order" or "/fapi/v1/batchOrders") => RequestKind.Place,
        ("GET", "/fapi/v1/order" or "/fapi/v1/openOrder" or "/fapi/v1/openOrders" or "/fapi/v1/allOrders") => RequestKind.OrderQuery,
        ("GET", "/fapi/v1/depth") => RequestKind.BookSnapshot,
        _ => RequestKind.Other,
    };

    public FaultAnswer RateLimited(TimeSpan wait, DateTimeOffset now) => new(
        429,
        """{"code":-1003,"msg":"Too many requests; current limit of IP is 2400 requests per minute. Please use the websocket for live updates to avoid polling the API."}""",
        Headers: [("Retry-After", Seconds(wait)), ("X-MBX-USED-WEIGHT-1M", "2401")]);

    public FaultAnswer Banned(TimeSpan wait, DateTimeOffset now) => new(
        418,
        $$"""{"code":-1003,"msg":"Way too many requests; IP banned until {{(now + wait).ToUnixTimeMilliseconds()}}. Please use the websocket for live updates to avoid bans."}""",
        Headers: [("Retry-After", Seconds(wait))]);

    public FaultAnswer Maintenance(DateTimeOffset now) => new(503, """{"code":-1016,"msg":"This service is no longer available."}""");

    public FaultAnswer ServerError(int status, bool isAfter, DateTimeOffset now) => (status, isAfter) switch
    {
        (502, _) => FaultAnswer.Gateway(502),
        (503, true) => new(503, """{"code":-1000,"msg":"Unknown error, please check your request or try again later."}"""),
        (503, false) => new(503, """{"code":-1008,"msg":"Request throttled by system-level protection. Reduce-only/close-position orders are exempt. Please try again."}"""),
        _ => new(500, """{"code":-1000,"msg":"An unknown error occurred while processing the request."}"""),
    };

    /// <summary>developers.binance.com, Wallet, System Status, read 2026-11-22.</summary>
    public FaultAnswer Status(DateTimeOffset? since, DateTimeOffset? until) => new(
        200, since is null ? """{"status":0,"msg":"normal"}""" : """{"status":1,"msg":"system_maintenance"}""");

    public StreamMessage Read(JsonNode root)
    {
        if (Event(root) is not { } data || data["e"]?.GetValue<string>() is not { } name)
        {
            return default;
        }

        return name switch
        {
            "depthUpdate" => new(StreamTopic.Book, data["s"]?.GetValue<string>()),
            "ORDER_TRADE_UPDATE" => new(
                data["o"]?["x"]?.GetValue<string>() is "TRADE" or "CALCULATED" ? StreamTopic.Fill : StreamTopic.Private, data["o"]?["s"]?.GetValue<string>()),
            "ACCOUNT_UPDATE" or "ACCOUNT_CONFIG_UPDATE" or "MARGIN_CALL" or "TRADE_LITE" => new(StreamTopic.Private, null),
            "listenKeyExpired" => default,
            _ => new(StreamTopic.Market, data["s"]?.GetValue<string>()),
        };
    }

    public BookNode? BookOf(JsonNode root) => Event(root) switch
    {
        { } data when data.ContainsKey("lastUpdateId") => new(data, "bids", "asks", "lastUpdateId", null),
        { } data when data["e"] is JsonValue name && name.GetValue<string>() == "depthUpdate" => new(data, "b", "a", "u", "pu"),
        _ => null,
    };

    public bool RenameStatus(JsonNode root)
    {
        bool renamed = false;
        foreach (JsonObject order in root is JsonArray list ? list.OfType<JsonObject>() : [.. new[] { root }.OfType<JsonObject>()])
        {
            if (order.ContainsKey("status"))
            {
                order["status"] = "PENDING_REVIEW";
                renamed = true;
            }
        }

        return renamed;
    }

    public IEnumerable<(JsonObject Owner, string Name)> TimesOf(JsonNode root)
    {
        if (Event(root) is not { } data)
        {
            yield break;
        }

        if (data.ContainsKey("E"))
        {
            yield return (data, "E");
        }

        // The T of a mark price is its next settlement.
        if (data.ContainsKey("T") && data["e"] is JsonValue name && name.GetValue<string>() != "markPriceUpdate")
        {
            yield return (data, "T");
        }
    }

    private static JsonObject? Event(JsonNode root) => root is JsonObject body ? body["data"] as JsonObject ?? body : null;

    private static string Seconds(TimeSpan wait) => ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
