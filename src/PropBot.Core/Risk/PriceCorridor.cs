using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>The limit prices that a venue takes now: its own where it tells prices, else its band around the mark.</summary>
/// <param name="HighestBuy">Null: any.</param>
/// <param name="LowestSell">Null: any.</param>
public readonly record struct PriceCorridor(decimal? HighestBuy, decimal? LowestSell)
{
    /// <param name="mark">Null: a band around it says nothing.</param>
    public static PriceCorridor Of(Instrument instrument, decimal? mark, PriceLimits? told) =>
        told is { } limits ? new PriceCorridor(limits.HighestBuy.Value, limits.LowestSell.Value)
        : instrument.PriceBand is { } band && mark is { } around
            ? new PriceCorridor(around * (1m + band.BuyUpTo.Value), around * (1m - band.SellDownTo.Value))
        : default;

    /// <summary>The bound that a limit price is beyond; null when the venue would take it.</summary>
    public decimal? Beyond(Side side, Price limit) => side == Side.Buy
        ? HighestBuy is { } high && limit.Value > high ? high : null
        : LowestSell is { } low && limit.Value < low ? low : null;

    /// <summary>The price, or the nearest on the tick that the venue takes: an order that reduces risk is sent as far as it may go.</summary>
    public Price Clamp(Side side, Price limit, TickSize tick)
    {
        if (Beyond(side, limit) is not { } bound || bound < tick.Value)
        {
            return limit;
        }

        var nearest = new Price(bound);
        return side == Side.Buy ? tick.RoundDown(nearest) : tick.RoundUp(nearest);
    }
}
