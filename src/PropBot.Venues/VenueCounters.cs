using System.Collections.Concurrent;
using PropBot.Venues.Rest;

namespace PropBot.Venues;

/// <summary>The numbers behind <see cref="VenueStatistics"/>; every part of an adapter adds its own.</summary>
public sealed class VenueCounters
{
    private long _messages;
    private long _bookGaps;
    private long _bookSnapshots;
    private long _reconnects;
    private long _restRequests;
    private long _restFailures;

    private readonly ConcurrentDictionary<RateBudget, string> _budgets = new(ReferenceEqualityComparer.Instance);

    public MalformedMessages Malformed { get; } = new();

    /// <summary>A request draws from this limit. There are as many as the venue has, by instrument where it counts by instrument.</summary>
    public void Uses(RateBudget budget) => _budgets.TryAdd(budget, budget.Name);

    public void CountMessage() => Interlocked.Increment(ref _messages);

    public void CountBookGap() => Interlocked.Increment(ref _bookGaps);

    public void CountBookSnapshot() => Interlocked.Increment(ref _bookSnapshots);

    public void CountReconnect() => Interlocked.Increment(ref _reconnects);

    public void CountRestRequest() => Interlocked.Increment(ref _restRequests);

    public void CountRestFailure() => Interlocked.Increment(ref _restFailures);

    public VenueStatistics Read(ClockSync clockSync)
    {
        ClockOffset? clock = clockSync.Latest;
        return new VenueStatistics
        {
            Messages = Interlocked.Read(ref _messages),
            MalformedMessages = Malformed.Count,
            BookGaps = Interlocked.Read(ref _bookGaps),
            BookSnapshots = Interlocked.Read(ref _bookSnapshots),
            Reconnects = Interlocked.Read(ref _reconnects),
            RestRequests = Interlocked.Read(ref _restRequests),
            RestFailures = Interlocked.Read(ref _restFailures),
            ClockOffset = clock?.Offset,
            ClockUncertainty = clock?.Uncertainty,
            RateLimits = [.. _budgets.Keys.Select(budget => budget.Use()).OrderBy(use => use.Limit, StringComparer.Ordinal)],
        };
    }
}
