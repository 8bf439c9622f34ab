namespace PropBot.Venues.Rest;

/// <summary>
/// One of a venue's rate limits: so much weight within any span as long as the window, wherever the venue lets its own window begin. Each
/// lane leaves a share of it to the lanes above it, and of those who wait the upper lane goes first.
/// </summary>
public sealed class RateBudget
{
    /// <summary>Requests do not arrive at the distances at which they left: the window is taken a little longer than the venue's.</summary>
    private const double JitterFactor = 1.05;

    private static readonly double[] DefaultReserves = [0.0, 0.05, 0.10, 0.25, 0.40, 0.60];

    private readonly Lock _lock = new();
    private readonly VenueClock _clock;
    private readonly double[] _reserves;
    private readonly TimeSpan _window;
    private readonly Queue<(TimeSpan At, int Weight)> _taken = new();
    private readonly int[] _waiting;
    private int _used;
    private TimeSpan _closedUntil;
    private TimeSpan _bannedUntil;

    /// <param name="capacity">Weight the venue allows within <paramref name="window"/>.</param>
    /// <param name="window">Real time.</param>
    public RateBudget(string name, VenueClock clock, int capacity, TimeSpan window)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        Name = name;
        Capacity = capacity;
        _clock = clock;
        _reserves = DefaultReserves;
        _window = window * JitterFactor;
        _waiting = new int[_reserves.Length];
    }

    public string Name { get; }

    public int Capacity { get; }

    /// <summary>How much of it is used now, by our count or the venue's, whichever is more.</summary>
    public RateUse Use()
    {
        lock (_lock)
        {
            Forget_NeedsLock(_clock.Elapsed);
            return new RateUse(Name, _used, Capacity, _clock.Elapsed < _closedUntil || _clock.Elapsed < _bannedUntil);
        }
    }

    /// <summary>Takes the weight at once, or nothing.</summary>
    public bool TryTake(RequestLane lane, int weight)
    {
        lock (_lock)
        {
            return TryTake_NeedsLock(lane, weight) <= TimeSpan.Zero;
        }
    }

    /// <summary>Waits for the weight, at most as long as given.</summary>
    /// <returns>False when it could not be had in that time: the request must not be sent.</returns>
    public async ValueTask<bool> TakeAsync(RequestLane lane, int weight, TimeSpan longestWait, CancellationToken cancellationToken)
    {
        TimeSpan deadline = _clock.Elapsed + longestWait;
        bool waits = false;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                TimeSpan wait;
                lock (_lock)
                {
                    if (waits)
                    {
                        _waiting[(int)lane]--;
                        waits = false;
                    }

                    wait = TryTake_NeedsLock(lane, weight);
                    if (wait <= TimeSpan.Zero)
                    {
                        return true;
                    }

                    if (_clock.Elapsed + wait > deadline)
                    {
                        return false;
                    }

                    _waiting[(int)lane]++;
                    waits = true;
                }

                await Task.Delay(wait, _clock.Time, cancellationToken);
            }
        }
        finally
        {
            if (waits)
            {
                lock (_lock)
                {
                    _waiting[(int)lane]--;
                }
            }
        }
    }

    /// <summary>The venue says how much of the window is used: never believe that more is left than it says.</summary>
    public void ObserveUsed(int used)
    {
        lock (_lock)
        {
            Forget_NeedsLock(_clock.Elapsed);
            if (used > _used)
            {
                Remember_NeedsLock(_clock.Elapsed, used - _used);
            }
        }
    }

    /// <summary>The venue refused for its limit: nobody but the hedge and cancel lanes asks until the time is over.</summary>
    public void CloseFor(TimeSpan duration)
    {
        lock (_lock)
        {
            TimeSpan until = _clock.Elapsed + duration;
            _closedUntil = until > _closedUntil ? until : _closedUntil;
        }
    }

    /// <summary>The venue has banned us: whoever asks only makes the ban longer, so no lane does.</summary>
    public void BanFor(TimeSpan duration)
    {
        lock (_lock)
        {
            TimeSpan until = _clock.Elapsed + duration;
            _bannedUntil = until > _bannedUntil ? until : _bannedUntil;
        }
    }

    /// <returns>Zero when taken; else how long to wait before the next look.</returns>
    private TimeSpan TryTake_NeedsLock(RequestLane lane, int weight)
    {
        TimeSpan now = _clock.Elapsed;
        Forget_NeedsLock(now);
        TimeSpan shutUntil = lane <= RequestLane.Cancel || _bannedUntil > _closedUntil ? _bannedUntil : _closedUntil;
        if (now < shutUntil)
        {
            return shutUntil - now;
        }

        double floor = Math.Min(_reserves[(int)lane] * Capacity, Capacity - weight);
        double missing = weight + floor - (Capacity - _used);
        if (missing <= 0 && !UpperLaneWaits_NeedsLock(lane))
        {
            Remember_NeedsLock(now, weight);
            return TimeSpan.Zero;
        }

        TimeSpan shortest = TimeSpan.FromMilliseconds(5);
        TimeSpan wait = UntilFree_NeedsLock(missing) - now;
        return wait > shortest ? wait : shortest;
    }

    /// <summary>When so much of what was taken has left the window.</summary>
    private TimeSpan UntilFree_NeedsLock(double missing)
    {
        foreach ((TimeSpan at, int weight) in _taken)
        {
            missing -= weight;
            if (missing <= 0)
            {
                return at + _window;
            }
        }

        return TimeSpan.Zero;
    }

    private bool UpperLaneWaits_NeedsLock(RequestLane lane)
    {
        for (int upper = 0; upper < (int)lane; upper++)
        {
            if (_waiting[upper] > 0)
            {
                return true;
            }
        }

        return false;
    }

    private void Remember_NeedsLock(TimeSpan now, int weight)
    {
        _taken.Enqueue((now, weight));
        _used += weight;
    }

    private void Forget_NeedsLock(TimeSpan now)
    {
        while (_taken.TryPeek(out (TimeSpan At, int Weight) oldest) && now - oldest.At >= _window)
        {
            _used -= _taken.Dequeue().Weight;
        }
    }
}

/// <summary>A rate limit at an instant.</summary>
/// <param name="Limit">Its name: what is counted, of which instrument where the venue counts by instrument.</param>
/// <param name="Used">Weight of the present window.</param>
/// <param name="Capacity">Weight that the venue allows in it.</param>
/// <param name="IsClosed">The venue has refused for it, and the time it asked for is not over.</param>
public readonly record struct RateUse(string Limit, int Used, int Capacity, bool IsClosed);
