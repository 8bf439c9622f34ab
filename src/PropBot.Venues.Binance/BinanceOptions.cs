namespace PropBot.Venues.Binance;

/// <summary>What only this venue has to be told.</summary>
public sealed record BinanceOptions
{
    /// <summary>Which paths the streams have. Default <see cref="BinanceStreamRoutes.Split"/>.</summary>
    public BinanceStreamRoutes StreamRoutes { get; init; } = BinanceStreamRoutes.Split;
}

/// <summary>
/// Source: developers.binance.com, USD-M futures, Important WebSocket Change Notice (Base URL Split and Migration), read
/// 2026-11-22: the paths without <c>/public</c>, <c>/market</c>, <c>/private</c> were retired on 2026-04-23; a retired user stream
/// connects and stays silent.
/// </summary>
public enum BinanceStreamRoutes
{
    /// <summary><c>/public/stream</c>, <c>/market/stream</c>, <c>/private/ws?listenKey=</c>.</summary>
    Split = 1,

    /// <summary><c>/stream</c> and <c>/ws/&lt;listenKey&gt;</c>, for hosts that did not follow the split.</summary>
    Legacy = 2,
}
