using PropBot.Core.Values;

namespace PropBot.Core.MarketData;

/// <summary>The funding a venue announces for the next settlement.</summary>
/// <param name="Rate">Fraction of notional per settlement; positive: longs pay shorts.</param>
/// <param name="NextSettlement">UTC instant at which this rate is paid (OKX: <c>fundingTime</c>, not <c>nextFundingTime</c>).</param>
/// <param name="Interval">Time between settlements of this instrument.</param>
public readonly record struct FundingQuote(Rate Rate, DateTimeOffset NextSettlement, TimeSpan Interval)
{
    public bool IsKnown => NextSettlement != default;

    /// <summary>
    /// Settlement instants in (now, now + horizon]: 0, 1, 2, ... A position held through a settlement pays all of it, one
    /// closed a minute before pays nothing.
    /// </summary>
    public int SettlementsWithin(DateTimeOffset now, TimeSpan horizon)
    {
        if (!IsKnown || Interval <= TimeSpan.Zero)
        {
            return 0;
        }

        DateTimeOffset next = NextSettlement;
        if (next <= now)
        {
            long missed = ((now - next).Ticks / Interval.Ticks) + 1;
            next += TimeSpan.FromTicks(missed * Interval.Ticks);
        }

        TimeSpan left = now + horizon - next;
        return left < TimeSpan.Zero ? 0 : checked((int)(left.Ticks / Interval.Ticks) + 1);
    }
}
