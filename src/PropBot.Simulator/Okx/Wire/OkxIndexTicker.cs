namespace PropBot.Simulator.Okx.Wire;

/// <summary>An index as <c>/market/index-tickers</c> gives it. Highs, lows and opens are those of a price that has always been what it is.</summary>
internal sealed record OkxIndexTicker(
    string InstId, string IdxPx, string High24h, string Low24h, string Open24h, string SodUtc0, string SodUtc8, string Ts);
