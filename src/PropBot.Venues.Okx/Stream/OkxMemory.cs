namespace PropBot.Venues.Okx.Stream;

/// <summary>
/// What outlives a connection of the private stream, and the session that it belongs to: since when something may be missing, and what
/// has been told.
/// </summary>
internal sealed class OkxMemory
{
    private readonly Lock _lock = new();
    private DateTimeOffset? _lastHeard;
    private DateTimeOffset? _missingSince;
    private long _losses;
    private bool _wasWhole;

    public OkxTold Told { get; } = new();

    /// <summary>What the next catch-up has to read.</summary>
    public OkxGap Gap
    {
        get
        {
            lock (_lock)
            {
                return new OkxGap(!_wasWhole, _missingSince, _losses);
            }
        }
    }

    /// <summary>A message came and was read whole.</summary>
    /// <param name="venueNow">The venue's time.</param>
    public void Heard(DateTimeOffset venueNow)
    {
        lock (_lock)
        {
            _lastHeard = venueNow;
        }
    }

    /// <summary>The connection has gone, or another is made: everything since the last message is missing until the catch-up.</summary>
    public void Lost()
    {
        lock (_lock)
        {
            _missingSince ??= _wasWhole ? _lastHeard : null;
        }
    }

    /// <summary>A message came and could not be read: what it said is missing until a catch-up that begins after this.</summary>
    public void Missed()
    {
        lock (_lock)
        {
            _missingSince ??= _lastHeard;
            _losses++;
        }
    }

    /// <param name="gap">As it was when the catch-up began: what was missed since then stays missing.</param>
    public void CaughtUp(OkxGap gap)
    {
        lock (_lock)
        {
            _missingSince = _losses == gap.Losses ? null : _missingSince;
            _wasWhole = true;
        }
    }
}

/// <param name="IsFirst">Nothing has ever been caught up.</param>
/// <param name="Since">The last message before something was missing, the venue's time; null when nothing is known to be.</param>
/// <param name="Losses">Messages that could not be read, ever.</param>
internal sealed record OkxGap(bool IsFirst, DateTimeOffset? Since, long Losses);
