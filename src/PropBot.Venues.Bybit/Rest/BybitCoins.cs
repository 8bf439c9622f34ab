using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>What the dollar coins are worth, by the spot pair between them (rule I20).</summary>
internal sealed class BybitCoins(BybitRest rest)
{
    public async Task<CoinPricesLookup> QueryAsync(IReadOnlyList<Asset> coins, CancellationToken cancellationToken)
    {
        BybitAnswer<BybitPage<BybitSpotTicker>> answer = await rest.GetPublicAsync(
            "coin prices",
            RequestLane.Data,
            "/v5/market/tickers",
            $"category=spot&symbol={BybitCoinPrices.Pair}",
            BybitJson.Default.BybitReplyBybitPageBybitSpotTicker,
            cancellationToken);
        if (answer is not BybitAnswer<BybitPage<BybitSpotTicker>>.Ok { Result.List: [{ Symbol: BybitCoinPrices.Pair } ticker, ..] })
        {
            return new CoinPricesLookup.Failed($"{BybitCoinPrices.Pair}: {(answer.Trouble.Length > 0 ? answer.Trouble : "no ticker in the answer")}");
        }

        try
        {
            IReadOnlyList<CoinPrice> prices = BybitCoinPrices.Read(ticker, coins);
            return prices.Count > 0
                ? new CoinPricesLookup.Found(prices)
                : new CoinPricesLookup.Failed($"{BybitCoinPrices.Pair} tells nothing of {string.Join(", ", coins)}");
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            return new CoinPricesLookup.Failed(unreadable.Message);
        }
    }
}
