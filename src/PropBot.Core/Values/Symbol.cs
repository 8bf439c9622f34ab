namespace PropBot.Core.Values;

/// <summary>What is traded, the same on every venue: base and quote asset, written <c>BTCUSDT</c>.</summary>
/// <remarks>
/// Venues spell it differently (<c>BTC-USDT-SWAP</c>); an adapter translates once at its edge, so that no other module
/// compares two spellings. <see langword="default"/> is not a symbol: <see cref="IsDefined"/> is false.
/// </remarks>
public readonly record struct Symbol : IComparable<Symbol>
{
    private static readonly string[] KnownQuotes = ["USDT", "USDC", "USD"];

    public Symbol(Asset baseAsset, Asset quoteAsset)
    {
        if (!baseAsset.IsDefined || !quoteAsset.IsDefined)
        {
            throw new ArgumentException("a symbol needs a base and a quote asset", nameof(baseAsset));
        }

        Base = baseAsset;
        Quote = quoteAsset;
        Name = baseAsset.Code + quoteAsset.Code;
    }

    public Asset Base { get; }

    public Asset Quote { get; }

    /// <summary>Base and quote code glued together, upper case.</summary>
    public string Name { get; }

    public bool IsDefined => Name is not null;

    /// <summary>Reads <c>BTCUSDT</c>, <c>btc-usdt</c>, <c>BTC/USDT</c> and <c>BTC-USDT-SWAP</c>.</summary>
    public static bool TryParse(string? text, out Symbol symbol)
    {
        symbol = default;
        if (string.IsNullOrWhiteSpace(text))
        {
            return false;
        }

        string upper = text.Trim().ToUpperInvariant();
        // A hyphen parts alone: OKX has a quote of the name USD_UM.
        string[] parts = upper.Split(upper.Contains('-') ? ['-'] : ['/', '_'], StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length >= 2)
        {
            symbol = new Symbol(new Asset(parts[0]), new Asset(parts[1]));
            return true;
        }

        foreach (string quote in KnownQuotes)
        {
            if (upper.Length > quote.Length && upper.EndsWith(quote, StringComparison.Ordinal))
            {
                symbol = new Symbol(new Asset(upper[..^quote.Length]), new Asset(quote));
                return true;
            }
        }

        return false;
    }

    /// <exception cref="FormatException">The text names no known quote asset.</exception>
    public static Symbol Parse(string text) =>
        TryParse(text, out Symbol symbol) ? symbol : throw new FormatException($"'{text}' is not a symbol such as BTCUSDT");

    public int CompareTo(Symbol other) => string.CompareOrdinal(Name, other.Name);

    public override string ToString() => Name ?? "";
}
