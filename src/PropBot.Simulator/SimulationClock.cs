namespace PropBot.Simulator;

/// <summary>
/// Market time: starts at a given instant and runs <see cref="Speed"/> times as fast as real time. Timestamps and timers stay
/// real, so that time-outs and staleness are what they are everywhere.
/// </summary>
/// <remarks>
/// The simulator's loop grants time ahead of itself (<see cref="GrantUntil"/>). When the loop cannot keep up, the clock waits at
/// the end of the grant and goes on from there: it never runs back, and no step of the market is skipped.
/// </remarks>
public sealed class SimulationClock : TimeProvider
{
    public const double MinSpeed = 0.01;
    public const double MaxSpeed = 100_000;

    private readonly TimeProvider _real;
    private readonly Lock _gate = new();
    private DateTimeOffset _base;
    private long _baseTimestamp;
    private DateTimeOffset _granted = DateTimeOffset.MaxValue;

    /// <param name="start">Market time now.</param>
    /// <param name="speed">Market seconds per real second, 0.01 to 100,000.</param>
    /// <param name="real">Real time; the system's when null.</param>
    public SimulationClock(DateTimeOffset start, double speed = 1, TimeProvider? real = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(speed, MinSpeed);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(speed, MaxSpeed);
        _real = real ?? System;
        _base = start.ToUniversalTime();
        _baseTimestamp = _real.GetTimestamp();
        Speed = speed;
    }

    /// <summary>Market seconds per real second.</summary>
    public double Speed { get; }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => _real.TimestampFrequency;

    /// <summary>How long the clock has waited for the loop so far, in market time.</summary>
    public TimeSpan Lag { get; private set; }

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            DateTimeOffset free = FreeRunning_NeedsLock();
            return free < _granted ? free : _granted;
        }
    }

    public override long GetTimestamp() => _real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _real.CreateTimer(callback, state, dueTime, period);

    /// <summary>Real time that passes while the market's passes.</summary>
    public TimeSpan ToReal(TimeSpan market) => TimeSpan.FromTicks((long)(market.Ticks / Speed));

    /// <summary>Lets the clock run on to an instant; a grant before the last one changes nothing.</summary>
    public void GrantUntil(DateTimeOffset instant)
    {
        lock (_gate)
        {
            DateTimeOffset free = FreeRunning_NeedsLock();
            if (free > _granted)
            {
                Lag += free - _granted;
                _base = _granted;
                _baseTimestamp = _real.GetTimestamp();
            }

            _granted = _granted == DateTimeOffset.MaxValue || instant > _granted ? instant : _granted;
        }
    }

    private DateTimeOffset FreeRunning_NeedsLock() =>
        _base + TimeSpan.FromTicks((long)(_real.GetElapsedTime(_baseTimestamp).Ticks * Speed));
}
