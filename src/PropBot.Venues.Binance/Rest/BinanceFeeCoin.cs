using PropBot.Core.Values;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Binance.Rest;

/// <summary>
/// Whether the account pays its fees in BNB (rule I10). Read with the modes and told with every statement; never changed by us, and no reason
/// to keep the venue down: what reduces risk goes on.
/// </summary>
internal sealed class BinanceFeeCoin(BinanceRest rest)
{
    private static readonly Asset Discount = new("BNB");

    private volatile bool _isOn;

    /// <summary>As last read; null while fees are taken in the settle coin.</summary>
    public Asset? Coin => _isOn ? Discount : null;

    /// <exception cref="VenueSetupException">The question was not answered.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken) => _isOn = (await rest.SendSignedAsync(
        HttpMethod.Get, "/fapi/v1/feeBurn", new BinanceParameters(), RequestLane.Reconcile, rest.Budgets.Weight(30), BinanceJson.Default.BinanceFeeBurn,
        cancellationToken)).Needed("fees in BNB").FeeBurn;
}
