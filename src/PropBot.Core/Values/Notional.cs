namespace PropBot.Core.Values;

/// <summary>Price times quantity, in quote units (USDT); zero or above.</summary>
public readonly record struct Notional : IComparable<Notional>
{
    public static readonly Notional Zero;

    public Notional(decimal value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        Value = value;
    }

    public decimal Value { get; }

    public static Notional operator +(Notional left, Notional right) => new(left.Value + right.Value);

    public static Notional operator *(Notional notional, Rate rate) => new(notional.Value * rate.Value);

    public static Quantity operator /(Notional notional, Price price) => new(notional.Value / price.Value);

    public static bool operator <(Notional left, Notional right) => left.Value < right.Value;

    public static bool operator >(Notional left, Notional right) => left.Value > right.Value;

    public static bool operator <=(Notional left, Notional right) => left.Value <= right.Value;

    public static bool operator >=(Notional left, Notional right) => left.Value >= right.Value;

    public static Notional Min(Notional left, Notional right) => left.Value <= right.Value ? left : right;

    public static Notional Max(Notional left, Notional right) => left.Value >= right.Value ? left : right;

    public int CompareTo(Notional other) => Value.CompareTo(other.Value);

    public override string ToString() => WireNumber.Format(Value);
}
