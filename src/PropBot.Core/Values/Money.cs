namespace PropBot.Core.Values;

/// <summary>A signed amount of one asset: a fee, a payment, a profit. Positive is ours, negative is paid.</summary>
public readonly record struct Money(decimal Amount, Asset Asset)
{
    /// <exception cref="InvalidOperationException">The assets differ.</exception>
    public static Money operator +(Money left, Money right) =>
        left.Asset == right.Asset
            ? new Money(left.Amount + right.Amount, left.Asset)
            : throw new InvalidOperationException($"{left.Asset} and {right.Asset} cannot be added");

    public static Money operator -(Money money) => money with { Amount = -money.Amount };

    public override string ToString() => $"{WireNumber.Format(Amount)} {Asset}";
}
