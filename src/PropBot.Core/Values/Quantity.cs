namespace PropBot.Core.Values;

/// <summary>An amount of the base asset (never contracts); zero or above.</summary>
public readonly record struct Quantity : IComparable<Quantity>
{
    public static readonly Quantity Zero;

    public Quantity(decimal value)
    {
        // A decimal has a negative zero, and ThrowIfNegative takes it for negative.
        if (value < 0m)
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "a quantity is zero or above");
        }

        Value = value == 0m ? 0m : value;
    }

    public decimal Value { get; }

    public bool IsZero => Value == 0m;

    public static Quantity operator +(Quantity left, Quantity right) => new(left.Value + right.Value);

    /// <exception cref="ArgumentOutOfRangeException">The result would be negative.</exception>
    public static Quantity operator -(Quantity left, Quantity right) => new(left.Value - right.Value);

    public static bool operator <(Quantity left, Quantity right) => left.Value < right.Value;

    public static bool operator >(Quantity left, Quantity right) => left.Value > right.Value;

    public static bool operator <=(Quantity left, Quantity right) => left.Value <= right.Value;

    public static bool operator >=(Quantity left, Quantity right) => left.Value >= right.Value;

    public static Quantity Min(Quantity left, Quantity right) => left.Value <= right.Value ? left : right;

    public int CompareTo(Quantity other) => Value.CompareTo(other.Value);

    public override string ToString() => WireNumber.Format(Value);
}
