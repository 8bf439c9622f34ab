using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PropBot.Simulator.Faults.Wire;

/// <summary>Bybit. Codes and texts: Bybit API v5 docs, Error Codes, Rate Limit, Get System Status, read 2026-11-22.</summary>
internal sealed class BybitDialect : IWireDialect
{
    private static readonly string[] PrivateTopics = ["order", "execution", "position", "wallet"];

    public string StatusPath => "/v5/system/status";

    public RequestKind KindOf(HttpRequest request) => (request.Method, request.Path.Value) switch
    {
        ("POST", "/v5/order/create" or "/v5/order/create-batch") => RequestKind.Place,
        ("GET", "/v5/order/realtime" or "/v5/order/history") => RequestKind.OrderQuery,
        ("GET", "/v5/market/orderbook") => RequestKind.BookSnapshot,
        _ => RequestKind.Other,
    };

    public FaultAnswer RateLimited(TimeSpan wait, DateTimeOffset now) => new(
        200,
        Error(10006, "Too many visits. Exceeded the API Rate Limit.", now),
        Headers:
        [
            ("X-Bapi-Limit", "20"),
            ("X-Bapi-Limit-Status", "0"),
            ("X-Bapi-Limit-Reset-Timestamp", Millis(now + wait)),
        ]);

    public FaultAnswer Banned(TimeSpan wait, DateTimeOffset now) => new(403, Error(10018, "Exceeded the IP Rate Limit.", now));

    public FaultAnswer Maintenance(DateTimeOffset now) => new(503, Error(10016, "Server error.", now));

    public FaultAnswer ServerError(int status, bool isAfter, DateTimeOffset now) => (status, isAfter) switch
    {
        (502, _) => FaultAnswer.Gateway(502),
        (503, false) => FaultAnswer.Gateway(503),
        (503, true) => new(503, Error(10000, "Server Timeout", now)),
        _ => new(500, Error(10016, "Server error.", now)),
    };

    public FaultAnswer Status(DateTimeOffset? since, DateTimeOffset? until)
    {
        var list = new JsonArray();
        if (since is { } begin)
        {
            list.Add(new JsonObject
            {
                ["id"] = "1",
                ["title"] = "Unscheduled maintenance",
                ["state"] = "ongoing",
                ["begin"] = Millis(begin),
                ["end"] = until is { } end ? Millis(end) : "",
                ["href"] = "",
                ["serviceTypes"] = new JsonArray(2, 5),
                ["product"] = new JsonArray(1, 2),
                ["uidSuffix"] = new JsonArray(),
                ["maintainType"] = 2,
                ["env"] = 1,
            });
        }

        return new FaultAnswer(200, new JsonObject
        {
            ["retCode"] = 0,
            ["retMsg"] = "",
            ["result"] = new JsonObject { ["list"] = list },
            ["retExtInfo"] = new JsonObject(),
            ["time"] = since?.ToUnixTimeMilliseconds() ?? 0,
        }.ToJsonString());
    }

    public StreamMessage Read(JsonNode root)
    {
        if (root is not JsonObject body || body["topic"]?.GetValue<string>() is not { } topic)
        {
            return default;
        }

        string[] parts = topic.Split('.');
        if (parts[0] == "orderbook")
        {
            return new(body["type"]?.GetValue<string>() == "snapshot" ? StreamTopic.BookSnapshot : StreamTopic.Book, parts[^1]);
        }

        if (!PrivateTopics.Contains(parts[0]))
        {
            return new(StreamTopic.Market, parts[^1]);
        }

        string? symbol = body["data"] is JsonArray { Count: > 0 } data ? data[0]?["symbol"]?.GetValue<string>() : null;
        return new(parts[0] == "execution" ? StreamTopic.Fill : StreamTopic.Private, symbol);
    }

    public BookNode? BookOf(JsonNode root) => (root["data"] ?? root["result"]) is JsonObject data && data.ContainsKey("b") && data.ContainsKey("u")
        ? new(data, "b", "a", "u", null)
        : null;

    public bool RenameStatus(JsonNode root)
    {
        bool renamed = false;
        foreach (JsonObject order in (root["result"]?["list"] as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            if (order.ContainsKey("orderStatus"))
            {
                order["orderStatus"] = "UnderReview";
                renamed = true;
            }
        }

        return renamed;
    }

    public IEnumerable<(JsonObject Owner, string Name)> TimesOf(JsonNode root) =>
        from name in (string[])["ts", "cts", "creationTime"]
        where root is JsonObject body && body.ContainsKey(name)
        select (root.AsObject(), name);

    private static string Error(int code, string message, DateTimeOffset now) =>
        $$"""{"retCode":{{code}},"retMsg":"{{message}}","result":{},"retExtInfo":{},"time":{{now.ToUnixTimeMilliseconds()}}}""";

    private static string Millis(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
