using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Venues.Tests.Contract;

/// <summary>What coins are worth.</summary>
public abstract partial class VenueAdapterContract
{
    private static readonly Asset Usdc = new("USDC");

    [Fact]
    public async Task CoinPrices_AtPar_AreOneDollar()
    {
        IReadOnlyList<CoinPrice> prices = await CoinsAsync(Asset.Usdt, Usdc);

        Assert.Equal([Asset.Usdt, Usdc], prices.Select(p => p.Coin));
        Assert.All(prices, p => Assert.InRange(p.Price.Value, 0.9999m, 1.0001m));
        Assert.All(prices, p => Assert.NotEmpty(p.Source));
    }

    /// <summary>Goal: it shows which of the two dollar coins has slipped, not only that they have come apart.</summary>
    [Theory]
    [InlineData("USDT")]
    [InlineData("USDC")]
    public async Task CoinPrices_OneCoinSlipped_ItAndNotTheOther(string coin)
    {
        _venue.MoveCoin(coin, 0.93m);

        IReadOnlyList<CoinPrice> prices = await CoinsAsync(Asset.Usdt, Usdc);

        Assert.InRange(prices.Single(p => p.Coin.Code == coin).Price.Value, 0.9298m, 0.9302m);
        Assert.InRange(prices.Single(p => p.Coin.Code != coin).Price.Value, 0.9998m, 1.0002m);
    }

    [Fact]
    public async Task CoinPrices_OfACoinThatTheVenueDoesNotKnow_AreNoAnswer()
    {
        var failed = Assert.IsType<CoinPricesLookup.Failed>(await _running.Adapter.QueryCoinPricesAsync([new Asset("NOSUCH")], CancellationToken.None));

        Assert.Contains("NOSUCH", failed.Reason, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<CoinPrice>> CoinsAsync(params Asset[] coins) =>
        Assert.IsType<CoinPricesLookup.Found>(await _running.Adapter.QueryCoinPricesAsync(coins, CancellationToken.None)).Prices;
}
