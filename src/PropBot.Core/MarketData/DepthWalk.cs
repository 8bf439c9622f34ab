namespace PropBot.Core.MarketData;

/// <summary>The result of walking a side of the book.</summary>
/// <param name="Filled">Base units that the shown depth can give; below the wanted quantity when the depth ends.</param>
/// <param name="Notional">What they cost or bring, quote units.</param>
/// <param name="WorstPrice">Price of the last level touched; 0 when nothing was filled.</param>
public readonly record struct DepthWalk(decimal Filled, decimal Notional, decimal WorstPrice)
{
    /// <summary>Average price; 0 when nothing was filled.</summary>
    public decimal AveragePrice => Filled > 0m ? Notional / Filled : 0m;
}
