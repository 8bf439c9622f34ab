using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;
using PropBot.Simulator.MarketData;

namespace PropBot.Simulator.Binance;

/// <summary>
/// Klines and 24-hour tickers over REST and on streams, from the trades since the simulator's start. Source: developers.binance.com, USDⓈ-M Futures, Kline/Candlestick Data
/// and 24hr Ticker Price Change Statistics, read 2026-11-22.
/// </summary>
internal sealed class BinanceCandles(VenueContext context, BinanceInstruments instruments, BinanceSubscriptions subscriptions)
{
    private static readonly Dictionary<string, BarInterval> Intervals = new()
    {
        ["1m"] = BarInterval.Minutes(1),
        ["3m"] = BarInterval.Minutes(3),
        ["5m"] = BarInterval.Minutes(5),
        ["15m"] = BarInterval.Minutes(15),
        ["30m"] = BarInterval.Minutes(30),
        ["1h"] = BarInterval.Minutes(60),
        ["2h"] = BarInterval.Minutes(120),
        ["4h"] = BarInterval.Minutes(240),
        ["6h"] = BarInterval.Minutes(360),
        ["8h"] = BarInterval.Minutes(480),
        ["12h"] = BarInterval.Minutes(720),
        ["1d"] = BarInterval.Of(TimeSpan.FromDays(1)),
        ["3d"] = BarInterval.Of(TimeSpan.FromDays(3)),
        ["1w"] = BarInterval.Week(TimeSpan.Zero),
        ["1M"] = BarInterval.Month(TimeSpan.Zero),
    };

    private static readonly TimeSpan KlinePush = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan TickerPush = TimeSpan.FromSeconds(2);

    private readonly BinanceCandleNames[] _names = [.. instruments.All.Select(setup => new BinanceCandleNames(setup.Instrument, Intervals.Keys))];
    private DateTimeOffset _nextKlines;
    private DateTimeOffset _nextTickers;

    private readonly Dictionary<Symbol, PriceBars> _bars = instruments.All.ToDictionary(setup => setup.Instrument.Id.Symbol, _ => new PriceBars());

    public IEnumerable<BinanceRoute> Routes =>
    [
        new("GET", "/fapi/v1/klines", BinanceSecurity.None, KlineWeight, KlinesAsync),
        new("GET", "/fapi/v1/ticker/24hr", BinanceSecurity.None, p => p.Has("symbol") ? 1 : 40, DayAsync),
    ];

    public void OnTrade(in PublicTrade trade) =>
        _bars[trade.Symbol].Add(trade.Price, trade.Quantity, trade.TakerSide == Side.Buy, trade.TradeId, trade.Time);

    public void OnTime(DateTimeOffset now)
    {
        if (now >= _nextKlines)
        {
            _nextKlines = now + KlinePush;
            foreach (BinanceCandleNames names in _names)
            {
                TellKlines(names, now);
            }
        }

        if (now >= _nextTickers)
        {
            _nextTickers = now + TickerPush;
            foreach (BinanceCandleNames names in _names.Where(names => subscriptions.IsWanted(names.Ticker) || subscriptions.IsWanted(names.MiniTicker)))
            {
                TellTicker(names, now);
            }
        }
    }

    private void TellKlines(BinanceCandleNames names, DateTimeOffset now)
    {
        foreach ((string name, string stream) in names.Klines)
        {
            if (subscriptions.IsWanted(stream) && BarsOf(context.VenueOnLoop, names.Instrument, now).Read(Intervals[name], now).LastOrDefault() is { } bar)
            {
                subscriptions.Publish(
                    stream, BinanceEntrance.Market, json => BinanceCandleText.WriteKlineEvent(json, names.Instrument, name, bar, Intervals[name].Next(bar.Start), now));
            }
        }
    }

    private void TellTicker(BinanceCandleNames names, DateTimeOffset now)
    {
        if (BarsOf(context.VenueOnLoop, names.Instrument, now).Day(now) is { } day)
        {
            decimal last = LastQuantity(context.VenueOnLoop, names.Instrument);
            subscriptions.Publish(names.Ticker, BinanceEntrance.Market, json => BinanceCandleText.WriteTickerEvent(json, names.Instrument, day, last, now));
            subscriptions.Publish(names.MiniTicker, BinanceEntrance.Market, json => BinanceCandleText.WriteMiniTickerEvent(json, names.Instrument, day, now));
        }
    }

    private static int KlineWeight(BinanceParameters parameters) =>
        int.TryParse(parameters.Text("limit"), out int limit)
            ? limit switch
            {
                < 100 => 1,
                < 500 => 2,
                <= 1000 => 5,
                _ => 10,
            }
            : 5;

    private async Task<BinanceReply> KlinesAsync(BinanceCall call)
    {
        InstrumentSetup? setup = instruments.Mandatory(call.Parameters);
        string name = call.Parameters.MandatoryText("interval");
        DateTimeOffset? from = call.Parameters.Time("startTime");
        DateTimeOffset? to = call.Parameters.Time("endTime");
        int limit = call.Parameters.NumberWithin("limit", 1, 1500, otherwise: 500);
        BarInterval? interval = Intervals.GetValueOrDefault(name);
        if (interval is null)
        {
            call.Parameters.Fail(BinanceError.BadInterval);
        }

        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        Instrument instrument = setup!.Instrument;
        return await context.AskAsync((venue, now) =>
        {
            IEnumerable<PriceBar> chosen = BarsOf(venue, instrument, now)
                .Read(interval!, now)
                .Where(bar => (from is null || bar.Start >= from) && (to is null || bar.Start <= to));
            return BinanceReply.Ok(json =>
            {
                json.WriteStartArray();
                foreach (PriceBar bar in from is null ? chosen.TakeLast(limit) : chosen.Take(limit))
                {
                    BinanceCandleText.WriteKline(json, bar, interval!.Next(bar.Start), instrument);
                }

                json.WriteEndArray();
            });
        });
    }

    private async Task<BinanceReply> DayAsync(BinanceCall call)
    {
        InstrumentSetup? one = instruments.Optional(call.Parameters);
        if (call.Parameters.Error is { } error)
        {
            return error;
        }

        return await context.AskAsync<BinanceReply>((venue, now) =>
        {
            (Instrument Instrument, PriceBar? Day)[] days =
                [.. (one is null ? instruments.All : [one]).Select(setup => (setup.Instrument, BarsOf(venue, setup.Instrument, now).Day(now)))];
            if (one is null)
            {
                return BinanceReply.Array(days.Where(day => day.Day is not null), (json, day) => BinanceCandleText.WriteDay(json, day.Day!, day.Instrument, LastQuantity(venue, day.Instrument), now));
            }

            return days[0].Day is { } known
                ? BinanceReply.Object(json => BinanceCandleText.WriteDay(json, known, one.Instrument, LastQuantity(venue, one.Instrument), now))
                : BinanceError.SymbolClosed;
        });
    }

    private static decimal LastQuantity(SimulatedVenue venue, Instrument instrument) =>
        venue.RecentTrades(instrument.Id.Symbol, 1) is [var last] ? last.Quantity : 0m;

    private PriceBars BarsOf(SimulatedVenue venue, Instrument instrument, DateTimeOffset now)
    {
        PriceBars bars = _bars[instrument.Id.Symbol];
        if (bars.IsEmpty && venue.Market(instrument.Id.Symbol) is { } market)
        {
            bars.Begin(instrument.Tick.RoundDown(new Price(market.Mid)).Value, now);
        }

        return bars;
    }
}
