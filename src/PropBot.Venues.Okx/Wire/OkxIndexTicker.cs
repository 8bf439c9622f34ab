namespace PropBot.Venues.Okx.Wire;

/// <summary>Entry of <c>GET /api/v5/market/index-tickers</c>.</summary>
internal sealed record OkxIndexTicker(string? InstId, string? IdxPx);
