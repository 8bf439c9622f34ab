using PropBot.Core.Values;
using PropBot.Simulation.Books;

namespace PropBot.Simulation.Defaults;

/// <summary>
/// Cumulative notional of one side by distance from the touch. Measured on recorded books, medians over one-second samples or
/// frames; of bid and ask the thinner one where they differ much.
/// </summary>
internal static class DefaultDepth
{
    // Binance USD-M BTCUSDT, 2024-08-08, hftbacktest set, rebuilt book, 344 one-second samples: best 177k/206k, 0.5 bps 258k/281k,
    // 1 bps 412k/470k, 2 bps 800k/974k, 5 bps 2.81M/3.82M, 10 bps 8.03M/9.77M, 20 bps 20.4M/44.5M, 50 bps 46.1M/122M (a lower bound).
    // Half-spread: 0.0081 bps in 99 % of the time, which is half a tick.
    // Trades: 435k USD/s in that (busy) window; a third of it is taken for an ordinary hour.
    private static readonly DepthProfile BinanceBtc = Profile(
        0.0081, 150_000, (0, 180_000), (0.5, 270_000), (1, 440_000), (2, 850_000), (5, 3_200_000), (10, 8_500_000), (20, 20_400_000), (50, 46_000_000));

    // Bybit BTCUSDT, 2026-08-09, cryptofeed capture, 414 frames: best 475k/479k, 0.5 bps 1.02M/435k, 1 bps 1.67M/645k, 2 bps 2.84M/1.96M,
    // 5 bps above 7.0M (the recorded 200 levels end there); from there on the slope of the Binance book.
    // Half-spread 0.0077 bps always (half a tick). Trades 10k USD/s on that quiet Sunday, ten times that on an ordinary day.
    private static readonly DepthProfile BybitBtc = Profile(
        0.0077, 100_000, (0, 430_000), (0.5, 600_000), (1, 900_000), (2, 2_000_000), (5, 7_000_000), (10, 12_300_000), (20, 24_000_000), (50, 50_000_000));

    // Bybit ETHUSDT, same capture, 421 frames: best 130k/47k, 0.5 bps 128k/55k, 1 bps 164k/116k, 2 bps 805k/346k, 5 bps 3.81M/2.37M,
    // 10 bps 8.65M/6.31M, 20 bps above 11.1M/7.6M (end of the recorded levels), beyond that the slope goes on. Half-spread 0.026 bps.
    private static readonly DepthProfile BybitEth = Profile(
        0.026, 60_000, (0, 50_000), (0.5, 75_000), (1, 130_000), (2, 450_000), (5, 2_500_000), (10, 6_500_000), (20, 13_000_000), (50, 26_000_000));

    // Bybit SOLUSDT, same capture, 383 frames: best 81k/58k, 2 bps 167k/135k, 5 bps 657k/617k, 10 bps 1.30M/1.45M, 20 bps 2.90M/3.16M,
    // 50 bps 8.16M/8.63M. Half-spread is half a tick always (0.647 bps at 77 USDT), so the tick decides it, not this number.
    private static readonly DepthProfile BybitSol = Profile(
        0.1, 40_000, (0, 60_000), (2, 150_000), (5, 630_000), (10, 1_370_000), (20, 3_000_000), (50, 8_400_000));

    // No recorded book of an OKX USDT swap with calm prices exists (two coin-margined books of 11 s after a crash do), so OKX is taken to
    // hold this share of the other venues' depth; symbols that were not measured hold this share of SOL's.
    private const double OkxShare = 0.7;
    private const double UnknownSymbolShare = 0.5;

    public static DepthProfile Of(VenueId venue, Symbol symbol)
    {
        bool binance = venue == VenueId.BinanceUm;
        DepthProfile profile = symbol.Base.Code switch
        {
            "BTC" => binance || venue == VenueId.OkxPerp ? BinanceBtc : BybitBtc,
            "ETH" => BybitEth,
            "SOL" => BybitSol,
            _ => Times(BybitSol, UnknownSymbolShare),
        };
        return venue == VenueId.OkxPerp ? Times(profile, OkxShare) : profile;
    }

    private static DepthProfile Profile(double halfSpreadBps, double tradedPerSecond, params (double Bps, double Notional)[] points) => new()
    {
        HalfSpreadBps = halfSpreadBps,
        TradedNotionalPerSecond = tradedPerSecond,
        Points = [.. points.Select(point => new DepthPoint(point.Bps, point.Notional))],
    };

    private static DepthProfile Times(DepthProfile profile, double share) => profile with
    {
        TradedNotionalPerSecond = profile.TradedNotionalPerSecond * share,
        Points = [.. profile.Points.Select(point => point with { Notional = point.Notional * share })],
    };
}
