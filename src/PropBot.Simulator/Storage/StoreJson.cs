using System.Text.Json;
using System.Text.Json.Serialization;
using PropBot.Core.Values;

namespace PropBot.Simulator.Storage;

/// <summary>How the simulation's records look in the store: one-field values as text, decimals as exact numbers.</summary>
internal static class StoreJson
{
    public static readonly JsonSerializerOptions Options = new()
    {
        IgnoreReadOnlyProperties = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters =
        {
            new JsonStringEnumConverter(),
            new TextConverter<Asset>(text => new Asset(text), asset => asset.Code),
            new TextConverter<Symbol>(Symbol.Parse, symbol => symbol.Name),
            new TextConverter<VenueId>(text => new VenueId(text), venue => venue.Name),
            new TextConverter<InstrumentId>(ParseInstrument, instrument => instrument.ToString()),
            new RateConverter(),
        },
    };

    private static InstrumentId ParseInstrument(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return new InstrumentId(new VenueId(text[..colon]), Symbol.Parse(text[(colon + 1)..]));
    }

    private sealed class TextConverter<T>(Func<string, T> read, Func<T, string> write) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => read(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(write(value));

        public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            read(reader.GetString()!);

        public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WritePropertyName(write(value));
    }

    private sealed class RateConverter : JsonConverter<Rate>
    {
        public override Rate Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new(reader.GetDecimal());

        public override void Write(Utf8JsonWriter writer, Rate value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Value);
    }
}
