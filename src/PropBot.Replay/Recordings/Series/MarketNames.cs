using PropBot.Core.Values;

namespace PropBot.Replay.Recordings.Series;

/// <summary>Reads instruments as recordings write them: <c>BTC</c>, <c>BTCUSDT</c>, <c>BTC/USDT</c>, <c>BTC-USD-SWAP</c>, <c>BTCUSDCM</c>.</summary>
internal static class MarketNames
{
    private const string CoinMarginedSuffix = "CM";
    private const int LongestCoin = 12;

    private static readonly string[] Quotes = ["USDT", "USDC", "USD"];

    /// <summary>A venue of ours, or null.</summary>
    public static VenueId? VenueOf(string name)
    {
        VenueId[] ours = [VenueId.BinanceUm, VenueId.OkxPerp, VenueId.BybitLinear];
        VenueId? found = string.IsNullOrWhiteSpace(name) ? null : new VenueId(name);
        return found is { } id && ours.Contains(id) ? id : null;
    }

    /// <summary>The symbol and what kind of contract its spelling says it is; a coin alone is its linear USDT perpetual.</summary>
    public static bool TryParse(string text, out Symbol symbol, out ContractKind kind)
    {
        kind = ContractKind.Linear;
        symbol = default;
        string upper = text.Trim().ToUpperInvariant();
        if (upper.EndsWith("USD" + CoinMarginedSuffix, StringComparison.Ordinal))
        {
            upper = upper[..^CoinMarginedSuffix.Length];
        }

        string[] parts = upper.Split('-', '/', '_');
        if (!parts.All(part => part.Length is > 0 and <= LongestCoin && part.All(char.IsAsciiLetterOrDigit)) || upper.All(char.IsAsciiDigit))
        {
            return false;
        }

        if (parts.Length > 1 && !Quotes.Contains(parts[1]))
        {
            return false;
        }

        if (!Symbol.TryParse(upper, out symbol))
        {
            symbol = new Symbol(new Asset(upper), Asset.Usdt);
        }

        kind = parts.Length > 2 && parts[2].All(char.IsAsciiDigit) ? ContractKind.Dated
            : symbol.Quote.Code == "USD" ? ContractKind.Inverse
            : ContractKind.Linear;
        return true;
    }
}
