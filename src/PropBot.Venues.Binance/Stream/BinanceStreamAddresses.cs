namespace PropBot.Venues.Binance.Stream;

/// <summary>
/// Where the streams are. Source: developers.binance.com, USD-M futures, Important WebSocket Change Notice (Base URL Split and
/// Migration), read 2026-11-22: the paths without <c>/public</c>, <c>/market</c> and <c>/private</c> were retired on 2026-04-23; a
/// user stream there still connects, and stays silent.
/// </summary>
internal static class BinanceStreamAddresses
{
    public static Uri Public(Uri baseAddress, IReadOnlyList<string> streams) => Combined(baseAddress, "public", streams);

    public static Uri Market(Uri baseAddress, IReadOnlyList<string> streams) => Combined(baseAddress, "market", streams);

    /// <summary>Without <c>events</c>, which would leave out those that are not named, <c>listenKeyExpired</c> too.</summary>
    public static Uri User(Uri baseAddress, string listenKey) =>
        Join(baseAddress, $"private/ws?listenKey={Uri.EscapeDataString(listenKey)}");

    private static Uri Combined(Uri baseAddress, string route, IReadOnlyList<string> streams) =>
        Join(baseAddress, $"{route}/stream?streams={string.Join('/', streams)}");

    private static Uri Join(Uri baseAddress, string pathAndQuery) => new($"{baseAddress.ToString().TrimEnd('/')}/{pathAndQuery}");
}
