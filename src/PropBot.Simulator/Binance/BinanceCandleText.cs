using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Simulator.MarketData;

namespace PropBot.Simulator.Binance;

/// <summary>Names of the streams of klines and 24-hour tickers of one instrument.</summary>
internal sealed class BinanceCandleNames(Instrument instrument, IEnumerable<string> intervals)
{
    public Instrument Instrument { get; } = instrument;

    public string Ticker { get; } = instrument.NativeSymbol.ToLowerInvariant() + "@ticker";

    public string MiniTicker { get; } = instrument.NativeSymbol.ToLowerInvariant() + "@miniTicker";

    public IReadOnlyList<(string Interval, string Stream)> Klines { get; } =
        [.. intervals.Select(interval => (interval, $"{instrument.NativeSymbol.ToLowerInvariant()}@kline_{interval}"))];
}

/// <summary>Bars in Binance's words.</summary>
internal static class BinanceCandleText
{
    /// <param name="next">When the bar after this one begins.</param>
    public static void WriteKline(Utf8JsonWriter json, PriceBar bar, DateTimeOffset next, Instrument instrument)
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

    public static void WriteKlineEvent(Utf8JsonWriter json, Instrument instrument, string interval, PriceBar bar, DateTimeOffset next, DateTimeOffset now)
    {
        json.WriteString("e", "kline");
        json.WriteTime("E", now);
        json.WriteString("s", instrument.NativeSymbol);
        json.WriteStartObject("k");
        json.WriteTime("t", bar.Start);
        json.WriteNumber("T", next.ToUnixTimeMilliseconds() - 1);
        json.WriteString("s", instrument.NativeSymbol);
        json.WriteString("i", interval);
        json.WriteNumber("f", bar.FirstTradeId);
        json.WriteNumber("L", bar.LastTradeId);
        json.WriteDecimal("o", bar.Open, instrument.PriceScale);
        json.WriteDecimal("c", bar.Close, instrument.PriceScale);
        json.WriteDecimal("h", bar.High, instrument.PriceScale);
        json.WriteDecimal("l", bar.Low, instrument.PriceScale);
        json.WriteDecimal("v", bar.Volume, instrument.QuantityScale);
        json.WriteNumber("n", bar.Trades);
        json.WriteBoolean("x", next <= now);
        json.WriteDecimal("q", bar.Turnover, instrument.PriceScale);
        json.WriteDecimal("V", bar.BoughtVolume, instrument.QuantityScale);
        json.WriteDecimal("Q", bar.BoughtTurnover, instrument.PriceScale);
        json.WriteString("B", "0");
        json.WriteEndObject();
    }

    /// <param name="lastQuantity">Of the last trade, base units.</param>
    public static void WriteDay(Utf8JsonWriter json, PriceBar day, Instrument instrument, decimal lastQuantity, DateTimeOffset now)
    {
        json.WriteString("symbol", instrument.NativeSymbol);
        json.WriteDecimal("priceChange", day.Close - day.Open, instrument.PriceScale);
        json.WriteDecimal("priceChangePercent", Percent(day), 3);
        json.WriteDecimal("weightedAvgPrice", Average(day, instrument), instrument.PriceScale);
        json.WriteDecimal("lastPrice", day.Close, instrument.PriceScale);
        json.WriteDecimal("lastQty", lastQuantity, instrument.QuantityScale);
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

    public static void WriteTickerEvent(Utf8JsonWriter json, Instrument instrument, PriceBar day, decimal lastQuantity, DateTimeOffset now)
    {
        json.WriteString("e", "24hrTicker");
        json.WriteTime("E", now);
        json.WriteString("s", instrument.NativeSymbol);
        json.WriteDecimal("p", day.Close - day.Open, instrument.PriceScale);
        json.WriteDecimal("P", Percent(day), 3);
        json.WriteDecimal("w", Average(day, instrument), instrument.PriceScale);
        json.WriteDecimal("c", day.Close, instrument.PriceScale);
        json.WriteDecimal("Q", lastQuantity, instrument.QuantityScale);
        WriteRange(json, instrument, day);
        json.WriteTime("O", day.Start);
        json.WriteTime("C", now);
        json.WriteNumber("F", day.FirstTradeId);
        json.WriteNumber("L", day.LastTradeId);
        json.WriteNumber("n", day.Trades);
    }

    public static void WriteMiniTickerEvent(Utf8JsonWriter json, Instrument instrument, PriceBar day, DateTimeOffset now)
    {
        json.WriteString("e", "24hrMiniTicker");
        json.WriteTime("E", now);
        json.WriteString("s", instrument.NativeSymbol);
        json.WriteDecimal("c", day.Close, instrument.PriceScale);
        WriteRange(json, instrument, day);
    }

    private static void WriteRange(Utf8JsonWriter json, Instrument instrument, PriceBar day)
    {
        json.WriteDecimal("o", day.Open, instrument.PriceScale);
        json.WriteDecimal("h", day.High, instrument.PriceScale);
        json.WriteDecimal("l", day.Low, instrument.PriceScale);
        json.WriteDecimal("v", day.Volume, instrument.QuantityScale);
        json.WriteDecimal("q", day.Turnover, 2);
    }

    private static decimal Percent(PriceBar day) => decimal.Round((day.Close - day.Open) / day.Open * 100m, 3, MidpointRounding.AwayFromZero);

    private static decimal Average(PriceBar day, Instrument instrument) =>
        decimal.Round(day.Volume > 0m ? day.Turnover / day.Volume : day.Close, instrument.PriceScale, MidpointRounding.AwayFromZero);
}
