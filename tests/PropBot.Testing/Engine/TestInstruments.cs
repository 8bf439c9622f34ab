using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Testing.Engine;

/// <summary>
/// Instruments with round numbers: Binance counts in 0.001 BTC, OKX in contracts of 0.01 BTC, Bybit in 0.001 BTC; taker fees of
/// 5, 5 and 5.5 basis points, so that a round trip Binance-OKX costs 20.
/// </summary>
public static class TestInstruments
{
    public static readonly Symbol Btc = Symbol.Parse("BTCUSDT");
    public static readonly Symbol Eth = Symbol.Parse("ETHUSDT");

    public static readonly Instrument BinanceBtc = Make(VenueId.BinanceUm, Btc, tick: 0.1m, lot: 0.001m, takerBps: 5m, minNotional: 100m);
    public static readonly Instrument OkxBtc = Make(VenueId.OkxPerp, Btc, tick: 0.1m, lot: 0.01m, takerBps: 5m, minNotional: 0m);
    public static readonly Instrument BybitBtc = Make(VenueId.BybitLinear, Btc, tick: 0.1m, lot: 0.001m, takerBps: 5.5m, minNotional: 5m);

    public static readonly Instrument BinanceEth = Make(VenueId.BinanceUm, Eth, tick: 0.01m, lot: 0.001m, takerBps: 5m, minNotional: 20m);
    public static readonly Instrument OkxEth = Make(VenueId.OkxPerp, Eth, tick: 0.01m, lot: 0.1m, takerBps: 5m, minNotional: 0m);

    public static Instrument Make(
        VenueId venue, Symbol symbol, decimal tick, decimal lot, decimal takerBps, decimal minNotional, decimal? minQuantity = null) => new()
        {
            Id = new InstrumentId(venue, symbol),
            NativeSymbol = symbol.Name,
            SettleAsset = symbol.Quote,
            Tick = new TickSize(tick),
            Lot = new LotSize(lot),
            MinQuantity = new Quantity(minQuantity ?? lot),
            MinNotional = new Notional(minNotional),
            Fees = new FeeSchedule(Rate.FromBps(2m), Rate.FromBps(takerBps)),
        };
}
