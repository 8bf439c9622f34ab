using System.Text.Json;
using PropBot.Core.Values;

namespace PropBot.Ledger.Text;

/// <summary>Fields of a JSON object as the ledger writes them: money as exact decimal text, times as they are stored.</summary>
public static class JsonFields
{
    public static void Number(this Utf8JsonWriter json, string name, decimal value) => json.WriteString(name, WireNumber.Format(value));

    public static void Number(this Utf8JsonWriter json, string name, decimal? value) =>
        json.TextOrNull(name, value is { } known ? WireNumber.Format(known) : null);

    public static void Time(this Utf8JsonWriter json, string name, DateTimeOffset value) => json.WriteString(name, LedgerTime.Format(value));

    public static void Time(this Utf8JsonWriter json, string name, DateTimeOffset? value) =>
        json.TextOrNull(name, value is { } known ? LedgerTime.Format(known) : null);

    public static void Day(this Utf8JsonWriter json, string name, DateOnly? value) =>
        json.TextOrNull(name, value is { } known ? LedgerTime.FormatDay(known) : null);

    public static void Member<T>(this Utf8JsonWriter json, string name, T value)
        where T : struct, Enum => json.WriteString(name, EnumText<T>.Of(value));

    public static void TextOrNull(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, value);
        }
    }

    public static void Instrument(this Utf8JsonWriter json, InstrumentId instrument)
    {
        json.WriteString("venue", instrument.Venue.Name);
        json.WriteString("symbol", SymbolText(instrument.Symbol));
    }

    /// <summary>Its name, or <c>BTCUSDT-261225</c> where the name alone does not say where the base asset ends: it reads back as the same symbol.</summary>
    public static string SymbolText(Symbol symbol) =>
        Symbol.TryParse(symbol.Name, out Symbol same) && same == symbol ? symbol.Name : $"{symbol.Base}-{symbol.Quote}";

    public static string Text(this JsonElement json, string name) => json.GetProperty(name).GetString()!;

    public static string? TextOrNull(this JsonElement json, string name) => json.GetProperty(name).GetString();

    public static decimal Number(this JsonElement json, string name) => WireNumber.Parse(json.Text(name));

    public static decimal? NumberOrNull(this JsonElement json, string name) =>
        json.TextOrNull(name) is { } text ? WireNumber.Parse(text) : null;

    /// <summary>Null also where it was written before there was such a field.</summary>
    public static decimal? NumberIfAny(this JsonElement json, string name) => json.TryGetProperty(name, out _) ? json.NumberOrNull(name) : null;

    /// <summary>The same for a day.</summary>
    public static DateOnly? DayIfAny(this JsonElement json, string name) =>
        json.TryGetProperty(name, out JsonElement day) && day.GetString() is { } text ? LedgerTime.ParseDay(text) : null;

    /// <summary>The same for a text.</summary>
    public static string? TextIfAny(this JsonElement json, string name) => json.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;

    /// <summary>The same for what is an object or a list of its own.</summary>
    public static T? PartIfAny<T>(this JsonElement json, string name, Func<JsonElement, T> read)
        where T : class => json.TryGetProperty(name, out JsonElement part) ? read(part) : null;

    /// <summary>The same for a list: no items.</summary>
    public static IReadOnlyList<T> ItemsIfAny<T>(this JsonElement json, string name, Func<JsonElement, T> read) =>
        json.TryGetProperty(name, out JsonElement items) ? [.. items.EnumerateArray().Select(read)] : [];

    public static DateTimeOffset Time(this JsonElement json, string name) => LedgerTime.Parse(json.Text(name));

    public static DateTimeOffset? TimeOrNull(this JsonElement json, string name) =>
        json.TextOrNull(name) is { } text ? LedgerTime.Parse(text) : null;

    public static T Member<T>(this JsonElement json, string name)
        where T : struct, Enum => EnumText<T>.Parse(json.Text(name));

    public static InstrumentId Instrument(this JsonElement json) =>
        new(new VenueId(json.Text("venue")), Symbol.Parse(json.Text("symbol")));
}
