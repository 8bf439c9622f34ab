namespace PropBot.Venues.Okx;

/// <summary>
/// The venue's public addresses; the adapter appends <c>/ws/v5/public</c> and <c>/ws/v5/private</c>. Source: OKX API v5, Production Trading
/// Services and Demo Trading Services, read 2026-11-22. Accounts of the EU and US entities have hosts of their own (<c>eea.okx.com</c>,
/// <c>us.okx.com</c> and <c>wseea</c>, <c>wsus</c>): by configuration only.
/// </summary>
public static class OkxAddresses
{
    public static VenueEndpoints Live { get; } = new(
        new Uri("https://www.okx.com"), new Uri("wss://ws.okx.com:8443"), new Uri("wss://ws.okx.com:8443"));

    /// <summary>Demo trading: REST on the same host with the header <c>x-simulated-trading: 1</c>, streams on a host of their own.</summary>
    public static VenueEndpoints Testnet { get; } = new(
        new Uri("https://www.okx.com"), new Uri("wss://wspap.okx.com:8443"), new Uri("wss://wspap.okx.com:8443"), Demo: true);
}
