using PropBot.Core.Values;
using PropBot.Replay.Recordings.Series;
using PropBot.Replay.Recordings.Sources;
using PropBot.Simulation.Feeds;

namespace PropBot.Replay.Recordings.Formats;

/// <summary>
/// Lean's files, which have no header: <c>venue/minute/btcusd/20221213_quote.zip</c> with <c>ms,bidO,bidH,bidL,bidC,size,askO,...</c>,
/// <c>..._trade.zip</c> with <c>ms,o,h,l,c,volume</c>, and <c>venue/margin_interest/btcusd.csv</c> with funding. Milliseconds are
/// of the UTC day in the name, at the bar's opening.
/// </summary>
internal static class LeanFormat
{
    private const int QuoteColumns = 11;
    private const int TradeColumns = 6;

    public static bool Reads(SourceFile file, Table table)
    {
        var name = SeriesName.Of(file);
        return !table.HasHeader && (IsFunding(name, table) || IsQuotes(name, table) || IsTrades(name, table));
    }

    public static void Read(SourceFile file, Table table, SeriesSet set, RecordingNotices notices)
    {
        var name = SeriesName.Of(file);
        if (name.Market() is not { } market)
        {
            notices.Add("format", file.Name, "its path does not tell the venue (binance/minute/btcusd/20221213_quote.zip); skipped");
            return;
        }

        if (IsFunding(name, table))
        {
            table.ForEach(cells => ReadFunding(cells, market, set));
            return;
        }

        DateTimeOffset day = new(name.Day()!.Value, TimeOnly.MinValue, TimeSpan.Zero);
        TimeSpan bar = name.Says("second") || name.IsIn("second") ? TimeSpan.FromSeconds(1) : TimeSpan.FromMinutes(1);
        if (IsQuotes(name, table))
        {
            table.ForEach(cells => ReadQuote(cells, day, bar, market, set));
        }
        else
        {
            table.ForEach(cells => ReadTrade(cells, day, market, set, file.Name));
        }
    }

    private static bool IsQuotes(SeriesName name, Table table) =>
        name.Says("quote") && name.Day() is not null && table.Header.Count == QuoteColumns;

    private static bool IsTrades(SeriesName name, Table table) =>
        name.Says("trade") && name.Day() is not null && table.Header.Count == TradeColumns;

    private static bool IsFunding(SeriesName name, Table table) => name.IsIn("margin_interest") && table.Header.Count == 2;

    private static string? ReadFunding(IReadOnlyList<string> cells, RecordedMarket market, SeriesSet set)
    {
        var row = new RowReader(cells);
        var funding = new RecordedFunding(row.Time(0), new Rate(row.Number(1, "funding rate")));
        if (row.Wrong is null)
        {
            set.For(market)?.Funding.Add(funding);
        }

        return row.Wrong;
    }

    private static string? ReadQuote(IReadOnlyList<string> cells, DateTimeOffset day, TimeSpan bar, RecordedMarket market, SeriesSet set)
    {
        var row = new RowReader(cells);
        TimeSpan opening = row.MillisecondsOfDay(0);
        var quote = new RecordedQuote(day + opening + bar, row.Price(4, "bid"), row.Price(9, "ask"));
        string? wrong = row.Wrong ?? (quote.Bid < quote.Ask ? null : $"bid {cells[4]} is not below ask {cells[9]}");
        if (wrong is null)
        {
            set.For(market)?.Quotes.Add(quote);
        }

        return wrong;
    }

    private static string? ReadTrade(IReadOnlyList<string> cells, DateTimeOffset day, RecordedMarket market, SeriesSet set, string file)
    {
        var row = new RowReader(cells);
        TimeSpan opening = row.MillisecondsOfDay(0);
        (decimal open, decimal high, decimal low, decimal close, decimal volume) = row.Bar(1, 2, 3, 4, 5);
        if (row.Wrong is null)
        {
            set.For(market)?.BarsOf(file).Add(new RecordedBar(day + opening, open, high, low, close, volume));
        }

        return row.Wrong;
    }
}
