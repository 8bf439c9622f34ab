using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace PropBot.Venues.Tests.Conformance;

/// <summary>Compares what a wire type read with the message, field by field, and finds the fields that it does not read.</summary>
internal static class WireValues
{
    /// <param name="json">The part of the message.</param>
    /// <param name="value">What was made of it.</param>
    /// <param name="type">How it was made.</param>
    /// <param name="onUnread">Told the wire type's name and the field that it has no property for.</param>
    public static void AssertSame(JsonElement json, object? value, JsonTypeInfo type, Action<string, string>? onUnread = null)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            Assert.Null(value);
            return;
        }

        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object:
                AssertObject(json, value, type, onUnread);
                break;
            case JsonTypeInfoKind.Enumerable:
                AssertItems(json, value, type, onUnread);
                break;
            default:
                AssertLeaf(json, value);
                break;
        }
    }

    private static void AssertObject(JsonElement json, object? value, JsonTypeInfo type, Action<string, string>? onUnread)
    {
        Assert.NotNull(value);
        Assert.Equal(JsonValueKind.Object, json.ValueKind);
        foreach (JsonProperty field in json.EnumerateObject())
        {
            if (!type.Properties.Any(p => field.NameEquals(p.Name)))
            {
                onUnread?.Invoke(NameOf(type.Type), field.Name);
            }
        }

        foreach (JsonPropertyInfo property in type.Properties)
        {
            // Of a name that comes twice the serializer and the document take the last.
            if (property.Get is { } get && json.TryGetProperty(property.Name, out JsonElement written))
            {
                AssertSame(written, get(value), type.Options.GetTypeInfo(property.PropertyType), onUnread);
            }
        }
    }

    private static void AssertItems(JsonElement json, object? value, JsonTypeInfo type, Action<string, string>? onUnread)
    {
        object?[] items = [.. ((System.Collections.IEnumerable)value!).Cast<object?>()];
        Assert.Equal(json.GetArrayLength(), items.Length);
        Type element = type.Type.IsArray ? type.Type.GetElementType()! : type.Type.GetGenericArguments()[0];
        int index = 0;
        foreach (JsonElement item in json.EnumerateArray())
        {
            AssertSame(item, items[index++], type.Options.GetTypeInfo(element), onUnread);
        }
    }

    private static void AssertLeaf(JsonElement json, object? value)
    {
        switch (value)
        {
            case string text:
                // A field that is text in some answers and a number in others is read as the text of either.
                Assert.Equal(json.ValueKind == JsonValueKind.Number ? json.GetRawText() : json.GetString(), text);
                break;
            case bool flag:
                Assert.Equal(json.GetBoolean(), flag);
                break;
            case decimal or long or int:
                string written = json.ValueKind == JsonValueKind.String ? json.GetString()! : json.GetRawText();
                Assert.Equal(decimal.Parse(written, NumberStyles.Float, CultureInfo.InvariantCulture), Convert.ToDecimal(value, CultureInfo.InvariantCulture));
                break;
            default:
                Assert.Fail($"{value?.GetType().Name ?? "nothing"} was read from {json.GetRawText()}");
                break;
        }
    }

    /// <summary>An envelope without what is in it.</summary>
    private static string NameOf(Type type) => type.Name.Split('`')[0];
}
