using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Tests.Bybit;

public sealed class BybitCoinPricesTests
{
    private static readonly Asset Usdc = new("USDC");

    /// <summary>USDC at 0.90 USD costs 0.90 USDT: USDT has stayed. USDC at 1.00 USD costs 1.25 USDT: USDT is worth 0.80.</summary>
    [Theory]
    [InlineData("0.9", "0.8999", "0.9001", "1", "0.9")]
    [InlineData("1", "1.2499", "1.2501", "0.8", "1")]
    public void Read_TheIndexOverThePair_IsWhatUsdtIsWorth(string index, string bid, string ask, string usdt, string usdc)
    {
        IReadOnlyList<CoinPrice> prices = BybitCoinPrices.Read(new BybitSpotTicker("USDCUSDT", bid, ask, index), [Asset.Usdt, Usdc]);

        Assert.Equal([WireNumber.Parse(usdt), WireNumber.Parse(usdc)], prices.Select(p => p.Price.Value));
    }

    [Theory]
    [InlineData("", "0.9999", "1.0001")]
    [InlineData("1", null, "1.0001")]
    [InlineData("1", "0", "0")]
    [InlineData("0", "0.9999", "1.0001")]
    public void Read_WithoutOneOfItsPrices_IsRefused(string index, string? bid, string? ask) =>
        Assert.ThrowsAny<FormatException>(() => BybitCoinPrices.Read(new BybitSpotTicker("USDCUSDT", bid, ask, index), [Asset.Usdt]));
}
