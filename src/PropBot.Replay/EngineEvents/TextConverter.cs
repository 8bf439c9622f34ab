using System.Text.Json;
using System.Text.Json.Serialization;

namespace PropBot.Replay.EngineEvents;

/// <summary>A value that is one piece of text.</summary>
internal sealed class TextConverter<T>(Func<T, string> format, Func<string, T> parse) : JsonConverter<T>
    where T : notnull
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string text = reader.GetString() ?? throw new JsonException($"a {typeof(T).Name} is missing");
        try
        {
            return parse(text);
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException or OverflowException)
        {
            throw new JsonException($"'{text}' is not a {typeof(T).Name}", wrong);
        }
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(format(value));
}
