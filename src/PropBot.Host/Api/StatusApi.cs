using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Metrics;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

internal static class StatusApi
{
    public static void MapStatus(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/ui/status", Answer)
        .WithSummary("The desk at an instant: control, badges, venues with their books, totals, counters")
        .Produces<StatusResponse>()
        .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);

    private static IResult Answer(DeskReader reader, LatencyMeters latency)
    {
        DeskReading desk = reader.Read();
        return desk.Snapshot is { } snapshot ? TypedResults.Ok(Describe(desk, snapshot, latency)) : ErrorResponse.NoSnapshot();
    }

    private static StatusResponse Describe(DeskReading desk, EngineSnapshot snapshot, LatencyMeters latency) => new()
    {
        Ts = snapshot.At,
        Sequence = snapshot.Sequence,
        BuildVersion = PropBotVersion.Text,
        Profile = desk.Configuration.Profile,
        ConfigHash = desk.Configuration.Hash,
        Control = ControlResponse.Of(snapshot),
        ReadOnly = snapshot.IsReadOnly,
        Badges = Badges.Of(snapshot, desk.Health),
        Scopes = ScopeResponse.All(snapshot.Control),
        Strategies = StrategyStatusResponse.Of(snapshot).Strategies,
        Limits = LimitsResponse.Of(snapshot).Limits,
        SizeScale = SizeScaleResponse.Of(snapshot.Size),
        Watchdog = WatchdogResponse.Of(snapshot, desk.Health),
        Approvals = [.. snapshot.Approvals.Where(a => a.Status.IsLive()).Select(ApprovalResponse.Of)],
        Health = HealthResponse.Of(desk.Health),
        Feed = FeedResponse.Of(desk.Feed),
        OpeningBlocks = [.. snapshot.OpeningBlocks.Select(b => new NoteResponse(b.Code, b.English, b.Russian))],
        Preflight = [.. snapshot.Preflight.Select(CheckResponse.Of)],
        Autopilot = AutopilotResponse.Of(snapshot),
        Venues = [.. snapshot.Venues.Select(v => VenueResponse.Of(v, desk.Statistics.GetValueOrDefault(v.Venue)))],
        PartialRebalance = PartialRebalanceResponse.Of(snapshot),
        Totals = TotalsResponse.Of(snapshot.Totals),
        DailyLossCap = DailyLossResponse.Of(snapshot.Day),
        Counters = snapshot.Counters,
        Latency = LatencyResponse.Of(latency),
        Alerts = [.. snapshot.Alerts.Select(a => new AlertResponse(a.At, a.Severity, a.Code, a.English, a.Russian))],
    };
}

internal sealed record StatusResponse
{
    /// <summary>Market time of the snapshot: of the replayed day in a replay.</summary>
    public required DateTimeOffset Ts { get; init; }

    /// <summary>Number of the last event in it.</summary>
    public required long Sequence { get; init; }

    public required string BuildVersion { get; init; }

    public required string Profile { get; init; }

    /// <summary>Short name of the configuration that counts: <c>/api/ui/config</c> has the whole.</summary>
    public required string ConfigHash { get; init; }

    public required ControlResponse Control { get; init; }

    /// <summary>This run sends no order.</summary>
    public required bool ReadOnly { get; init; }

    public required Badges Badges { get; init; }

    /// <summary>Parts of the desk that are restricted by themselves; empty when none is.</summary>
    public required IReadOnlyList<ScopeResponse> Scopes { get; init; }

    public required IReadOnlyList<StrategyRow> Strategies { get; init; }

    /// <summary>The limits that people may change, as they count.</summary>
    public required IReadOnlyList<LimitResponse> Limits { get; init; }

    /// <summary>How large new pairs are, and why not larger.</summary>
    public required SizeScaleResponse SizeScale { get; init; }

    public required WatchdogResponse Watchdog { get; init; }

    /// <summary>Those that wait or were confirmed and not carried out.</summary>
    public required IReadOnlyList<ApprovalResponse> Approvals { get; init; }

    public required HealthResponse Health { get; init; }

    public required FeedResponse Feed { get; init; }

    /// <summary>Why nothing may be opened now; empty when everything is green.</summary>
    public required IReadOnlyList<NoteResponse> OpeningBlocks { get; init; }

    public required IReadOnlyList<CheckResponse> Preflight { get; init; }

    public required AutopilotResponse Autopilot { get; init; }

    public required IReadOnlyList<VenueResponse> Venues { get; init; }

    public required PartialRebalanceResponse PartialRebalance { get; init; }

    public required TotalsResponse Totals { get; init; }

    public required DailyLossResponse DailyLossCap { get; init; }

    /// <summary>Since the start of the process.</summary>
    public required EngineCounters Counters { get; init; }

    public required LatencyResponse Latency { get; init; }

    public required IReadOnlyList<AlertResponse> Alerts { get; init; }
}

internal sealed record NoteResponse(string Code, string En, string Ru);

/// <param name="BlocksResume">While it is red nobody resumes; the autopilot waits for every check.</param>

internal sealed record AlertResponse(DateTimeOffset Ts, string Severity, string Code, string En, string Ru);

/// <summary>Upper bounds of the histogram buckets that hold the quantile; null without observations or above the last bound.</summary>
internal sealed record LatencyResponse(double? EventP50Us, double? EventP99Us, double? OrderCycleP50Ms, double? OrderCycleP99Ms, double? CommitP99Ms)
{
    public static LatencyResponse Of(LatencyMeters latency)
    {
        HistogramReading events = latency.EventMicroseconds.Read();
        HistogramReading cycles = latency.OrderCycleMs.Read();
        return new LatencyResponse(
            Finite(events.Quantile(0.5)), Finite(events.Quantile(0.99)), Finite(cycles.Quantile(0.5)), Finite(cycles.Quantile(0.99)), Finite(latency.CommitMs.Read().Quantile(0.99)));
    }

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
