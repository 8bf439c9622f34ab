using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PropBot.Simulator.Faults.Wire;

/// <summary>OKX. Codes and texts: OKX API v5 guide, Error Code, Status, Rate Limits, read 2026-11-22.</summary>
internal sealed class OkxDialect : IWireDialect
{
    private static readonly string[] PrivateChannels = ["orders", "positions", "account", "fills", "balance_and_position", "liquidation-warning"];

    public string StatusPath => "/api/v5/system/status";

    public RequestKind KindOf(HttpRequest request) => (request.Method, request.Path.Value) switch
    {
        ("POST", "/api/v5/trade/order" or "/api/v5/trade/batch-orders") => RequestKind.Place,
        ("GET", "/api/v5/trade/order" or "/api/v5/trade/orders-pending" or "/api/v5/trade/orders-history" or "/api/v5/trade/orders-history-archive") =>
            RequestKind.OrderQuery,
        ("GET", "/api/v5/market/books" or "/api/v5/market/books-full") => RequestKind.BookSnapshot,
        _ => RequestKind.Other,
    };

    public FaultAnswer RateLimited(TimeSpan wait, DateTimeOffset now) => new(
        429, """{"code":"50011","data":[],"msg":"Too Many Requests"}""", Headers: [("Retry-After", Seconds(wait))]);

    /// <summary>OKX has no ban of its own kind: it goes on with 50011.</summary>
    public FaultAnswer Banned(TimeSpan wait, DateTimeOffset now) => RateLimited(wait, now);

    public FaultAnswer Maintenance(DateTimeOffset now) => new(503, """{"code":"50001","data":[],"msg":"Service temporarily unavailable. Try again later."}""");

    public FaultAnswer ServerError(int status, bool isAfter, DateTimeOffset now) => status switch
    {
        502 => FaultAnswer.Gateway(502),
        503 when isAfter => new(503, """{"code":"50004","data":[],"msg":"API endpoint request timeout (does not mean that the request was successful or failed, please check the request result)."}"""),
        503 => Maintenance(now),
        _ => new(500, """{"code":"50026","data":[],"msg":"System error. Try again later."}"""),
    };

    public FaultAnswer Status(DateTimeOffset? since, DateTimeOffset? until)
    {
        var data = new JsonArray();
        if (since is { } begin)
        {
            data.Add(new JsonObject
            {
                ["begin"] = Millis(begin),
                ["end"] = until is { } end ? Millis(end) : "",
                ["env"] = "1",
                ["href"] = "",
                ["maintType"] = "2",
                ["preOpenBegin"] = "",
                ["scheDesc"] = "",
                ["serviceType"] = "5",
                ["state"] = "ongoing",
                ["system"] = "unified",
                ["title"] = "Unscheduled maintenance",
            });
        }

        return new FaultAnswer(200, new JsonObject { ["code"] = "0", ["data"] = data, ["msg"] = "" }.ToJsonString());
    }

    public StreamMessage Read(JsonNode root)
    {
        if (root is not JsonObject body || body.ContainsKey("event") || body["arg"]?["channel"]?.GetValue<string>() is not { } channel)
        {
            return default;
        }

        string? instrument = body["arg"]?["instId"]?.GetValue<string>() ?? First(body)?["instId"]?.GetValue<string>();
        if (channel == "books")
        {
            return new(body["action"]?.GetValue<string>() == "snapshot" ? StreamTopic.BookSnapshot : StreamTopic.Book, instrument);
        }

        if (!PrivateChannels.Contains(channel))
        {
            return new(channel is "books5" or "bbo-tbt" ? StreamTopic.Book : StreamTopic.Market, instrument);
        }

        bool isFill = channel == "fills" || (channel == "orders" && First(body)?["tradeId"]?.GetValue<string>() is { Length: > 0 });
        return new(isFill ? StreamTopic.Fill : StreamTopic.Private, instrument);
    }

    public BookNode? BookOf(JsonNode root) => root is JsonObject body && First(body) is { } data && data.ContainsKey("bids")
        ? new(data, "bids", "asks", "seqId", data.ContainsKey("prevSeqId") ? "prevSeqId" : null, data.ContainsKey("checksum") ? "checksum" : null)
        : null;

    public bool RenameStatus(JsonNode root)
    {
        bool renamed = false;
        foreach (JsonObject order in (root["data"] as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            if (order.ContainsKey("state"))
            {
                order["state"] = "under_review";
                renamed = true;
            }
        }

        return renamed;
    }

    public IEnumerable<(JsonObject Owner, string Name)> TimesOf(JsonNode root) =>
        from item in (root as JsonObject)?["data"] as JsonArray ?? []
        where item is JsonObject
        from name in (string[])["ts", "pTime"]
        where item.AsObject().ContainsKey(name)
        select (item.AsObject(), name);

    private static JsonObject? First(JsonObject body) => body["data"] is JsonArray { Count: > 0 } data ? data[0] as JsonObject : null;

    private static string Millis(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan wait) => ((long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
