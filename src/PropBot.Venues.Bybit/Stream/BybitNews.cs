namespace PropBot.Venues.Bybit.Stream;

/// <summary>
/// What has been told so far and from when on something may be missing, beyond the life of a connection and of a session. Used from
/// several tasks; <see cref="Orders"/>, <see cref="Forced"/> and <see cref="Margin"/> by one at a time, which the telling makes sure of.
/// </summary>
internal sealed class BybitNews : IDisposable
{
    private const int TradesRemembered = 10_000;

    private readonly Lock _lock = new();
    private DateTimeOffset? _heard;
    private DateTimeOffset? _missingSince;
    private bool _hasCaughtUp;
    private int _misses;

    public LatestReports Orders { get; } = new();

    public RecentIds Forced { get; } = new(TradesRemembered);

    public BybitMarginWatch Margin { get; } = new();

    /// <summary>Set when a message could not be read.</summary>
    public Signal Unread { get; } = new();

    /// <summary>A message was read and told.</summary>
    /// <param name="now">The venue's time.</param>
    public void Heard(DateTimeOffset now)
    {
        lock (_lock)
        {
            _heard = now;
        }
    }

    /// <summary>The stream has ended, or begins anew: from the last message on something may be missing.</summary>
    public void Lost()
    {
        lock (_lock)
        {
            _missingSince ??= _heard;
        }
    }

    /// <summary>A message or a part of it could not be read: it may have been a fill.</summary>
    /// <param name="now">The venue's time.</param>
    public void Missed(DateTimeOffset now)
    {
        lock (_lock)
        {
            _missingSince ??= _heard ?? now;
            _misses++;
        }

        Unread.Set();
    }

    /// <summary>From when on something may be missing; stays until it was read.</summary>
    public BybitGap Gap()
    {
        lock (_lock)
        {
            return new BybitGap(_hasCaughtUp, _missingSince ?? _heard, _misses);
        }
    }

    /// <summary>All of the gap is told. What was missed while it was read is another one, and begins where this one did.</summary>
    public void CaughtUp(BybitGap gap)
    {
        lock (_lock)
        {
            _hasCaughtUp = true;
            if (_misses == gap.Misses)
            {
                _missingSince = null;
            }
        }
    }

    public void Dispose() => Unread.Dispose();
}

/// <param name="HasCaughtUp">False before all of before the start was read once.</param>
/// <param name="Since">The venue's time; null when nothing was ever heard.</param>
/// <param name="Misses">Messages that could not be read by then.</param>
internal readonly record struct BybitGap(bool HasCaughtUp, DateTimeOffset? Since, int Misses);
