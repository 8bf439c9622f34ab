namespace PropBot.Venues.Binance;

/// <summary>
/// The venue's own addresses. Source: developers.binance.com, USD-M futures, General Info and Websocket Market Streams, read
/// 2026-11-22. The paths <c>/public</c>, <c>/market</c> and <c>/private</c> are appended by the adapter.
/// </summary>
public static class BinanceAddresses
{
    public static VenueEndpoints Live { get; } = new(
        new Uri("https://fapi.binance.com"), new Uri("wss://fstream.binance.com"), new Uri("wss://fstream.binance.com"));

    public static VenueEndpoints Testnet { get; } = new(
        new Uri("https://demo-fapi.binance.com"), new Uri("wss://fstream.binancefuture.com"), new Uri("wss://fstream.binancefuture.com"), Demo: true);
}
