using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Rest;

/// <summary>What coins are worth: the index of multi-assets mode, which the venue has of USDT too, whatever mode the account is in (rule I20).</summary>
internal sealed class BinanceCoins(BinanceRest rest)
{
    public async Task<CoinPricesLookup> QueryAsync(IReadOnlyList<Asset> coins, CancellationToken cancellationToken)
    {
        List<CoinPrice> found = [];
        string trouble = "";
        foreach (Asset coin in coins)
        {
            string symbol = $"{coin.Code}USD";
            BinanceReply<BinanceAssetIndex> reply = await rest.GetAsync(
                "/fapi/v1/assetIndex", new BinanceParameters().Add("symbol", symbol), rest.Budgets.Weight(1), BinanceJson.Default.BinanceAssetIndex, cancellationToken,
                RequestLane.Data);
            if (reply is BinanceReply<BinanceAssetIndex>.Ok { Value: { Index: > 0m } index } && index.Symbol == symbol)
            {
                found.Add(new CoinPrice(coin, new Price(index.Index), symbol));
            }
            else
            {
                trouble = $"{symbol}: {(reply.Failure.Length > 0 ? reply.Failure : "no index in the answer")}";
            }
        }

        return found.Count > 0 ? new CoinPricesLookup.Found(found) : new CoinPricesLookup.Failed(trouble);
    }
}
