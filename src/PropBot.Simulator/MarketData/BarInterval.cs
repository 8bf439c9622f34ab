namespace PropBot.Simulator.MarketData;

/// <summary>How long a bar is and where it begins.</summary>
/// <param name="Length">Whole minutes; a calendar month when zero.</param>
/// <param name="Origin">An instant at which a bar begins; its offset from UTC decides when a month does.</param>
internal sealed record BarInterval(TimeSpan Length, DateTimeOffset Origin)
{
    // The first Monday after the epoch: weeks begin on Mondays at all three venues.
    private static readonly DateTimeOffset FirstMonday = new(1970, 1, 5, 0, 0, 0, TimeSpan.Zero);

    public static BarInterval Month(TimeSpan offset) => new(TimeSpan.Zero, new DateTimeOffset(1970, 1, 1, 0, 0, 0, offset));

    public static BarInterval Week(TimeSpan offset) => new(TimeSpan.FromDays(7), FirstMonday - offset);

    /// <param name="offset">From UTC, of the day that the bars divide.</param>
    public static BarInterval Of(TimeSpan length, TimeSpan offset = default) => new(length, DateTimeOffset.UnixEpoch - offset);

    public static BarInterval Minutes(int minutes) => Of(TimeSpan.FromMinutes(minutes));

    /// <summary>When the bar of this instant begins.</summary>
    public DateTimeOffset StartOf(DateTimeOffset time)
    {
        if (Length == TimeSpan.Zero)
        {
            DateTimeOffset local = time.ToOffset(Origin.Offset);
            return new DateTimeOffset(local.Year, local.Month, 1, 0, 0, 0, Origin.Offset);
        }

        long since = (time - Origin).Ticks;
        return Origin.AddTicks(since - (since % Length.Ticks));
    }

    /// <summary>When the bar after the one that begins here begins.</summary>
    public DateTimeOffset Next(DateTimeOffset start) => Length == TimeSpan.Zero ? start.AddMonths(1) : start + Length;
}
