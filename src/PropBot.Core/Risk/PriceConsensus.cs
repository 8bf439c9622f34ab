namespace PropBot.Core.Risk;

/// <summary>What several venues say a price is.</summary>
public static class PriceConsensus
{
    private const decimal BpsPerUnit = 10_000m;

    /// <summary>The middle one, or the mean of the two in the middle. Sorts the span.</summary>
    /// <returns>Null of nothing.</returns>
    public static decimal? Median(Span<decimal> prices)
    {
        if (prices.IsEmpty)
        {
            return null;
        }

        for (int i = 1; i < prices.Length; i++)
        {
            for (int j = i; j > 0 && prices[j] < prices[j - 1]; j--)
            {
                (prices[j], prices[j - 1]) = (prices[j - 1], prices[j]);
            }
        }

        int middle = prices.Length / 2;
        return prices.Length % 2 == 1 ? prices[middle] : (prices[middle - 1] + prices[middle]) / 2m;
    }

    /// <summary>How far a price is from another, basis points of the other, without sign.</summary>
    public static decimal DeviationBps(decimal price, decimal from) => Math.Abs(price - from) * BpsPerUnit / from;
}
