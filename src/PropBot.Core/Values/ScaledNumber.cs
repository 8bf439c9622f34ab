namespace PropBot.Core.Values;

/// <summary>A decimal as a scaled integer: <c>61800.2</c> at scale 1 is <c>618002</c>. The books count in these.</summary>
/// <remarks>The scale is the number of decimal places, 0 to 18; the value fits a <see cref="long"/>.</remarks>
public static class ScaledNumber
{
    public const int MaxScale = 18;

    private static readonly long[] Powers = MakePowers();

    public static decimal ToDecimal(long units, int scale)
    {
        ulong magnitude = units < 0 ? (ulong)-(units + 1) + 1UL : (ulong)units;
        return new decimal(unchecked((int)magnitude), unchecked((int)(magnitude >> 32)), 0, units < 0, (byte)scale);
    }

    /// <summary>Units of the value at the scale; digits below the scale are cut off (toward zero).</summary>
    /// <exception cref="OverflowException">The value does not fit.</exception>
    public static long FromDecimal(decimal value, int scale) => (long)decimal.Truncate(value * Powers[scale]);

    /// <summary>Decimal places a step needs: 0.001 needs 3, 0.5 needs 1, 10 needs 0.</summary>
    public static int PlacesOf(decimal step)
    {
        decimal rest = step - decimal.Truncate(step);
        int places = 0;
        while (rest != 0m)
        {
            rest *= 10m;
            rest -= decimal.Truncate(rest);
            places++;
        }

        return places;
    }

    /// <summary>Reads ASCII digits with an optional point into units; more places than the scale must be zeros.</summary>
    /// <returns>False for anything else (sign, exponent, overflow, empty); the caller counts the message as malformed.</returns>
    public static bool TryParse(ReadOnlySpan<byte> text, int scale, out long units)
    {
        units = 0;
        int places = -1;
        int digits = 0;
        long value = 0;
        foreach (byte c in text)
        {
            if (c == (byte)'.')
            {
                if (places >= 0)
                {
                    return false;
                }

                places = 0;
                continue;
            }

            int digit = c - '0';
            if (digit is < 0 or > 9)
            {
                return false;
            }

            digits++;
            if (places >= scale)
            {
                if (digit != 0)
                {
                    return false;
                }

                continue;
            }

            if (value > (long.MaxValue - digit) / 10)
            {
                return false;
            }

            value = (value * 10) + digit;
            if (places >= 0)
            {
                places++;
            }
        }

        if (digits == 0)
        {
            return false;
        }

        int missing = scale - Math.Max(places, 0);
        long factor = Powers[missing];
        if (factor != 0 && value > long.MaxValue / factor)
        {
            return false;
        }

        units = value * factor;
        return true;
    }

    private static long[] MakePowers()
    {
        long[] powers = new long[MaxScale + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.Length; i++)
        {
            powers[i] = powers[i - 1] * 10;
        }

        return powers;
    }
}
