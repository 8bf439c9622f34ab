namespace PropBot.Venues;

/// <summary>
/// The two clocks of the shell. <see cref="MarketNow"/> is the UTC time of the market that is traded (in the paper profile it
/// may be years away and run faster); it is for timestamps and settlements. <see cref="Elapsed"/> is real monotonic
/// time since the process started its engine; it is for ages, time-outs and deadlines.
/// </summary>
public sealed class VenueClock
{
    private readonly long _originTimestamp;
    private readonly bool _isWallClock;
    private readonly DateTimeOffset _marketAtOrigin;

    /// <param name="time">Its <c>GetUtcNow</c> is market time, its <c>GetTimestamp</c> and its timers are real.</param>
    /// <param name="originTimestamp">The timestamp at which the engine's elapsed time is zero.</param>
    /// <param name="isWallClock">
    /// Market time is the machine's wall clock, which others set; a simulated market's runs at its own speed, waits for its feed, and is set by nobody.
    /// </param>
    public VenueClock(TimeProvider time, long originTimestamp, bool isWallClock = false)
    {
        Time = time;
        _originTimestamp = originTimestamp;
        _isWallClock = isWallClock;
        _marketAtOrigin = time.GetUtcNow() - Elapsed;
    }

    public TimeProvider Time { get; }

    public DateTimeOffset MarketNow => Time.GetUtcNow();

    public TimeSpan Elapsed => Time.GetElapsedTime(_originTimestamp);

    /// <summary>
    /// Market time that no step of the machine's wall clock moves: as that was at the start, and from there on by the monotonic clock. What is
    /// measured against it stays right when the wall clock is set.
    /// </summary>
    public DateTimeOffset SteadyNow => _isWallClock ? _marketAtOrigin + Elapsed : MarketNow;

    /// <summary>
    /// How far the wall clock has gone from the monotonic one since the start: it was set, or the machine stood still and the monotonic clock with
    /// it. Zero in a simulated market.
    /// </summary>
    public TimeSpan Stepped => _isWallClock ? MarketNow - SteadyNow : TimeSpan.Zero;
}
