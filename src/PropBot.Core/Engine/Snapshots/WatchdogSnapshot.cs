using PropBot.Core.Values;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>What the watchdog says of every venue.</summary>
public sealed record WatchdogSnapshot
{
    public static readonly WatchdogSnapshot Off = new() { Enabled = false, Venues = [], Transitions = [] };

    public required bool Enabled { get; init; }

    /// <summary>Empty while it is switched off.</summary>
    public required IReadOnlyList<VenueWatchSnapshot> Venues { get; init; }

    /// <summary>Newest first.</summary>
    public required IReadOnlyList<WatchTransition> Transitions { get; init; }

    /// <summary>Every venue is well; nothing watched is nothing amiss.</summary>
    public bool IsOk => Venues.All(v => v.Status == WatchStatus.Ok);

    public bool IsAutoHold => Venues.Any(v => v.Status == WatchStatus.AutoHold);

    public VenueWatchSnapshot? Of(VenueId venue) => Venues.FirstOrDefault(v => v.Venue == venue);
}

/// <param name="Reason">What fails; empty while nothing does.</param>
/// <param name="Since">Market time since when it is in this state; null before the first.</param>
/// <param name="LastLookAt">Market time of the last look; null before the first.</param>
public sealed record VenueWatchSnapshot(VenueId Venue, WatchStatus Status, string Reason, DateTimeOffset? Since, DateTimeOffset? LastLookAt)
{
    /// <summary>Why pairs there are smaller, or are not; null before the first look.</summary>
    public VenueHealth? Health { get; init; }

    public bool IsOk => Status == WatchStatus.Ok;
}

/// <summary>A venue went from one state to another.</summary>
public sealed record WatchTransition(VenueId Venue, WatchStatus Previous, WatchStatus Current, string Reason, DateTimeOffset At);
