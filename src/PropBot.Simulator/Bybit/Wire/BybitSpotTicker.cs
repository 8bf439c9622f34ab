namespace PropBot.Simulator.Bybit.Wire;

/// <summary>The one spot pair here, USDC in USDT, as <c>/v5/market/tickers</c> gives it. Source: Bybit API v5 docs, "Get Tickers", spot, read 2026-11-30.</summary>
internal sealed record BybitSpotTicker
{
    public const string DollarPair = "USDCUSDT";

    private const decimal Tick = 0.0001m;

    public string Symbol { get; init; } = DollarPair;
    public required string Bid1Price { get; init; }
    public string Bid1Size { get; init; } = "100000";
    public required string Ask1Price { get; init; }
    public string Ask1Size { get; init; } = "100000";
    public required string LastPrice { get; init; }
    public required string PrevPrice24h { get; init; }
    public string Price24hPcnt { get; init; } = "0";
    public required string HighPrice24h { get; init; }
    public required string LowPrice24h { get; init; }
    public string Turnover24h { get; init; } = "0";
    public string Volume24h { get; init; } = "0";

    /// <summary>US dollars for one USDC.</summary>
    public required string UsdIndexPrice { get; init; }

    /// <param name="usdc">US dollars.</param>
    /// <param name="usdt">US dollars.</param>
    public static BybitSpotTicker Of(decimal usdc, decimal usdt)
    {
        decimal bid = decimal.Round(usdc / usdt, 4, MidpointRounding.ToZero);
        string price = BybitText.Number(bid);
        return new BybitSpotTicker
        {
            Bid1Price = price,
            Ask1Price = BybitText.Number(bid + Tick),
            LastPrice = price,
            PrevPrice24h = price,
            HighPrice24h = price,
            LowPrice24h = price,
            UsdIndexPrice = BybitText.Number(usdc),
        };
    }
}
