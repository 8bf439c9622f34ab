using PropBot.Core.Values;

namespace PropBot.Core.Instruments;

/// <summary>The venue's price step, in quote units; above zero.</summary>
public readonly record struct TickSize
{
    public TickSize(decimal value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        Value = value;
    }

    public decimal Value { get; }

    /// <summary>Never below one step: there is no price under it, and a sell that may go down to it takes every bid.</summary>
    public Price RoundDown(Price price) => new(Math.Max(decimal.Floor(price.Value / Value), 1m) * Value);

    public Price RoundUp(Price price) => new(decimal.Ceiling(price.Value / Value) * Value);

    /// <summary>To the step that is worse for us: a limit buy may pay up to it, a limit sell may get down to it.</summary>
    public Price RoundMarketable(Price price, Side side) => side == Side.Buy ? RoundUp(price) : RoundDown(price);
}
