namespace PropBot.Simulator.Okx.Wire;

/// <summary><c>/public/price-limit</c> and the channel <c>price-limit</c>. Source: OKX API v5 guide, "Get limit price", read 2026-11-22.</summary>
internal sealed record OkxPriceLimit
{
    public required string BuyLmt { get; init; }
    public required bool Enabled { get; init; }
    public required string InstId { get; init; }
    public string InstType { get; init; } = "SWAP";
    public required string SellLmt { get; init; }
    public required string Ts { get; init; }
}

/// <summary><c>/public/position-tiers</c>; sizes are contracts. Source: OKX API v5 guide, "Get position tiers", read 2026-11-22.</summary>
internal sealed record OkxPositionTier
{
    public string BaseMaxLoan { get; init; } = "";
    public required string Imr { get; init; }
    public required string InstFamily { get; init; }
    public string InstId { get; init; } = "";
    public required string MaxLever { get; init; }
    public required string MaxSz { get; init; }
    public required string MinSz { get; init; }
    public required string Mmr { get; init; }
    public string OptMgnFactor { get; init; } = "0";
    public string QuoteMaxLoan { get; init; } = "";
    public required string Tier { get; init; }
    public required string Uly { get; init; }
}
