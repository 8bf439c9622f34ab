using PropBot.Simulator.Framing;

namespace PropBot.Simulator.Binance;

/// <summary>Starting, keeping and ending a user data stream. Source: developers.binance.com, USDⓈ-M Futures, User Data Streams, read 2026-11-22.</summary>
internal sealed class BinanceUserStreamKeys(VenueContext context, BinanceListenKeys keys)
{
    public IEnumerable<BinanceRoute> Routes =>
    [
        new("POST", "/fapi/v1/listenKey", BinanceSecurity.Key, 1, call => OnLoopAsync(() => Key(keys.Start(call.Signer!)))),
        new("PUT", "/fapi/v1/listenKey", BinanceSecurity.Key, 1, call => OnLoopAsync(() => Key(keys.KeepAlive(call.Account)))),
        new("DELETE", "/fapi/v1/listenKey", BinanceSecurity.Key, 1, call => OnLoopAsync(() => End(call.Account))),
    ];

    private Task<BinanceReply> OnLoopAsync(Func<BinanceReply> answer) => context.AskAsync((_, _) => answer());

    private static BinanceReply Key(string? key) =>
        key is null ? BinanceError.BadListenKey : BinanceReply.Object(json => json.WriteString("listenKey", key));

    /// <summary>An account without a stream gets the same answer: ending twice is no error.</summary>
    private BinanceReply End(string account)
    {
        keys.End(account);
        return BinanceReply.Object(_ => { });
    }
}
