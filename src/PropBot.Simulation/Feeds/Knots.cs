namespace PropBot.Simulation.Feeds;

/// <summary>A known price: what the book was at an instant.</summary>
/// <param name="Mid">Middle of bid and ask, or the close, quote units.</param>
/// <param name="HalfSpread">Recorded half-spread, quote units; negative where none was recorded.</param>
/// <param name="RangeBps">High minus low of the bar that ends here, basis points of its close; 0 for quotes.</param>
/// <param name="Volume">Base units traded since the knot before.</param>
internal readonly record struct Knot(DateTimeOffset Time, decimal Mid, decimal HalfSpread, double RangeBps, decimal Volume);

/// <summary>Makes knots of a recorded series on the grid of the coarsest series of its symbol.</summary>
internal static class Knots
{
    public static IReadOnlyList<Knot> Of(RecordedInstrument instrument, RecordedInstrument coarsest)
    {
        if (instrument.Quotes.Count > 0)
        {
            return OfQuotes(instrument, coarsest);
        }

        return instrument.BarInterval == coarsest.BarInterval ? OfBars(instrument) : OfFinerBars(instrument, coarsest);
    }

    private static List<Knot> OfBars(RecordedInstrument instrument)
    {
        var knots = new List<Knot>(instrument.Bars.Count);
        foreach (RecordedBar bar in instrument.Bars)
        {
            knots.Add(KnotOf(bar, instrument.BarInterval));
        }

        return knots;
    }

    private static List<Knot> OfFinerBars(RecordedInstrument instrument, RecordedInstrument coarsest)
    {
        long phase = PhaseOf(coarsest);
        long length = coarsest.BarInterval.Ticks;
        var knots = new List<Knot>();
        RecordedBar? sum = null;
        foreach (RecordedBar bar in instrument.Bars)
        {
            long open = ((bar.OpenTime.UtcTicks - phase) / length * length) + phase;
            sum = sum is { } part && part.OpenTime.UtcTicks == open
                ? part with
                {
                    High = Math.Max(part.High, bar.High),
                    Low = Math.Min(part.Low, bar.Low),
                    Close = bar.Close,
                    Volume = part.Volume + bar.Volume,
                }
                : bar with { OpenTime = new DateTimeOffset(open, TimeSpan.Zero) };
            bool closes = bar.OpenTime + instrument.BarInterval == sum.Value.OpenTime + coarsest.BarInterval;
            if (closes)
            {
                knots.Add(KnotOf(sum.Value, coarsest.BarInterval));
                sum = null;
            }
        }

        return knots;
    }

    private static List<Knot> OfQuotes(RecordedInstrument instrument, RecordedInstrument coarsest)
    {
        long phase = PhaseOf(coarsest);
        var knots = new List<Knot>();
        decimal volume = 0m;
        foreach (RecordedQuote quote in instrument.Quotes)
        {
            volume += quote.TradedQuantity;
            if ((quote.Time.UtcTicks - phase) % coarsest.BarInterval.Ticks == 0)
            {
                knots.Add(new Knot(quote.Time, (quote.Bid + quote.Ask) / 2m, (quote.Ask - quote.Bid) / 2m, 0.0, volume));
                volume = 0m;
            }
        }

        return knots;
    }

    private static long PhaseOf(RecordedInstrument instrument)
    {
        long ticks = instrument.Quotes.Count > 0 ? instrument.Quotes[0].Time.UtcTicks
            : instrument.Bars.Count > 0 ? instrument.Bars[0].OpenTime.UtcTicks
            : 0L;
        return ticks % instrument.BarInterval.Ticks;
    }

    private static Knot KnotOf(RecordedBar bar, TimeSpan interval) => new(
        bar.OpenTime + interval,
        bar.Close,
        HalfSpread: -1m,
        (double)((bar.High - bar.Low) / bar.Close) * 10_000.0,
        bar.Volume);
}
