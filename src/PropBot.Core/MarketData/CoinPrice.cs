using PropBot.Core.Values;

namespace PropBot.Core.MarketData;

/// <summary>What a venue says that a coin is worth, by its public market data.</summary>
/// <param name="Price">US dollars for one coin; 1 is the par of a dollar coin.</param>
/// <param name="Source">The venue's own index or pairs: <c>USDT-USD</c>.</param>
public sealed record CoinPrice(Asset Coin, Price Price, string Source);
