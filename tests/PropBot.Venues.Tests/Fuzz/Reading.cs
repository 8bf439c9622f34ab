using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PropBot.Venues.Tests.Conformance;

namespace PropBot.Venues.Tests.Fuzz;

internal static class Reading
{
    /// <summary>Runs a reader; false when it says that the message is malformed, in one of the ways in which it may.</summary>
    public static bool Try(Action read)
    {
        try
        {
            read();
            return true;
        }
        catch (Exception refused) when (WireText.IsMalformed(refused))
        {
            return false;
        }
    }

    /// <summary>Binance: the event itself, or the one in its envelope, before which nothing but the stream's name may come.</summary>
    public static JsonElement EventOf(JsonElement root)
    {
        foreach (JsonProperty property in root.EnumerateObject())
        {
            if (property.NameEquals("data") && property.Value.ValueKind == JsonValueKind.Object)
            {
                return property.Value;
            }

            if (!property.NameEquals("stream"))
            {
                break;
            }
        }

        return root;
    }

    /// <summary>The first value of the text: readers of parts of a message do not look at what follows the part.</summary>
    public static byte[] ValueAtStart(byte[] text)
    {
        var reader = new Utf8JsonReader(text);
        reader.Read();
        reader.Skip();
        return text[..(int)reader.BytesConsumed];
    }

    /// <summary>Reads a wire type and compares each of its fields with the document.</summary>
    public static bool Wire<T>(byte[] message, JsonTypeInfo<T> type)
    {
        T? value = default;
        if (!Try(() => value = JsonSerializer.Deserialize(message, type)))
        {
            return false;
        }

        using JsonDocument document = JsonDocument.Parse(message);
        WireValues.AssertSame(document.RootElement, value, type);
        return true;
    }
}
