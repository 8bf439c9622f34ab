using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace PropBot.Simulator.Okx;

/// <summary>A request that passed the door: its query or its body, and whose it is.</summary>
internal sealed class OkxRequest(string query, JsonElement? body, SimulatedAccountOptions? account)
{
    private readonly Dictionary<string, StringValues> _query = QueryHelpers.ParseQuery(query);

    /// <summary>The simulation's name of the account; only for private endpoints.</summary>
    public string Account => account?.ApiKey ?? throw new InvalidOperationException("a public endpoint has no account");

    /// <summary>An object or an array; undefined for a GET.</summary>
    public JsonElement Body => body ?? default;

    /// <summary>A parameter of the query; null when missing or empty.</summary>
    public string? this[string name] =>
        _query.TryGetValue(name, out StringValues values) && values[^1] is { Length: > 0 } value ? value : null;

    /// <summary>The parameter <c>limit</c> within 1 and <paramref name="max"/>.</summary>
    public int Limit(int max = 100, int? standard = null) =>
        int.TryParse(this["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out int limit) && limit > 0
            ? Math.Min(limit, max)
            : standard ?? max;

    public long? Long(string name) =>
        long.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : null;

    public DateTimeOffset? Time(string name) =>
        Long(name) is { } ms and <= 253_402_300_799_999 ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : null;

    /// <summary>A field of a body's object as text: the venue takes numbers and booleans in quotes or without.</summary>
    public static string? Field(JsonElement item, string name)
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

/// <summary>An answer: <c>code</c>, <c>msg</c> and <c>data</c>.</summary>
/// <param name="IsTimed">Answers of trading endpoints say when the request came in and the answer left.</param>
internal sealed record OkxReply(int Status, OkxError Error, IReadOnlyList<object> Data, bool IsTimed = false)
{
    private static readonly OkxError None = new("0", "");

    public static OkxReply Ok(IReadOnlyList<object> data) => new(200, None, data);

    public static OkxReply Ok(object item) => Ok([item]);

    public static OkxReply Refused(OkxError error, int status = 200) => new(status, error, []);

    public byte[] Write(DateTimeOffset arrived = default, DateTimeOffset left = default) => IsTimed
        ? OkxText.Write(new { code = Error.Code, data = Data, inTime = OkxText.Micros(arrived), msg = Error.Message, outTime = OkxText.Micros(left) })
        : OkxText.Write(new { code = Error.Code, data = Data, msg = Error.Message });
}
