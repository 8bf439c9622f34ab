using PropBot.Core.Values;

namespace PropBot.Venues;

public enum LevelReading
{
    /// <summary>Not a number of zero or above.</summary>
    Malformed = 0,

    Exact = 1,

    /// <summary>
    /// A number with more places than the scale, cut off toward zero. Orders older than a change of tick or lot rest at such
    /// prices (seen on Binance CTKUSDT, 2021-07-22: 131 of 2,000 levels).
    /// </summary>
    Finer = 2,
}

/// <summary>Reads a book level's price or quantity into units of a scale. Allocates nothing.</summary>
public static class LevelNumber
{
    /// <summary>Places beyond the scale that are still a number.</summary>
    private const int MorePlaces = 8;

    private const long UnitsPerMorePlaces = 100_000_000;

    public static LevelReading Read(ReadOnlySpan<byte> text, int scale, out long units)
    {
        if (ScaledNumber.TryParse(text, scale, out units))
        {
            return LevelReading.Exact;
        }

        if (scale + MorePlaces > ScaledNumber.MaxScale || !ScaledNumber.TryParse(text, scale + MorePlaces, out long finer))
        {
            return LevelReading.Malformed;
        }

        units = finer / UnitsPerMorePlaces;
        return LevelReading.Finer;
    }
}
