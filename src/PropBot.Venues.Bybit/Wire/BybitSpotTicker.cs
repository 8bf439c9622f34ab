namespace PropBot.Venues.Bybit.Wire;

/// <summary>Entry of <c>GET /v5/market/tickers?category=spot</c>.</summary>
/// <param name="UsdIndexPrice">What the base coin is worth in US dollars, as collateral is valued by; may be empty.</param>
internal sealed record BybitSpotTicker(string? Symbol, string? Bid1Price, string? Ask1Price, string? UsdIndexPrice);
