using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using PropBot.Simulator.Bybit.Wire;

namespace PropBot.Simulator.Bybit;

/// <summary>A request that passed the door: the parameters of its query or of its body, and whose it is.</summary>
internal sealed class BybitRequest(string query, JsonElement? body, SimulatedAccountOptions? account)
{
    private readonly Dictionary<string, StringValues> _query = QueryHelpers.ParseQuery(query);

    /// <summary>How many orders of a batch may be carried out, the first ones; the others ask too often.</summary>
    public int Admitted { get; private init; } = int.MaxValue;

    /// <summary>The simulation's name of the account; only for private endpoints.</summary>
    public string Account => account?.ApiKey ?? throw new InvalidOperationException("a public endpoint has no account");

    /// <summary>A parameter as text, from the query of a GET or the body of a POST; null when missing or empty.</summary>
    public string? this[string name] => body is { } json ? Field(json, name) : OfQuery(name);

    /// <summary>The orders of a batch, each as a request of its own in the batch's category; null when there is no such list.</summary>
    public IReadOnlyList<BybitRequest>? Batch() =>
        body is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty("request", out JsonElement list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(InCategory)]
            : null;

    public BybitRequest WithFirst(int admitted) => new(query, body, account) { Admitted = admitted };

    public int? Int(string name) =>
        int.TryParse(this[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : null;

    public DateTimeOffset? Time(string name) =>
        long.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out long ms) && ms <= 253_402_300_799_999
            ? DateTimeOffset.FromUnixTimeMilliseconds(ms)
            : null;

    /// <summary>The parameter <c>limit</c> within 1 and <paramref name="max"/>.</summary>
    public int Limit(int standard, int max) => Int("limit") is { } limit ? Math.Clamp(limit, 1, max) : standard;

    private BybitRequest InCategory(JsonElement item)
    {
        JsonObject one = item.ValueKind == JsonValueKind.Object ? JsonObject.Create(item)! : [];
        one["category"] = this["category"];
        return new BybitRequest("", JsonSerializer.SerializeToElement(one), account);
    }

    private string? OfQuery(string name) =>
        _query.TryGetValue(name, out StringValues values) && values[^1] is { Length: > 0 } value ? value : null;

    private static string? Field(JsonElement item, string name)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(name, out JsonElement value))
        {
            return null;
        }

        string? text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
        return string.IsNullOrEmpty(text) ? null : text;
    }
}

/// <summary>An answer: <c>retCode</c>, <c>retMsg</c> and <c>result</c>. The HTTP status is 200 even for most refusals.</summary>
/// <param name="Extra">Of a batch: what became of each order.</param>
internal sealed record BybitReply(BybitError Error, object Result, int Status = 200, object? Extra = null)
{
    private static readonly object Nothing = new { };
    private static readonly BybitError None = new(0, "OK");

    public static BybitReply Ok(object result) => new(None, result);

    public static BybitReply Done() => new(None, Nothing);

    public static BybitReply Refused(BybitError error, int status = 200) => new(error, Nothing, status);

    public byte[] Write(DateTimeOffset now) =>
        BybitText.Write(new BybitEnvelope(Error.Code, Error.Message, Result, Extra ?? Nothing, now.ToUnixTimeMilliseconds()));
}

internal delegate Task<BybitReply> BybitEndpoint(BybitRequest request);

internal sealed record BybitRoute(bool IsPrivate, BybitEndpoint Endpoint);

/// <summary>What may be asked, and whether it must be signed.</summary>
internal sealed class BybitRoutes
{
    private readonly Dictionary<(string Method, string Path), BybitRoute> _routes = [];

    public void AddPublic(string path, BybitEndpoint endpoint) => _routes.Add(("GET", path), new BybitRoute(IsPrivate: false, endpoint));

    public void AddPrivate(string method, string path, BybitEndpoint endpoint) =>
        _routes.Add((method, path), new BybitRoute(IsPrivate: true, endpoint));

    public BybitRoute? Find(string method, string path) => _routes.GetValueOrDefault((method, path));
}
