namespace PropBot.Venues.Okx;

/// <summary>
/// The venue's public addresses, without paths. Source: OKX API v5, Production Trading Services and Demo Trading Services, read
/// 2026-11-22. Accounts of the EU and US entities have hosts of their own (<c>eea.okx.com</c>, <c>us.okx.com</c>): by configuration only.
/// </summary>
/// <param name="Demo">Whether requests carry the demo header.</param>
public sealed record OkxAddresses(Uri Rest, Uri PublicStream, Uri PrivateStream, bool Demo)
{
    public static readonly OkxAddresses Live = new(
        new Uri("https://www.okx.com"), new Uri("wss://ws.okx.com:8443"), new Uri("wss://ws.okx.com:8443"), Demo: false);

    /// <summary>Demo trading: REST on the same host with the header <c>x-simulated-trading: 1</c>, streams on a host of their own.</summary>
    public static readonly OkxAddresses Testnet = new(
        new Uri("https://www.okx.com"), new Uri("wss://wspap.okx.com:8443"), new Uri("wss://wspap.okx.com:8443"), Demo: true);
}
