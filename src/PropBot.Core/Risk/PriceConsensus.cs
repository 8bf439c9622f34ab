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

        Sort(prices);
        int middle = prices.Length / 2;
        return prices.Length % 2 == 1 ? prices[middle] : (prices[middle - 1] + prices[middle]) / 2m;
    }

    /// <summary>
    /// The middle one; of two in the middle the one further from a price that is hoped for, since two that disagree do not show which is right.
    /// Sorts the span.
    /// </summary>
    /// <returns>Null of nothing.</returns>
    public static decimal? WorseMedian(Span<decimal> prices, decimal hoped)
    {
        if (prices.IsEmpty)
        {
            return null;
        }

        Sort(prices);
        decimal upper = prices[prices.Length / 2];
        decimal lower = prices[(prices.Length - 1) / 2];
        return Math.Abs(lower - hoped) > Math.Abs(upper - hoped) ? lower : upper;
    }

    /// <summary>How far a price is from another, basis points of the other, without sign.</summary>
    public static decimal DeviationBps(decimal price, decimal from) => Math.Abs(price - from) * BpsPerUnit / from;

    private static void Sort(Span<decimal> prices)
    {
        for (int i = 1; i < prices.Length; i++)
        {
            for (int j = i; j > 0 && prices[j] < prices[j - 1]; j--)
            {
                (prices[j], prices[j - 1]) = (prices[j - 1], prices[j]);
            }
        }
    }
}
