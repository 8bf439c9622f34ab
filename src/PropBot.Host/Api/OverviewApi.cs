using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Api.Reports;
using PropBot.Host.Metrics;
using PropBot.Host.Surface;
using PropBot.Host.Surface.Components;

namespace PropBot.Host.Api;

/// <summary>The desk at a glance: badges, and every part that has a check.</summary>
internal static class OverviewApi
{
    public static void MapOverview(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/ui/runtime_badges", (DeskReader desk) => Answer(desk, (reading, snapshot) => Badges.Of(snapshot, reading.Health)))
            .WithSummary("The status badges of the runbook")
            .Produces<Badges>()
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
        routes.MapGet("/api/ui/status/overview", (DeskReader desk, LatencyMeters latency) => Answer(desk, (reading, snapshot) => OverviewResponse.Of(reading, snapshot, latency)))
            .WithSummary("The worst of all parts, a score by group, badges and brakes")
            .Produces<OverviewResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
        routes.MapGet("/api/ui/status/components", (DeskReader desk, LatencyMeters latency) => Answer(desk, (reading, snapshot) => ComponentsResponse.Of(reading, snapshot, latency)))
            .WithSummary("Every part of the desk that has a check: what was found and what it is held against")
            .Produces<ComponentsResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Answer<T>(DeskReader reader, Func<DeskReading, EngineSnapshot, T> describe)
    {
        DeskReading desk = reader.Read();
        return desk.Snapshot is { } snapshot ? TypedResults.Ok(describe(desk, snapshot)) : ErrorResponse.NoSnapshot();
    }
}

/// <param name="Group"><c>P0</c>: without it money is at risk; <c>P1</c>: the rest.</param>
/// <param name="Status"><c>OK</c>, <c>WARN</c>, <c>HOLD</c> or <c>ERROR</c>.</param>
/// <param name="Summary">What was found and what it may be, in one line of English.</param>
/// <param name="Value">What was found, in English; <paramref name="ValueRu"/> in Russian.</param>
/// <param name="Threshold">What it may be.</param>
/// <param name="Metrics">The same as numbers by their units; empty where only words say it.</param>
/// <param name="CheckedAt">Market time of the reading that it rests on.</param>
/// <param name="Links">Where more is to be read.</param>
internal sealed record ComponentResponse(
    string Id, string Group, string Status, string Title, string TitleRu, string Summary, string Value, string ValueRu, string Threshold, string ThresholdRu,
    IReadOnlyDictionary<string, decimal> Metrics, DateTimeOffset CheckedAt, IReadOnlyList<ComponentLinkResponse> Links)
{
    public static ComponentResponse Of(Component component, DateTimeOffset at) => new(
        component.Id, component.Group.ToString(), component.Status.Code(), component.Title.English, component.Title.Russian,
        $"{component.Value.English} ({component.Threshold.English})", component.Value.English, component.Value.Russian, component.Threshold.English, component.Threshold.Russian,
        component.Numbers, component.ReadAt ?? at, [ComponentLinkResponse.To(ComponentLinks.Of(component.Id))]);
}

internal sealed record ComponentLinkResponse(string Title, string Href)
{
    public static ComponentLinkResponse To(string route) => new(route, route);
}

internal sealed record ComponentsResponse : StandingResponse
{
    private ComponentsResponse(DeskReading desk, EngineSnapshot snapshot)
        : base(desk, snapshot)
    {
    }

    public required IReadOnlyList<ComponentResponse> Components { get; init; }

    public required Badges Badges { get; init; }

    public static ComponentsResponse Of(DeskReading desk, EngineSnapshot snapshot, LatencyMeters latency) => new(desk, snapshot)
    {
        Components = [.. DeskComponents.Of(desk, snapshot, latency).All.Select(c => ComponentResponse.Of(c, snapshot.At))],
        Badges = Badges.Of(snapshot, desk.Health),
    };
}

internal sealed record OverviewResponse : StandingResponse
{
    private OverviewResponse(DeskReading desk, EngineSnapshot snapshot)
        : base(desk, snapshot)
    {
    }

    /// <summary>The worst of all components: <c>OK</c>, <c>WARN</c>, <c>HOLD</c> or <c>ERROR</c>.</summary>
    public required string Overall { get; init; }

    /// <summary>By group: the mean of OK 1, WARN 0.5, HOLD and ERROR 0.</summary>
    public required IReadOnlyDictionary<string, decimal> Scores { get; init; }

    public required IReadOnlyList<ComponentResponse> Components { get; init; }

    public required Badges Badges { get; init; }

    public required ControlResponse Control { get; init; }

    public string? HoldSource { get; init; }

    public ApprovalResponse? ResumeRequest { get; init; }

    public required OpsSafetyResponse Safety { get; init; }

    public required OpsFlagsResponse OperationalFlags { get; init; }

    /// <summary>As <c>/api/ui/status/slo</c> has them.</summary>
    public required IReadOnlyDictionary<string, decimal?> Slo { get; init; }

    public required IReadOnlyDictionary<string, decimal> Thresholds { get; init; }

    public required IReadOnlyList<OverviewAlertResponse> Alerts { get; init; }

    public static OverviewResponse Of(DeskReading desk, EngineSnapshot snapshot, LatencyMeters latency)
    {
        DeskComponents components = DeskComponents.Of(desk, snapshot, latency);
        ControlResponse control = ControlResponse.Of(snapshot);
        SloResponse slo = SloResponse.Of(desk, snapshot);
        return new OverviewResponse(desk, snapshot)
        {
            Overall = components.Overall.Code(),
            Scores = components.Scores.ToDictionary(score => score.Key.ToString(), score => score.Value),
            Components = [.. components.All.Select(c => ComponentResponse.Of(c, snapshot.At))],
            Badges = Badges.Of(snapshot, desk.Health),
            Control = control,
            HoldSource = control.HoldSource,
            ResumeRequest = control.ResumeRequest,
            Safety = OpsSafetyResponse.Of(control),
            OperationalFlags = OpsFlagsResponse.Of(desk, snapshot),
            Slo = slo.Slo,
            Thresholds = slo.Thresholds,
            Alerts = [.. slo.Alerts.Select(OverviewAlertResponse.Of), .. snapshot.Alerts.Select(OverviewAlertResponse.Of)],
        };
    }
}

/// <param name="Title">Its code.</param>
/// <param name="Since">When it was raised.</param>
/// <param name="ComponentId">The component that says so now; null for a message of its time.</param>
internal sealed record OverviewAlertResponse(string Severity, string Title, string Msg, string MsgRu, DateTimeOffset? Since, string? ComponentId)
{
    public static OverviewAlertResponse Of(AlertSnapshot alert) => new(alert.Severity, alert.Code, alert.English, alert.Russian, alert.At, null);

    public static OverviewAlertResponse Of(SloAlertResponse alert) => new(alert.Severity, alert.Title, alert.Msg, alert.MsgRu, alert.Since, alert.ComponentId);
}
