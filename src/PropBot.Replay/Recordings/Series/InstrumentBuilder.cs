using System.Globalization;
using PropBot.Core.Values;
using PropBot.Simulation.Feeds;

namespace PropBot.Replay.Recordings.Series;

/// <summary>Turns the rows of a market into series in time order, each instant once, and says what that took.</summary>
internal sealed class InstrumentBuilder(RecordingNotices notices)
{
    /// <summary>Null when there are no prices.</summary>
    public RecordedInstrument? Build(RecordedMarket market, RawSeries raw)
    {
        (TimeSpan interval, List<RecordedBar> bars) = Bars(market, raw);
        List<RecordedQuote> quotes = InOrder(raw.Quotes, quote => quote.Time, $"quotes of {market}");
        if (bars.Count == 0 && quotes.Count == 0)
        {
            return null;
        }

        bool isInverse = market.Kind == ContractKind.Inverse;
        List<RecordedFunding> funding = InOrder(raw.Funding, funding => RoundToMinute(funding.Time), $"funding of {market}");
        List<RecordedMark> marks = InOrder(raw.MarkBars, mark => mark.Time, $"marks of {market}");
        TimeSpan markInterval = UsualStep(marks, mark => mark.Time);
        return new RecordedInstrument
        {
            Id = new InstrumentId(MarketNames.VenueOf(market.Venue)!.Value, LinearSymbol(market)),
            BarInterval = quotes.Count > 0 ? UsualStep(quotes, quote => quote.Time) : interval,

            // Sizes of inverse contracts are dollars, not base units.
            Bars = isInverse ? [.. bars.Select(bar => bar with { Volume = 0m })] : bars,
            Quotes = isInverse ? quotes : WithVolumes(quotes, bars, interval),
            Funding = funding,
            Marks = [.. marks.Select(mark => mark with { Time = mark.Time + markInterval })],
        };
    }

    /// <summary>The symbol under which the prices are used: an inverse contract stands for the linear one of its coin.</summary>
    public static Symbol LinearSymbol(RecordedMarket market) =>
        market.Kind == ContractKind.Inverse ? new Symbol(market.Symbol.Base, Asset.Usdt) : market.Symbol;

    private static List<RecordedQuote> WithVolumes(List<RecordedQuote> quotes, List<RecordedBar> bars, TimeSpan interval)
    {
        Dictionary<DateTimeOffset, decimal> volumes = bars.ToDictionary(bar => bar.OpenTime + interval, bar => bar.Volume);
        return [.. quotes.Select(quote => quote with { TradedQuantity = volumes.GetValueOrDefault(quote.Time) })];
    }

    private static DateTimeOffset RoundToMinute(DateTimeOffset time)
    {
        long half = TimeSpan.TicksPerMinute / 2;
        return new DateTimeOffset((time.UtcTicks + half) / TimeSpan.TicksPerMinute * TimeSpan.TicksPerMinute, TimeSpan.Zero);
    }

    /// <summary>The most frequent distance between two neighbours; zero when there are less than two.</summary>
    private static TimeSpan UsualStep<T>(List<T> rows, Func<T, DateTimeOffset> time)
    {
        Dictionary<TimeSpan, int> counts = [];
        for (int i = 1; i < rows.Count; i++)
        {
            TimeSpan step = time(rows[i]) - time(rows[i - 1]);
            counts[step] = counts.GetValueOrDefault(step) + 1;
        }

        return counts.Count == 0 ? TimeSpan.Zero : counts.OrderByDescending(step => step.Value).ThenBy(step => step.Key).First().Key;
    }

    /// <summary>Files of the same bar length are one series; of several lengths the shortest is taken.</summary>
    private (TimeSpan Interval, List<RecordedBar> Bars) Bars(RecordedMarket market, RawSeries raw)
    {
        SortedDictionary<TimeSpan, List<RecordedBar>> byInterval = [];
        foreach ((string file, List<RecordedBar> rows) in raw.Bars)
        {
            List<RecordedBar> ordered = InOrder(rows, bar => bar.OpenTime, $"bars of {market} in {file}");
            TimeSpan interval = UsualStep(ordered, bar => bar.OpenTime);
            if (interval == TimeSpan.Zero)
            {
                notices.Add("too_short", file, $"{ordered.Count} bar of {market} alone has no length; skipped");
            }
            else if (byInterval.TryGetValue(interval, out List<RecordedBar>? known))
            {
                known.AddRange(ordered);
            }
            else
            {
                byInterval.Add(interval, ordered);
            }
        }

        foreach (TimeSpan longer in byInterval.Keys.Skip(1))
        {
            notices.Add("interval", null, $"bars of {longer} of {market} are skipped: there are shorter ones");
        }

        (TimeSpan shortest, List<RecordedBar> bars) = byInterval.FirstOrDefault();
        return bars is null ? (TimeSpan.Zero, []) : (shortest, InOrder(bars, bar => bar.OpenTime, $"bars of {market}"));
    }

    private List<T> InOrder<T>(List<T> rows, Func<T, DateTimeOffset> time, string what)
    {
        bool isOrdered = true;
        for (int i = 1; i < rows.Count && isOrdered; i++)
        {
            isOrdered = time(rows[i]) > time(rows[i - 1]);
        }

        if (isOrdered)
        {
            return rows;
        }

        int backwards = Enumerable.Range(1, rows.Count - 1).Count(i => time(rows[i]) < time(rows[i - 1]));
        List<T> ordered = [.. rows.OrderBy(time)];
        List<T> unique = [.. ordered.Where((row, i) => i == 0 || time(row) != time(ordered[i - 1]))];
        if (backwards > 0)
        {
            notices.Add("unsorted", null, string.Create(CultureInfo.InvariantCulture, $"{what}: {backwards} steps back in time; put in order"));
        }

        if (unique.Count < rows.Count)
        {
            int twice = rows.Count - unique.Count;
            notices.Add("duplicate", null, string.Create(CultureInfo.InvariantCulture, $"{what}: {twice} rows of an instant that was there already; the first one is kept"));
        }

        return unique;
    }
}
