using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace PropBot.Venues.Tests.Fuzz;

/// <summary>
/// The other reading of a message: a document, decimals, no shortcut, nothing shared with the readers under test. A name that comes
/// twice has no one meaning, so that asking for it fails.
/// </summary>
internal static class SlowReading
{
    public static JsonElement? Field(JsonElement group, string name)
    {
        JsonElement? found = null;
        foreach (JsonProperty property in group.EnumerateObject())
        {
            if (property.NameEquals(name))
            {
                Assert.Null(found);
                found = property.Value;
            }
        }

        return found;
    }

    public static JsonElement Needed(JsonElement group, string name)
    {
        JsonElement? found = Field(group, name);
        Assert.True(found.HasValue, $"'{name}' is not there, yet the message was accepted");
        return found.Value;
    }

    /// <summary>All fields of this name, in their order.</summary>
    public static IEnumerable<JsonElement> Fields(JsonElement group, string name) =>
        group.EnumerateObject().Where(p => p.NameEquals(name)).Select(p => p.Value);

    /// <summary>The text of a string or number between its quotes, escapes as they are.</summary>
    public static string Raw(JsonElement leaf)
    {
        string token = Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(leaf));
        return token is ['"', .., '"'] ? token[1..^1] : token;
    }

    public static decimal Number(JsonElement leaf)
    {
        Assert.True(leaf.ValueKind is JsonValueKind.String or JsonValueKind.Number, $"{leaf.ValueKind} was read as a number");
        return decimal.Parse(leaf.ValueKind == JsonValueKind.String ? leaf.GetString()! : Raw(leaf), NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    /// <summary>Price and quantity of each level, in order, each a string; a level may have more than two fields.</summary>
    public static IEnumerable<(decimal Price, decimal Quantity)> Levels(JsonElement? side)
    {
        if (side is not { } levels)
        {
            yield break;
        }

        Assert.Equal(JsonValueKind.Array, levels.ValueKind);
        foreach (JsonElement level in levels.EnumerateArray())
        {
            Assert.Equal(JsonValueKind.Array, level.ValueKind);
            Assert.Equal(JsonValueKind.String, level[0].ValueKind);
            Assert.Equal(JsonValueKind.String, level[1].ValueKind);
            yield return (Number(level[0]), Number(level[1]));
        }
    }
}
