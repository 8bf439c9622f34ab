using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Venues;

/// <summary>
/// Lets a changed mark price or funding announcement through at most once per <see cref="Interval"/> and instrument, and what has not changed
/// once per <see cref="Repeat"/>, so that a mark that stands still can be told from one that nobody says any more. Used by the public stream's task alone.
/// </summary>
public sealed class MarkPriceThrottle(VenueClock clock)
{
    /// <summary>Real time between two events of one instrument.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(900);

    /// <summary>Real time between two events of one instrument that say the same.</summary>
    public static readonly TimeSpan Repeat = TimeSpan.FromSeconds(5);

    private readonly Dictionary<InstrumentId, (Price Mark, FundingQuote Funding, PriceLimits? Limits, TimeSpan At, TimeSpan Said)> _told = [];

    /// <summary>Of the clock that counts here.</summary>
    public TimeSpan Elapsed => clock.Elapsed;

    /// <param name="limits">The venue's limit prices of the moment, where it tells them.</param>
    /// <param name="saidElapsed">When the venue said this mark, by our clock's elapsed time; null: with this very message.</param>
    /// <returns>The event to publish, or null when the last one was told just now, or says the same and not long ago.</returns>
    public MarkPriceChanged? Next(InstrumentId instrument, Price mark, FundingQuote funding, PriceLimits? limits = null, TimeSpan? saidElapsed = null)
    {
        TimeSpan now = clock.Elapsed;
        TimeSpan said = saidElapsed ?? now;
        if (_told.TryGetValue(instrument, out (Price Mark, FundingQuote Funding, PriceLimits? Limits, TimeSpan At, TimeSpan Said) last))
        {
            bool isSame = last.Mark == mark && last.Funding == funding && last.Limits == limits && said - last.Said < Repeat;
            if (now - last.At < (isSame ? Repeat : Interval) && last.Funding == funding)
            {
                return null;
            }
        }

        _told[instrument] = (mark, funding, limits, now, said);
        return new MarkPriceChanged(instrument, mark, funding, limits) { MarkAge = now - said };
    }
}
