using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
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

    private readonly Dictionary<InstrumentId, (Price Mark, FundingQuote Funding, PriceLimits? Limits, TimeSpan At)> _told = [];

    /// <param name="limits">The venue's limit prices of the moment, where it tells them.</param>
    /// <returns>The event to publish, or null when nothing changed or the last one was told just now.</returns>
    public MarkPriceChanged? Next(InstrumentId instrument, Price mark, FundingQuote funding, PriceLimits? limits = null)
    {
        TimeSpan now = clock.Elapsed;
        if (_told.TryGetValue(instrument, out (Price Mark, FundingQuote Funding, PriceLimits? Limits, TimeSpan At) last)
            && ((last.Mark == mark && last.Funding == funding && last.Limits == limits) || (now - last.At < Interval && last.Funding == funding)))
        {
            return null;
        }

        _told[instrument] = (mark, funding, limits, now);
        return new MarkPriceChanged(instrument, mark, funding, limits);
    }
}
