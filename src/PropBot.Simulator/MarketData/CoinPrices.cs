using System.Collections.Concurrent;
using PropBot.Core.Values;

namespace PropBot.Simulator.MarketData;

/// <summary>
/// What dollar coins are worth at each venue, US dollars: at par until somebody moves one over the control port. Not part of the market's state: a new
/// process begins at par. From any thread.
/// </summary>
public sealed class CoinPrices
{
    public const decimal Par = 1m;

    /// <summary>The coins that the venues have an index of here.</summary>
    public static readonly IReadOnlyList<string> Coins = ["USDT", "USDC"];

    private readonly ConcurrentDictionary<(VenueId Venue, string Coin), decimal> _moved = [];

    /// <summary>US dollars for one coin.</summary>
    public decimal Of(VenueId venue, string coin) => _moved.GetValueOrDefault((venue, coin), Par);

    public void Set(VenueId venue, string coin, decimal dollars) => _moved[(venue, coin)] = dollars;
}
