using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

internal static class WatchdogApi
{
    public static void MapWatchdog(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/ui/watchdog_status", (DeskReader desk) => Answer(desk.Read()))
        .WithSummary("What the watchdog says of each exchange, and its latest changes of mind")
        .Produces<WatchdogResponse>()
        .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);

    private static IResult Answer(DeskReading desk) => desk.Snapshot is { } snapshot
        ? TypedResults.Ok(WatchdogResponse.Of(snapshot, desk.Health))
        : ErrorResponse.NoSnapshot();
}

/// <param name="OverallOk">Every exchange is well, by a sample that is fresh.</param>
/// <param name="Badge">The badge of the same name.</param>
/// <param name="BadgeReason">Why it is not OK: <c>watchdog_off</c>, <c>no_fresh_sample</c> of an engine that does not answer, <c>exchange_not_ok</c>; empty while it is.</param>
/// <param name="DegradedReasons">By exchange, what is amiss; without those that are well.</param>
/// <param name="RecentTransitions">Newest first, at most 50.</param>
internal sealed record WatchdogResponse(
    bool Enabled, bool OverallOk, string Badge, string BadgeReason, IReadOnlyDictionary<string, WatchedExchangeResponse> Exchanges,
    IReadOnlyDictionary<string, string> DegradedReasons, IReadOnlyList<WatchTransitionResponse> RecentTransitions, DateTimeOffset Ts)
{
    /// <summary>The same as <see cref="OverallOk"/>.</summary>
    public bool WatchdogOk => OverallOk;

    public static WatchdogResponse Of(EngineSnapshot snapshot, HealthState health)
    {
        WatchdogSnapshot watchdog = snapshot.Watchdog;
        var badges = Badges.Of(snapshot, health);
        return new WatchdogResponse(
            watchdog.Enabled,
            badges.Watchdog == Badges.Ok,
            badges.Watchdog,
            Badges.WatchdogReason(watchdog, health),
            watchdog.Venues.ToDictionary(v => v.Venue.Name, WatchedExchangeResponse.Of, StringComparer.Ordinal),
            watchdog.Venues.Where(v => !v.IsOk).ToDictionary(v => v.Venue.Name, v => v.Reason, StringComparer.Ordinal),
            [.. watchdog.Transitions.Select(t => new WatchTransitionResponse(
                t.Venue.Name, t.Previous.Code(), t.Current.Code(), t.Reason, t.Current == WatchStatus.AutoHold, t.At))],
            snapshot.At);
    }
}

/// <param name="Status"><c>OK</c>, <c>DEGRADED</c>, <c>AUTO_HOLD</c>; <c>UNKNOWN</c> until it has been seen well once.</param>
/// <param name="LastCheckTs">Unix seconds of the last look, market time; null before the first.</param>
/// <param name="Reason">What fails; empty while nothing does.</param>
/// <param name="Since">Since when it is in this state.</param>
/// <param name="Health">Null before the first look.</param>
internal sealed record WatchedExchangeResponse(bool Ok, string Status, bool AutoHold, decimal? LastCheckTs, string Reason, DateTimeOffset? Since, HealthScoreResponse? Health)
{
    public static WatchedExchangeResponse Of(VenueWatchSnapshot venue) => new(
        venue.IsOk, venue.Status.Code(), venue.Status == WatchStatus.AutoHold,
        venue.LastLookAt is { } at ? at.ToUnixTimeMilliseconds() / 1000m : null, venue.Reason, venue.Since,
        venue.Health is { } health ? HealthScoreResponse.Of(health) : null);
}

/// <summary>How well the exchange serves the desk, and why.</summary>
/// <param name="Score">1 is well, 0 of no use: the product of what the components leave.</param>
internal sealed record HealthScoreResponse(decimal Score, IReadOnlyList<HealthComponentResponse> Components)
{
    public static HealthScoreResponse Of(VenueHealth health) => new(
        health.Score, [.. health.Components.Select(c => new HealthComponentResponse(c.Name, c.Value, c.Threshold, c.Weight, c.Everyday, c.Score))]);
}

/// <param name="Threshold">From here on the component is worth nothing.</param>
/// <param name="Weight">What it takes away when it is worth nothing.</param>
/// <param name="Everyday">Up to this part of its threshold a value takes nothing.</param>
internal sealed record HealthComponentResponse(string Name, decimal Value, decimal Threshold, decimal Weight, decimal Everyday, decimal Score);

internal sealed record WatchTransitionResponse(string Exchange, string Previous, string Current, string Reason, bool AutoHold, DateTimeOffset Timestamp);
