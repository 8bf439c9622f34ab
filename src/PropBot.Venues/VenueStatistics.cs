using PropBot.Venues.Rest;

namespace PropBot.Venues;

/// <summary>Counters of one adapter since its start.</summary>
public sealed record VenueStatistics
{
    /// <summary>WebSocket messages received, all streams.</summary>
    public required long Messages { get; init; }

    /// <summary>Messages that could not be read; counted, kept in the log and survived.</summary>
    public required long MalformedMessages { get; init; }

    /// <summary>Breaks of a book's continuity rule.</summary>
    public required long BookGaps { get; init; }

    /// <summary>Book snapshots taken.</summary>
    public required long BookSnapshots { get; init; }

    public required long Reconnects { get; init; }

    /// <summary>How often the whole adapter ended by itself and was run again.</summary>
    public long Restarts { get; init; }

    public required long RestRequests { get; init; }

    public required long RestFailures { get; init; }

    /// <summary>Venue clock minus ours; null before the first measurement.</summary>
    public TimeSpan? ClockOffset { get; init; }

    /// <summary>Half of the best round trip: how far the offset may be wrong.</summary>
    public TimeSpan? ClockUncertainty { get; init; }

    /// <summary>Every limit that a request has drawn from since the start, by name.</summary>
    public IReadOnlyList<RateUse> RateLimits { get; init; } = [];
}
