namespace PropBot.Simulator;

/// <summary>
/// Market time: starts at a given instant and runs <see cref="Speed"/> times as fast as real time. Timestamps and timers stay
/// real, so that time-outs and staleness are what they are everywhere.
/// </summary>
/// <remarks>
/// The simulator's loop grants time ahead of itself (<see cref="GrantUntil"/>). When the loop cannot keep up, the clock waits at
/// the end of the grant and goes on from there: it never runs back, and no step of the market is skipped. With speed 0 it stands still
/// until it is moved.
/// </remarks>
public sealed class SimulationClock : TimeProvider
{
    /// <summary>The slowest that is not standing still.</summary>
    public const double MinSpeed = 0.01;
    public const double MaxSpeed = 100_000;

    private readonly TimeProvider _real;
    private readonly SimulationClock? _master;
    private readonly Func<DateTimeOffset, TimeSpan>? _skew;
    private readonly Lock _gate = new();
    private DateTimeOffset _base;
    private long _baseTimestamp;
    private double _speed;
    private DateTimeOffset _granted = DateTimeOffset.MaxValue;

    /// <param name="start">Market time now.</param>
    /// <param name="speed">Market seconds per real second, 0.01 to 100,000; 0 stands still and moves by <see cref="MoveTo"/> alone.</param>
    /// <param name="real">Real time; the system's when null.</param>
    public SimulationClock(DateTimeOffset start, double speed = 1, TimeProvider? real = null)
    {
        ThrowIfNoSpeed(speed);
        _real = real ?? System;
        _base = start.ToUniversalTime();
        _baseTimestamp = _real.GetTimestamp();
        _speed = speed;
    }

    /// <summary>One venue's clock, which may be off.</summary>
    /// <param name="skew">How far it is off, by the market's time.</param>
    internal SimulationClock(SimulationClock master, Func<DateTimeOffset, TimeSpan> skew)
    {
        _real = master._real;
        _master = master;
        _skew = skew;
    }

    /// <summary>Market seconds per real second; 0: stands still.</summary>
    public double Speed => _master?.Speed ?? Volatile.Read(ref _speed);

    public bool StandsStill => Speed == 0;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => _real.TimestampFrequency;

    /// <summary>How long the clock has waited for the loop so far, in market time.</summary>
    public TimeSpan Lag { get; private set; }

    public override DateTimeOffset GetUtcNow()
    {
        if (_master is not null)
        {
            DateTimeOffset right = _master.GetUtcNow();
            return right + _skew!(right);
        }

        lock (_gate)
        {
            DateTimeOffset free = FreeRunning_NeedsLock();
            return free < _granted ? free : _granted;
        }
    }

    public override long GetTimestamp() => _real.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _real.CreateTimer(callback, state, dueTime, period);

    /// <summary>Real time that passes while the market's passes; for ever when it stands still.</summary>
    public TimeSpan ToReal(TimeSpan market) =>
        StandsStill ? (market > TimeSpan.Zero ? TimeSpan.MaxValue : TimeSpan.Zero) : TimeSpan.FromTicks((long)(market.Ticks / Speed));

    /// <summary>Puts the clock forward; an instant that is past changes nothing.</summary>
    public void MoveTo(DateTimeOffset instant)
    {
        lock (_gate)
        {
            if (instant > FreeRunning_NeedsLock())
            {
                _base = instant.ToUniversalTime();
                _baseTimestamp = _real.GetTimestamp();
            }

            _granted = instant > _granted ? instant : _granted;
        }
    }

    /// <param name="speed">As in the constructor.</param>
    public void SetSpeed(double speed)
    {
        ThrowIfNoSpeed(speed);
        lock (_gate)
        {
            DateTimeOffset free = FreeRunning_NeedsLock();
            _base = free < _granted ? free : _granted;
            _baseTimestamp = _real.GetTimestamp();
            Volatile.Write(ref _speed, speed);
        }
    }

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

    private static void ThrowIfNoSpeed(double speed)
    {
        if (speed != 0)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(speed, MinSpeed);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(speed, MaxSpeed);
        }
    }

    private DateTimeOffset FreeRunning_NeedsLock() =>
        _base + TimeSpan.FromTicks((long)(_real.GetElapsedTime(_baseTimestamp).Ticks * Speed));
}
