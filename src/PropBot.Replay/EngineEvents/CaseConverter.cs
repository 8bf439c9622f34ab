using System.Text.Json;
using System.Text.Json.Serialization;

namespace PropBot.Replay.EngineEvents;

/// <summary>A record of a closed hierarchy: its name in <c>case</c>, its content in <c>of</c>.</summary>
internal sealed class CaseConverter<T> : JsonConverter<T>
    where T : class
{
    private const string Case = "case";
    private const string Content = "of";

    private static readonly Dictionary<string, Type> Types = typeof(T).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract)
        .ToDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>The hierarchy's own root only: a case is written by its own properties.</summary>
    public override bool CanConvert(Type typeToConvert) => typeToConvert == typeof(T);

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        string? name = document.RootElement.TryGetProperty(Case, out JsonElement named) ? named.GetString() : null;
        return name is not null && Types.TryGetValue(name, out Type? type) && document.RootElement.TryGetProperty(Content, out JsonElement content)
            ? (T)content.Deserialize(type, options)!
            : throw new JsonException($"'{name}' is no case of {typeof(T).Name}");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString(Case, NameOf(value.GetType()));
        writer.WritePropertyName(Content);
        JsonSerializer.Serialize(writer, value, value.GetType(), options);
        writer.WriteEndObject();
    }

    private static string NameOf(Type type) => JsonNamingPolicy.SnakeCaseLower.ConvertName(type.Name);
}
