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
    private bool _wasWhole;

    public OkxTold Told { get; } = new();

    /// <summary>Null before the first catch-up, and while nothing is missing.</summary>
    public DateTimeOffset? MissingSince
    {
        get
        {
            lock (_lock)
            {
                return _missingSince;
            }
        }
    }

    /// <summary>A message came.</summary>
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

    public void CaughtUp()
    {
        lock (_lock)
        {
            _missingSince = null;
            _wasWhole = true;
        }
    }
}
