using PropBot.Core.Values;

namespace PropBot.Core.Instruments;

/// <summary>How far from the mark a venue takes limit prices, as fractions of it: 0.05 is 5 %.</summary>
/// <param name="BuyUpTo">A buy may not be above mark * (1 + this).</param>
/// <param name="SellDownTo">A sell may not be below mark * (1 - this).</param>
public sealed record PriceBand(Rate BuyUpTo, Rate SellDownTo);

/// <summary>The venue's limit prices of the moment, where it tells prices and not fractions (OKX <c>price-limit</c>).</summary>
public readonly record struct PriceLimits(Price HighestBuy, Price LowestSell);

/// <summary>Smallest and largest funding rate of one settlement, fractions of notional.</summary>
public sealed record FundingLimits(Rate Floor, Rate Cap);
