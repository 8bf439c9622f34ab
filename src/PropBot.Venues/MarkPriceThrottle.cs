using PropBot.Core.Engine.Events;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Venues;

/// <summary>
/// Lets a changed mark price or funding announcement through at most once per <see cref="Interval"/> and instrument. Used by
/// the public stream's task alone.
/// </summary>
public sealed class MarkPriceThrottle(VenueClock clock)
{
    /// <summary>Real time between two events of one instrument.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(900);

    private readonly Dictionary<InstrumentId, (Price Mark, FundingQuote Funding, TimeSpan At)> _told = [];

    /// <returns>The event to publish, or null when nothing changed or the last one was told just now.</returns>
    public MarkPriceChanged? Next(InstrumentId instrument, Price mark, FundingQuote funding)
    {
        TimeSpan now = clock.Elapsed;
        if (_told.TryGetValue(instrument, out (Price Mark, FundingQuote Funding, TimeSpan At) last)
            && ((last.Mark == mark && last.Funding == funding) || (now - last.At < Interval && last.Funding == funding)))
        {
            return null;
        }

        _told[instrument] = (mark, funding, now);
        return new MarkPriceChanged(instrument, mark, funding);
    }
}
