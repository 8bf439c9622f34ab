using PropBot.Core.Values;

namespace PropBot.Core.Instruments;

/// <summary>The quantity step in base units (contracts already turned into coins); above zero.</summary>
public readonly record struct LotSize
{
    public LotSize(decimal value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        Value = value;
    }

    public decimal Value { get; }

    public Quantity RoundDown(Quantity quantity) => new(decimal.Floor(quantity.Value / Value) * Value);

    public Quantity RoundUp(Quantity quantity) => new(decimal.Ceiling(quantity.Value / Value) * Value);

    public bool Divides(Quantity quantity) => quantity.Value % Value == 0m;

    /// <summary>
    /// The smallest step that both venues can execute exactly: the least common multiple of the two lots, so that both
    /// legs of a pair can have the same base quantity.
    /// </summary>
    public static LotSize Common(LotSize left, LotSize right)
    {
        int scale = Math.Max(ScaledNumber.PlacesOf(left.Value), ScaledNumber.PlacesOf(right.Value));
        long a = ScaledNumber.FromDecimal(left.Value, scale);
        long b = ScaledNumber.FromDecimal(right.Value, scale);
        long multiple = a / GreatestCommonDivisor(a, b) * b;
        return new LotSize(ScaledNumber.ToDecimal(multiple, scale));
    }

    private static long GreatestCommonDivisor(long a, long b)
    {
        while (b != 0)
        {
            (a, b) = (b, a % b);
        }

        return a;
    }
}
