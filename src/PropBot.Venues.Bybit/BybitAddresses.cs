namespace PropBot.Venues.Bybit;

/// <summary>
/// The venue's public addresses. Source: Bybit API v5, Integration Guidance, WebSocket Connect and Demo Trading Service, read
/// 2026-11-22.
/// </summary>
public sealed record BybitAddresses(Uri Rest, Uri PublicStream, Uri PrivateStream)
{
    public static BybitAddresses Live { get; } = new(
        new Uri("https://api.bybit.com"), new Uri("wss://stream.bybit.com"), new Uri("wss://stream.bybit.com"));

    public static BybitAddresses Testnet { get; } = new(
        new Uri("https://api-testnet.bybit.com"), new Uri("wss://stream-testnet.bybit.com"), new Uri("wss://stream-testnet.bybit.com"));

    /// <summary>Virtual money on the real market: keys of its own, public data of the real venue.</summary>
    public static BybitAddresses Demo { get; } = new(
        new Uri("https://api-demo.bybit.com"), new Uri("wss://stream.bybit.com"), new Uri("wss://stream-demo.bybit.com"));
}
