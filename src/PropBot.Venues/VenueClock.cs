namespace PropBot.Venues;

/// <summary>
/// The two clocks of the shell. <see cref="MarketNow"/> is the UTC time of the market that is traded (in the paper profile it
/// may be years away and run faster); it is for timestamps, signatures and settlements. <see cref="Elapsed"/> is real monotonic
/// time since the process started its engine; it is for ages, time-outs and deadlines.
/// </summary>
/// <param name="time">Its <c>GetUtcNow</c> is market time, its <c>GetTimestamp</c> and its timers are real.</param>
/// <param name="originTimestamp">The timestamp at which the engine's elapsed time is zero.</param>
public sealed class VenueClock(TimeProvider time, long originTimestamp)
{
    public TimeProvider Time { get; } = time;

    public DateTimeOffset MarketNow => Time.GetUtcNow();

    public TimeSpan Elapsed => Time.GetElapsedTime(originTimestamp);
}
