using PropBot.Core.Values;
using PropBot.Replay.Recordings.Series;
using PropBot.Replay.Recordings.Sources;
using PropBot.Simulation.Feeds;

namespace PropBot.Replay.Recordings.Formats;

/// <summary>
/// Bars by their header: <c>timestamp,open,high,low,close,volume</c> of the market that the file's name tells, or with columns that
/// name it (<c>timestamp,venue,coin,o,h,l,c,v</c>; <c>time,exchange,crypto,pair,contract,...,funding rate</c>). Times are of the bar's opening.
/// </summary>
internal static class CandleFormat
{
    private static readonly string[] TimeNames = ["timestamp", "time", "date", "datetime", "open_time", "opentime"];

    public static bool Reads(Table table) => Columns.Of(table) is not null;

    public static void Read(SourceFile file, Table table, SeriesSet set, RecordingNotices notices)
    {
        Columns columns = Columns.Of(table)!;
        var name = SeriesName.Of(file);
        if (name.Says("index"))
        {
            notices.Add("format", file.Name, "an index, not prices of a venue; skipped");
            return;
        }

        RecordedMarket? named = columns.Venue < 0 ? name.Market() : null;
        if (columns.Venue < 0 && named is null)
        {
            notices.Add("format", file.Name, "neither its columns nor its name tell venue and symbol (binance_BTCUSDT_5m.csv); skipped");
            return;
        }

        if (columns.IsLondonTime)
        {
            notices.Add("time_zone", file.Name, "its times are London local time; they are turned into UTC");
        }

        bool isMark = name.Says("mark");
        var markets = new ColumnMarkets(columns.Venue, columns.Instrument, columns.Contract);
        table.ForEach(cells => ReadRow(cells, columns, named, markets, isMark, file.Name, set));
        if (table.GoodLines == 0)
        {
            notices.Add("empty", file.Name, "no bar in it");
        }
    }

    private static string? ReadRow(
        IReadOnlyList<string> cells, Columns columns, RecordedMarket? named, ColumnMarkets markets, bool isMark, string file, SeriesSet set)
    {
        var row = new RowReader(cells);
        DateTimeOffset time = row.Time(columns.Time);
        (decimal open, decimal high, decimal low, decimal close, decimal volume) =
            row.Bar(columns.Open, columns.High, columns.Low, columns.Close, columns.Volume);
        decimal? rate = columns.Funding < 0 || cells[columns.Funding].Length == 0 ? null : row.Number(columns.Funding, "funding rate");
        if (row.Wrong is not null)
        {
            return row.Wrong;
        }

        if ((named ?? markets.Of(cells)) is not { } market)
        {
            return $"'{cells[columns.Instrument]}' is not an instrument";
        }

        if (set.For(market) is { } series)
        {
            DateTimeOffset utc = columns.IsLondonTime ? LondonTime.ToUtc(time) : time;
            Store(series, file, isMark, new RecordedBar(utc, open, high, low, close, volume), rate);
        }

        return null;
    }

    private static void Store(RawSeries series, string file, bool isMark, RecordedBar bar, decimal? rate)
    {
        if (isMark)
        {
            series.MarkBars.Add(new RecordedMark(bar.OpenTime, bar.Close));
            return;
        }

        series.BarsOf(file).Add(bar);
        if (rate is { } funding)
        {
            series.Funding.Add(new RecordedFunding(bar.OpenTime, new Rate(funding)));
        }
    }

    private sealed record Columns(
        int Time, int Open, int High, int Low, int Close, int Volume, int Venue, int Instrument, int Contract, int Funding, bool IsLondonTime)
    {
        public static Columns? Of(Table table)
        {
            if (!table.HasHeader)
            {
                // Klines without a header, as archives have them: time, open, high, low, close, volume and whatever follows.
                return table.Header.Count >= 6 && TimeText.TryParse(table.Header[0], out _)
                    ? new Columns(0, 1, 2, 3, 4, 5, -1, -1, -1, -1, false)
                    : null;
            }

            int venue = table.Column("venue", "exchange");
            int pair = table.Column("pair", "symbol", "instrument");
            int coin = table.Column("coin", "crypto", "base");
            int contract = table.Column("contract", "contract_type");
            var columns = new Columns(
                table.Column(TimeNames),
                table.Column("open", "o"),
                table.Column("high", "h"),
                table.Column("low", "l"),
                table.Column("close", "c"),
                table.Column("volume", "v", "vol"),
                venue,
                pair >= 0 ? pair : coin,
                contract,
                table.Column("funding rate", "funding_rate"),
                table.Header[0] == "time" && coin >= 0 && pair >= 0 && contract >= 0);
            int[] needed = [columns.Time, columns.Open, columns.High, columns.Low, columns.Close];
            return needed.Min() >= 0 && (venue < 0 || columns.Instrument >= 0) ? columns : null;
        }
    }
}
