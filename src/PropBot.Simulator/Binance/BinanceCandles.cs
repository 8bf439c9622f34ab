using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Framing;
using PropBot.Simulator.MarketData;

namespace PropBot.Simulator.Binance;

/// <summary>
/// Klines and 24-hour tickers from the trades since the simulator's start. Source: developers.binance.com, USDⓈ-M Futures, Kline/Candlestick Data
/// and 24hr Ticker Price Change Statistics, read 2026-11-22.
/// </summary>
internal sealed class BinanceCandles(VenueContext context, BinanceInstruments instruments)
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

    private readonly Dictionary<Symbol, PriceBars> _bars = instruments.All.ToDictionary(setup => setup.Instrument.Id.Symbol, _ => new PriceBars());

    public IEnumerable<BinanceRoute> Routes =>
    [
        new("GET", "/fapi/v1/klines", BinanceSecurity.None, KlineWeight, KlinesAsync),
        new("GET", "/fapi/v1/ticker/24hr", BinanceSecurity.None, p => p.Has("symbol") ? 1 : 40, DayAsync),
    ];

    public void OnTrade(in PublicTrade trade) =>
        _bars[trade.Symbol].Add(trade.Price, trade.Quantity, trade.TakerSide == Side.Buy, trade.TradeId, trade.Time);

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
                    WriteKline(json, bar, interval!.Next(bar.Start), instrument);
                }

                json.WriteEndArray();
            });
        });
    }

    private static void WriteKline(Utf8JsonWriter json, PriceBar bar, DateTimeOffset next, Instrument instrument)
    {
        json.WriteStartArray();
        json.WriteNumberValue(bar.Start.ToUnixTimeMilliseconds());
        foreach (decimal price in (ReadOnlySpan<decimal>)[bar.Open, bar.High, bar.Low, bar.Close])
        {
            json.WriteStringValue(BinanceJson.Text(price, instrument.PriceScale));
        }

        json.WriteStringValue(BinanceJson.Text(bar.Volume, instrument.QuantityScale));
        json.WriteNumberValue(next.ToUnixTimeMilliseconds() - 1);
        json.WriteStringValue(BinanceJson.Text(bar.Turnover, instrument.PriceScale));
        json.WriteNumberValue(bar.Trades);
        json.WriteStringValue(BinanceJson.Text(bar.BoughtVolume, instrument.QuantityScale));
        json.WriteStringValue(BinanceJson.Text(bar.BoughtTurnover, instrument.PriceScale));
        json.WriteStringValue("0");
        json.WriteEndArray();
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
                return BinanceReply.Array(days.Where(day => day.Day is not null), (json, day) => WriteDay(json, day.Day!, day.Instrument, venue, now));
            }

            return days[0].Day is { } known
                ? BinanceReply.Object(json => WriteDay(json, known, one.Instrument, venue, now))
                : BinanceError.SymbolClosed;
        });
    }

    private static void WriteDay(Utf8JsonWriter json, PriceBar day, Instrument instrument, SimulatedVenue venue, DateTimeOffset now)
    {
        decimal change = day.Close - day.Open;
        IReadOnlyList<PublicTrade> last = venue.RecentTrades(instrument.Id.Symbol, 1);
        json.WriteString("symbol", instrument.NativeSymbol);
        json.WriteDecimal("priceChange", change, instrument.PriceScale);
        json.WriteDecimal("priceChangePercent", decimal.Round(change / day.Open * 100m, 3, MidpointRounding.AwayFromZero), 3);
        decimal average = day.Volume > 0m ? day.Turnover / day.Volume : day.Close;
        json.WriteDecimal("weightedAvgPrice", decimal.Round(average, instrument.PriceScale, MidpointRounding.AwayFromZero), instrument.PriceScale);
        json.WriteDecimal("lastPrice", day.Close, instrument.PriceScale);
        json.WriteDecimal("lastQty", last.Count > 0 ? last[0].Quantity : 0m, instrument.QuantityScale);
        json.WriteDecimal("openPrice", day.Open, instrument.PriceScale);
        json.WriteDecimal("highPrice", day.High, instrument.PriceScale);
        json.WriteDecimal("lowPrice", day.Low, instrument.PriceScale);
        json.WriteDecimal("volume", day.Volume, instrument.QuantityScale);
        json.WriteDecimal("quoteVolume", day.Turnover, 2);
        json.WriteTime("openTime", day.Start);
        json.WriteTime("closeTime", now);
        json.WriteNumber("firstId", day.FirstTradeId);
        json.WriteNumber("lastId", day.LastTradeId);
        json.WriteNumber("count", day.Trades);
    }

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
