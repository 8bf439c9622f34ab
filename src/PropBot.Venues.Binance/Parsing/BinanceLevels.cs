using System.Text.Json;

namespace PropBot.Venues.Binance.Parsing;

/// <summary>Reads <c>["price","quantity"]</c>. Allocates nothing.</summary>
internal static class BinanceLevels
{
    /// <summary>Reads on from the opening bracket to the closing one.</summary>
    /// <returns>
    /// False for a level that cannot be shown: its price is finer than the tick, left over from an older one. Leaving it out shows
    /// less depth than there is, never more. A quantity finer than the lot is cut off.
    /// </returns>
    /// <exception cref="FormatException">Not a price and a quantity.</exception>
    public static bool Read(ref Utf8JsonReader reader, int priceScale, int quantityScale, out long price, out long quantity)
    {
        LevelReading priced = ReadUnits(ref reader, priceScale, out price);
        LevelReading counted = ReadUnits(ref reader, quantityScale, out quantity);
        if (priced == LevelReading.Malformed || counted == LevelReading.Malformed || (priced == LevelReading.Exact && price == 0))
        {
            throw new FormatException("a level is not a price above zero and a quantity");
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            // A level may grow further fields.
            reader.Skip();
        }

        return priced == LevelReading.Exact;
    }

    private static LevelReading ReadUnits(ref Utf8JsonReader reader, int scale, out long units)
    {
        units = 0;
        return reader.Read() && reader.TokenType == JsonTokenType.String
            ? LevelNumber.Read(reader.ValueSpan, scale, out units)
            : LevelReading.Malformed;
    }
}
