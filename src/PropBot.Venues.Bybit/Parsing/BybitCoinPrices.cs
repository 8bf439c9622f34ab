using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Bybit.Parsing;

/// <summary>
/// The dollar coins by the pair USDC/USDT: the venue tells what USDC is worth in US dollars and what it costs in USDT; the one over the other is
/// what USDT is worth (rule I20).
/// </summary>
internal static class BybitCoinPrices
{
    public const string Pair = "USDCUSDT";

    private static readonly Asset Usdc = new("USDC");

    /// <exception cref="FormatException">A field is missing, or the pair's prices are none.</exception>
    public static IReadOnlyList<CoinPrice> Read(BybitSpotTicker ticker, IReadOnlyList<Asset> coins)
    {
        decimal usdc = WireText.Required(ticker.UsdIndexPrice, "usdIndexPrice");
        decimal mid = (WireText.Required(ticker.Bid1Price, "bid1Price") + WireText.Required(ticker.Ask1Price, "ask1Price")) / 2m;
        if (usdc <= 0m || mid <= 0m)
        {
            throw new FormatException($"{Pair}: {usdc} and {mid} are not prices");
        }

        List<CoinPrice> prices = [];
        foreach (Asset coin in coins)
        {
            if (coin == Usdc)
            {
                prices.Add(new CoinPrice(coin, new Price(usdc), $"{Pair} usdIndexPrice"));
            }
            else if (coin == Asset.Usdt)
            {
                prices.Add(new CoinPrice(coin, new Price(decimal.Round(usdc / mid, 8, MidpointRounding.ToEven)), $"{Pair} usdIndexPrice/mid"));
            }
        }

        return prices;
    }
}
