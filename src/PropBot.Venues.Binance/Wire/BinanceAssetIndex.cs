namespace PropBot.Venues.Binance.Wire;

/// <summary>Answer of <c>GET /fapi/v1/assetIndex?symbol=USDTUSD</c>: what the venue values margin of another coin by, US dollars.</summary>
internal sealed record BinanceAssetIndex(string Symbol, decimal Index);
