namespace PropBot.Simulation.Feeds;

/// <summary>Settlement instants of the model: 00:00, 08:00 and 16:00 UTC, as all three venues have them for the majors.</summary>
internal static class FundingClock
{
    public static readonly TimeSpan Interval = TimeSpan.FromHours(8);

    /// <summary>The first settlement after this instant.</summary>
    public static DateTimeOffset NextAfter(DateTimeOffset instant)
    {
        long ticks = ((instant.UtcTicks / Interval.Ticks) + 1) * Interval.Ticks;
        return new DateTimeOffset(ticks, TimeSpan.Zero);
    }
}
