using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Okx.Rest;

/// <summary>What coins are worth: the venue's index of each in US dollars (rule I20).</summary>
internal sealed class OkxCoins(OkxRest rest)
{
    public async Task<CoinPricesLookup> QueryAsync(IReadOnlyList<Asset> coins, CancellationToken cancellationToken)
    {
        List<CoinPrice> found = [];
        string trouble = "";
        foreach (Asset coin in coins)
        {
            string index = $"{coin.Code}-USD";
            OkxAnswer<OkxIndexTicker> answer = await rest.GetPublicAsync(
                "index ticker",
                RequestLane.Data,
                rest.Budgets.IndexTickers,
                $"/api/v5/market/index-tickers?instId={index}",
                OkxJson.Default.OkxReplyOkxIndexTicker,
                cancellationToken);
            if (answer is OkxAnswer<OkxIndexTicker>.Ok { Items: [{ } ticker, ..] } && ticker.InstId == index
                && WireNumber.TryParse(ticker.IdxPx, out decimal price) && price > 0m)
            {
                found.Add(new CoinPrice(coin, new Price(price), index));
            }
            else
            {
                trouble = $"{index}: {(answer.Trouble.Length > 0 ? answer.Trouble : "no index in the answer")}";
            }
        }

        return found.Count > 0 ? new CoinPricesLookup.Found(found) : new CoinPricesLookup.Failed(trouble);
    }
}
