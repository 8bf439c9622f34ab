using PropBot.Core.MarketData;
using PropBot.Core.Values;

namespace PropBot.Simulation.Feeds;

/// <summary>
/// What a venue would have announced between two recorded settlements. The rate moves linearly from the settled one to the coming
/// one, as an average over the interval does while it fills: nobody knew the coming rate a whole interval ahead.
/// </summary>
internal sealed class RecordedFundingQuotes(RecordedFunding[] settlements, TimeSpan usualInterval)
{
    private const int RatePlaces = 12;
    private int _next;

    /// <summary>Times to the minute: the venues stamp settlements some milliseconds late.</summary>
    public static RecordedFunding[] Rounded(IReadOnlyList<RecordedFunding> recorded)
    {
        var rounded = new List<RecordedFunding>(recorded.Count);
        foreach (RecordedFunding funding in recorded)
        {
            long minutes = (funding.Time.UtcTicks + (TimeSpan.TicksPerMinute / 2)) / TimeSpan.TicksPerMinute;
            var time = new DateTimeOffset(minutes * TimeSpan.TicksPerMinute, TimeSpan.Zero);
            if (rounded.Count == 0 || time > rounded[^1].Time)
            {
                rounded.Add(funding with { Time = time });
            }
        }

        return [.. rounded];
    }

    /// <summary>Asked in time order. Without a recorded settlement to come the rate is zero at the usual instants.</summary>
    public FundingQuote At(DateTimeOffset now)
    {
        while (_next < settlements.Length && settlements[_next].Time <= now)
        {
            _next++;
        }

        if (_next == settlements.Length)
        {
            return new FundingQuote(Rate.Zero, FundingClock.NextAfter(now), usualInterval);
        }

        RecordedFunding coming = settlements[_next];
        TimeSpan interval = IntervalBefore(_next);
        decimal before = _next > 0 ? settlements[_next - 1].Rate.Value : 0m;
        decimal passed = 1m - Math.Min(1m, (decimal)(coming.Time - now).Ticks / interval.Ticks);
        decimal rate = before + ((coming.Rate.Value - before) * passed);
        return new FundingQuote(new Rate(decimal.Round(rate, RatePlaces, MidpointRounding.AwayFromZero)), coming.Time, interval);
    }

    private TimeSpan IntervalBefore(int index)
    {
        TimeSpan interval = index > 0 ? settlements[index].Time - settlements[index - 1].Time
            : settlements.Length > 1 ? settlements[1].Time - settlements[0].Time
            : usualInterval;

        // A hole in the recording is not a longer interval.
        TimeSpan after = index + 1 < settlements.Length ? settlements[index + 1].Time - settlements[index].Time : interval;
        return after < interval ? after : interval;
    }
}
