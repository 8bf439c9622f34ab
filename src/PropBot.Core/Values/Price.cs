namespace PropBot.Core.Values;

/// <summary>A price of one base unit, in quote units (linear USDT perpetual: USDT per coin); above zero.</summary>
/// <remarks><see langword="default"/> is not a price: <see cref="IsDefined"/> is false.</remarks>
public readonly record struct Price : IComparable<Price>
{
    public Price(decimal value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        Value = value;
    }

    public decimal Value { get; }

    public bool IsDefined => Value > 0m;

    public static Notional operator *(Price price, Quantity quantity) => new(price.Value * quantity.Value);

    public static bool operator <(Price left, Price right) => left.Value < right.Value;

    public static bool operator >(Price left, Price right) => left.Value > right.Value;

    public static bool operator <=(Price left, Price right) => left.Value <= right.Value;

    public static bool operator >=(Price left, Price right) => left.Value >= right.Value;

    /// <summary>The price moved by a fraction; positive moves it up.</summary>
    public Price MovedBy(Rate fraction) => new(Value * (1m + fraction.Value));

    public int CompareTo(Price other) => Value.CompareTo(other.Value);

    public override string ToString() => WireNumber.Format(Value);
}
