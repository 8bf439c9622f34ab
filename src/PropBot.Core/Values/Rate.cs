namespace PropBot.Core.Values;

/// <summary>A signed fraction (0.0005 is 5 basis points). What it is a fraction of, its user says.</summary>
public readonly record struct Rate : IComparable<Rate>
{
    private const decimal BpsPerUnit = 10_000m;

    public static readonly Rate Zero;

    public Rate(decimal value) => Value = value;

    public decimal Value { get; }

    /// <summary>The same fraction in basis points (hundredths of a percent).</summary>
    public decimal Bps => Value * BpsPerUnit;

    public static Rate FromBps(decimal bps) => new(bps / BpsPerUnit);

    public static Rate operator +(Rate left, Rate right) => new(left.Value + right.Value);

    public static Rate operator -(Rate left, Rate right) => new(left.Value - right.Value);

    public static Rate operator -(Rate rate) => new(-rate.Value);

    public static bool operator <(Rate left, Rate right) => left.Value < right.Value;

    public static bool operator >(Rate left, Rate right) => left.Value > right.Value;

    public static bool operator <=(Rate left, Rate right) => left.Value <= right.Value;

    public static bool operator >=(Rate left, Rate right) => left.Value >= right.Value;

    public int CompareTo(Rate other) => Value.CompareTo(other.Value);

    public override string ToString() => WireNumber.Format(Value);
}
