using PropBot.Core.Values;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>What the watchdog says of every venue.</summary>
public sealed record WatchdogSnapshot
{
    public static readonly WatchdogSnapshot Off = new() { Enabled = false, Venues = [], Transitions = [] };

    public required bool Enabled { get; init; }

    /// <summary>Empty while it is switched off.</summary>
    public required IReadOnlyList<VenueWatchSnapshot> Venues { get; init; }

    /// <summary>A look that is older than this says nothing any more, elapsed time.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.MaxValue;

    /// <summary>Nobody looks: what was found last is over.</summary>
    public bool IsStale { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<WatchTransition> Transitions { get; init; }

    /// <summary>Every venue is well; nothing watched is nothing amiss.</summary>
    public bool IsOk => Venues.All(v => v.Status == WatchStatus.Ok);

    public bool IsAutoHold => Venues.Any(v => v.Status == WatchStatus.AutoHold);

    /// <summary>
    /// The same as it may be shown so long after the snapshot was made: a venue that nobody has looked at for too long is not known to be well. This is the one place that
    /// judges it, for badge, endpoints, page and metrics.
    /// </summary>
    public WatchdogSnapshot After(TimeSpan silence)
    {
        bool isStale = Enabled && Venues.Any(v => IsOld(v, silence));
        return !isStale ? this : this with
        {
            IsStale = true,
            Venues = [.. Venues.Select(v => v.IsOk && IsOld(v, silence) ? v with { Status = WatchStatus.Degraded, Reason = "no fresh sample: nobody has looked at it lately" } : v)],
        };
    }

    private bool IsOld(VenueWatchSnapshot venue, TimeSpan silence) => venue.LookAge is { } age && age + silence > StaleAfter;

    public VenueWatchSnapshot? Of(VenueId venue) => Venues.FirstOrDefault(v => v.Venue == venue);
}

/// <param name="Reason">What fails; empty while nothing does.</param>
/// <param name="Since">Market time since when it is in this state; null before the first.</param>
/// <param name="LastLookAt">Market time of the last look; null before the first.</param>
public sealed record VenueWatchSnapshot(VenueId Venue, WatchStatus Status, string Reason, DateTimeOffset? Since, DateTimeOffset? LastLookAt)
{
    /// <summary>How long before the snapshot it was looked at, elapsed time; null before the first look.</summary>
    public TimeSpan? LookAge { get; init; }

    /// <summary>Why pairs there are smaller, or are not; null before the first look.</summary>
    public VenueHealth? Health { get; init; }

    public bool IsOk => Status == WatchStatus.Ok;
}

/// <summary>A venue went from one state to another.</summary>
public sealed record WatchTransition(VenueId Venue, WatchStatus Previous, WatchStatus Current, string Reason, DateTimeOffset At);
