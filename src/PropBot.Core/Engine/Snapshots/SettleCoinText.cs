using PropBot.Core.Engine.State;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>A settle coin's price in words: what counts, how far from par, and who says what.</summary>
internal static class SettleCoinText
{
    public static (string English, string Russian) Of(SettleCoin coin, EngineState state)
    {
        string sources = string.Join(", ", coin.Told.Select(t => Source(t.Key, t.Value.Price, state.Elapsed - t.Value.Elapsed)));
        string failures = string.Join(", ", state.SettleCoins.Failures.Select(f => $"{f.Key}: {f.Value}"));
        string told = string.Join("; ", new[] { sources, failures }.Where(part => part.Length > 0));
        string ending = told.Length == 0 ? "" : $" ({told})";
        return coin is { Price: { } price, DeviationBps: { } deviation }
            ? ($"{coin.Coin} is worth {Number(price)} USD, {Bps(deviation)} bps from par{ending}", $"{coin.Coin} стоит {Number(price)} USD, {Bps(deviation)} б.п. от паритета{ending}")
            : ($"the price of {coin.Coin} is not known{ending}", $"цена {coin.Coin} неизвестна{ending}");
    }

    private static string Source(VenueId venue, CoinPrice price, TimeSpan age) =>
        $"{venue} {Number(price.Price.Value)} {price.Source}, {WireNumber.Format(Math.Round((decimal)age.TotalSeconds, 0, MidpointRounding.ToZero))} s";

    private static string Number(decimal price) => WireNumber.Format(Math.Round(price, 5, MidpointRounding.ToZero));

    private static string Bps(decimal bps) => WireNumber.Format(Math.Round(bps, 1, MidpointRounding.ToZero));
}
