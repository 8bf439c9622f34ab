using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Books;

namespace PropBot.Simulator.Binance;

/// <summary>Levels of a book as text.</summary>
internal static class BinanceBookText
{
    public static void WriteLevel(Utf8JsonWriter json, Instrument instrument, long price, long quantity)
    {
        json.WriteStartArray();
        json.WriteStringValue(PriceOf(instrument, price));
        json.WriteStringValue(QuantityOf(instrument, quantity));
        json.WriteEndArray();
    }

    /// <summary>The first level under two names; zeros when the side is empty.</summary>
    public static void WriteBest(Utf8JsonWriter json, Instrument instrument, string priceName, string quantityName, IReadOnlyList<BookLevel> levels)
    {
        BookLevel best = levels.Count > 0 ? levels[0] : default;
        WriteBest(json, instrument, priceName, quantityName, best);
    }

    public static void WriteBest(Utf8JsonWriter json, Instrument instrument, string priceName, string quantityName, BookLevel best)
    {
        json.WriteString(priceName, PriceOf(instrument, best.Quantity == 0 ? 0 : best.Price));
        json.WriteString(quantityName, QuantityOf(instrument, best.Quantity));
    }

    private static string PriceOf(Instrument instrument, long units) =>
        BinanceJson.Text(ScaledNumber.ToDecimal(units, instrument.PriceScale), instrument.PriceScale);

    private static string QuantityOf(Instrument instrument, long units) =>
        BinanceJson.Text(ScaledNumber.ToDecimal(units, instrument.QuantityScale), instrument.QuantityScale);
}
