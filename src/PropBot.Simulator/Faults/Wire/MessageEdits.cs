using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Simulator.Faults.Wire;

/// <summary>What is done to a message so that it tells something wrong. Each returns false when the message has no such thing.</summary>
internal static class MessageEdits
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonNode? Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonNode.Parse(utf8);
        }
        catch (JsonException)
        {
            // OKX's "pong" is no JSON.
            return null;
        }
    }

    public static byte[] Write(JsonNode root) => JsonSerializer.SerializeToUtf8Bytes(root, Json);

    /// <summary>The book of so many updates ago: older numbers, older times. Its levels stay.</summary>
    public static bool MakeStale(JsonNode root, IWireDialect dialect, decimal updates, TimeSpan age)
    {
        if (dialect.BookOf(root) is not { } book || !Add(book.Body, book.Sequence, -(long)updates))
        {
            return false;
        }

        Shift(root, dialect, -age);
        return true;
    }

    /// <summary>The update names another one before it than the one that was sent, or where it names none, skips numbers.</summary>
    public static bool BreakSequence(JsonNode root, IWireDialect dialect, decimal updates) =>
        dialect.BookOf(root) is { } book && Add(book.Body, book.Previous ?? book.Sequence, (long)updates);

    public static bool SpoilChecksum(JsonNode root, IWireDialect dialect) =>
        dialect.BookOf(root) is { Checksum: { } name } book && Add(book.Body, name, book.Body[name]!.GetValue<long>() == int.MaxValue ? -1 : 1);

    /// <summary>A bid one percent above the best price that the message has, without a checksum that would tell it.</summary>
    public static bool Cross(JsonNode root, IWireDialect dialect, TickSize tick)
    {
        if (dialect.BookOf(root) is not { } book || book.Body[book.Bids] is not JsonArray bids || book.Body[book.Asks] is not JsonArray asks)
        {
            return false;
        }

        JsonArray? pattern = asks.Concat(bids).OfType<JsonArray>().MaxBy(PriceOf);
        if (pattern is null)
        {
            return false;
        }

        JsonArray level = pattern.DeepClone().AsArray();
        level[0] = WireNumber.Format(tick.RoundDown(new Price(PriceOf(pattern) * 1.01m)).Value);
        level[1] = "5";
        bids.Insert(0, level);
        if (book.Checksum is { } checksum)
        {
            book.Body.Remove(checksum);
        }

        return true;
    }

    public static bool Shift(JsonNode root, IWireDialect dialect, TimeSpan by)
    {
        bool shifted = false;
        foreach ((JsonObject owner, string name) in dialect.TimesOf(root))
        {
            shifted |= Add(owner, name, (long)by.TotalMilliseconds);
        }

        return shifted;
    }

    /// <summary>Every number, in quotes or not, is written as a boolean.</summary>
    public static void SpoilTypes(JsonNode node)
    {
        switch (node)
        {
            case JsonObject body:
                foreach ((string name, JsonNode? value) in body.ToList())
                {
                    if (IsNumber(value))
                    {
                        body[name] = true;
                    }
                    else if (value is not null)
                    {
                        SpoilTypes(value);
                    }
                }

                break;
            case JsonArray list:
                for (int i = 0; i < list.Count; i++)
                {
                    if (IsNumber(list[i]))
                    {
                        list[i] = true;
                    }
                    else if (list[i] is { } value)
                    {
                        SpoilTypes(value);
                    }
                }

                break;
            default:
                break;
        }
    }

    /// <summary>A new field in every object, first.</summary>
    public static void AddUnknownField(JsonNode node)
    {
        switch (node)
        {
            case JsonObject body:
                foreach ((_, JsonNode? value) in body.ToList())
                {
                    if (value is not null)
                    {
                        AddUnknownField(value);
                    }
                }

                body.Insert(0, "newField2027", new JsonObject { ["list"] = new JsonArray(1, "two", null) });
                break;
            case JsonArray list:
                foreach (JsonNode? value in list)
                {
                    if (value is JsonObject)
                    {
                        AddUnknownField(value);
                    }
                }

                break;
            default:
                break;
        }
    }

    private static bool IsNumber(JsonNode? node) => node is JsonValue value
        && (value.GetValueKind() == JsonValueKind.Number
            || (value.GetValueKind() == JsonValueKind.String
                && decimal.TryParse(value.GetValue<string>(), NumberStyles.Float, CultureInfo.InvariantCulture, out _)));

    private static decimal PriceOf(JsonArray level) => WireNumber.Parse(level[0]!.GetValue<string>());

    private static bool Add(JsonObject owner, string name, long by)
    {
        switch (owner[name])
        {
            case JsonValue value when value.GetValueKind() == JsonValueKind.Number:
                owner[name] = value.GetValue<long>() + by;
                return true;
            case JsonValue value when long.TryParse(value.GetValue<string>(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number):
                owner[name] = (number + by).ToString(CultureInfo.InvariantCulture);
                return true;
            default:
                return false;
        }
    }
}
