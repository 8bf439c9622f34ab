using PropBot.Core.Values;
using PropBot.Replay.Recordings.Series;
using PropBot.Replay.Recordings.Sources;
using PropBot.Simulation.Feeds;

namespace PropBot.Replay.Recordings.Formats;

/// <summary>
/// Settled funding by its header: a time, a rate, and the market in columns (<c>venue,coin</c> or <c>venue,symbol</c>) or in the file's
/// name (<c>okx_BTC_funding.csv</c>).
/// </summary>
internal static class FundingFormat
{
    public static bool Reads(Table table) => TimeColumn(table) >= 0 && RateColumn(table) >= 0;

    public static void Read(SourceFile file, Table table, SeriesSet set, RecordingNotices notices)
    {
        int time = TimeColumn(table);
        int rate = RateColumn(table);
        int venue = table.Column("venue", "exchange");
        int instrument = table.Column("symbol", "pair", "coin", "crypto");
        RecordedMarket? named = venue < 0 ? SeriesName.Of(file).Market() : null;
        if (named is null && (venue < 0 || instrument < 0))
        {
            notices.Add("format", file.Name, "neither its columns nor its name tell venue and symbol (okx_BTC_funding.csv); skipped");
            return;
        }

        var markets = new ColumnMarkets(venue, instrument, -1);
        table.ForEach(cells =>
        {
            var row = new RowReader(cells);
            var funding = new RecordedFunding(row.Time(time), new Rate(row.Number(rate, "funding rate")));
            if (row.Wrong is not null)
            {
                return row.Wrong;
            }

            if ((named ?? markets.Of(cells)) is not { } market)
            {
                return $"'{cells[instrument]}' is not an instrument";
            }

            set.For(market)?.Funding.Add(funding);
            return null;
        });
    }

    private static int TimeColumn(Table table) => table.Column("funding_time_utc", "timestamp", "time", "date", "funding_time", "fundingtime");

    private static int RateColumn(Table table) => table.Column("funding_rate", "funding rate", "fundingrate", "last_funding_rate");
}
