using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Benchmarks;

/// <summary>BTC perpetuals with the steps and taker fees that the venues have.</summary>
internal static class BenchInstruments
{
    public static readonly Instrument Binance = Make(VenueId.BinanceUm, "BTCUSDT", tick: 0.1m, lot: 0.001m, takerBps: 5m);
    public static readonly Instrument Okx = Make(VenueId.OkxPerp, "BTCUSDT", tick: 0.1m, lot: 0.0001m, takerBps: 5m);
    public static readonly Instrument Bybit = Make(VenueId.BybitLinear, "BTCUSDT", tick: 0.1m, lot: 0.001m, takerBps: 5.5m);

    public static Instrument Make(VenueId venue, string symbol, decimal tick, decimal lot, decimal takerBps) => new()
    {
        Id = new InstrumentId(venue, Symbol.Parse(symbol)),
        NativeSymbol = symbol,
        SettleAsset = Asset.Usdt,
        Tick = new TickSize(tick),
        Lot = new LotSize(lot),
        MinQuantity = new Quantity(lot),
        MinNotional = new Notional(5m),
        Fees = new FeeSchedule(Rate.FromBps(2m), Rate.FromBps(takerBps)),
    };
}
