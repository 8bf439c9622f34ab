using System.Text.Json;

namespace PropBot.Ledger.Sql;

/// <summary>A record as its table has it, to be compared with the newest line that the journal has of it.</summary>
/// <param name="what">For people.</param>
/// <param name="since">That line is not older; null where that is not known.</param>
/// <param name="payloads">What the line would be, by its type.</param>
internal sealed class KeptRecord(string what, DateTimeOffset? since, IReadOnlyDictionary<string, string> payloads)
{
    public string What { get; } = what;

    public DateTimeOffset? Since { get; } = since;

    public IReadOnlyDictionary<string, string> Payloads { get; } = payloads;

    public bool IsFound { get; private set; }

    /// <summary>The journal has it otherwise.</summary>
    public bool IsOther { get; private set; }

    /// <summary>The fields of a payload that say which record it is of: they come first.</summary>
    public static string IdentityOf(string type, string payload)
    {
        int fields = type switch
        {
            JournalTypes.Control => 0,
            JournalTypes.Fill or JournalTypes.ForcedFill => 3,
            JournalTypes.Rules or JournalTypes.FillsAgreed => 2,
            _ => 1,
        };
        int end = 0;
        for (int field = 0; field < fields && end >= 0; field++)
        {
            end = payload.IndexOf(',', end + 1);
        }

        return end >= 0 ? payload[..end] : payload;
    }

    /// <summary>The part of a new order's payload that never changes.</summary>
    public static string IntentOf(string payload)
    {
        int end = payload.IndexOf(",\"status\":", StringComparison.Ordinal);
        return end >= 0 ? payload[..end] + "}" : payload;
    }

    /// <summary>A line of an earlier version may lack fields; those that it has must be the same.</summary>
    public void Meet(string type, string payload)
    {
        IsFound = payload == Payloads[type] || IsSame(payload, Payloads[type]);
        IsOther = !IsFound;
    }

    private static bool IsSame(string line, string kept)
    {
        try
        {
            using var left = JsonDocument.Parse(line);
            using var right = JsonDocument.Parse(kept);
            return IsSame(left.RootElement, right.RootElement);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsSame(JsonElement line, JsonElement kept) => (line.ValueKind, kept.ValueKind) switch
    {
        (JsonValueKind.Object, JsonValueKind.Object) => line.EnumerateObject().All(
            field => !kept.TryGetProperty(field.Name, out JsonElement value) || IsSame(field.Value, value)),
        (JsonValueKind.Array, JsonValueKind.Array) => line.GetArrayLength() == kept.GetArrayLength()
            && line.EnumerateArray().Zip(kept.EnumerateArray()).All(items => IsSame(items.First, items.Second)),
        _ => line.GetRawText() == kept.GetRawText(),
    };
}
