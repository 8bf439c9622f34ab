using PropBot.Core.Instruments;

namespace PropBot.Venues.Binance.Stream;

/// <summary>Where the streams are (see <see cref="BinanceStreamRoutes"/>).</summary>
internal static class BinanceAddresses
{
    public static Uri Depth(Uri baseAddress, BinanceStreamRoutes routes, IReadOnlyList<Instrument> instruments) =>
        Combined(baseAddress, routes, "public", instruments, "depth@100ms");

    public static Uri Marks(Uri baseAddress, BinanceStreamRoutes routes, IReadOnlyList<Instrument> instruments) =>
        Combined(baseAddress, routes, "market", instruments, "markPrice@1s");

    public static Uri User(Uri baseAddress, BinanceStreamRoutes routes, string listenKey) => routes == BinanceStreamRoutes.Legacy
        ? Join(baseAddress, $"ws/{listenKey}")
        : Join(baseAddress, $"private/ws?listenKey={Uri.EscapeDataString(listenKey)}");

    private static Uri Combined(
        Uri baseAddress, BinanceStreamRoutes routes, string route, IReadOnlyList<Instrument> instruments, string stream)
    {
        string streams = string.Join('/', instruments.Select(i => $"{i.NativeSymbol.ToLowerInvariant()}@{stream}"));
        return Join(baseAddress, routes == BinanceStreamRoutes.Legacy ? $"stream?streams={streams}" : $"{route}/stream?streams={streams}");
    }

    private static Uri Join(Uri baseAddress, string pathAndQuery) => new($"{baseAddress.ToString().TrimEnd('/')}/{pathAndQuery}");
}
