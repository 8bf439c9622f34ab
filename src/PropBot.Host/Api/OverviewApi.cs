using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;
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
/// <param name="Value">What was found, in English; <paramref name="ValueRu"/> in Russian.</param>
/// <param name="Threshold">What it may be.</param>
/// <param name="CheckedAt">Market time of the check.</param>
internal sealed record ComponentResponse(
    string Id, string Group, string Status, string Title, string TitleRu, string Value, string ValueRu, string Threshold, string ThresholdRu, DateTimeOffset CheckedAt)
{
    public static ComponentResponse Of(Component component, DateTimeOffset at) => new(
        component.Id, component.Group.ToString(), component.Status.Code(), component.Title.English, component.Title.Russian,
        component.Value.English, component.Value.Russian, component.Threshold.English, component.Threshold.Russian, at);
}

internal sealed record ComponentsResponse
{
    public required DateTimeOffset Ts { get; init; }

    public required string BuildVersion { get; init; }

    public required string Profile { get; init; }

    /// <summary>Short name of the configuration that counts: <c>/api/ui/config</c> has the whole.</summary>
    public required string ConfigHash { get; init; }

    public required IReadOnlyList<ComponentResponse> Components { get; init; }

    public required Badges Badges { get; init; }

    public required string Mode { get; init; }

    public required bool SafeMode { get; init; }

    public required bool HoldActive { get; init; }

    public string? HoldReason { get; init; }

    /// <summary>Nothing is opened in this run, whatever the mode.</summary>
    public required bool DryRunMode { get; init; }

    public required bool TwoManResumeRequired { get; init; }

    /// <summary>A resume waits for its second person.</summary>
    public required bool ResumePending { get; init; }

    public required PartialRebalanceResponse PartialRebalance { get; init; }

    public required RunawayGuardResponse RunawayGuard { get; init; }

    public required AutopilotResponse Autopilot { get; init; }

    public required AutoHedgeResponse AutoHedge { get; init; }

    public static ComponentsResponse Of(DeskReading desk, EngineSnapshot snapshot, LatencyMeters latency) => new()
    {
        Ts = snapshot.At,
        BuildVersion = PropBotVersion.Text,
        Profile = desk.Configuration.Profile,
        ConfigHash = desk.Configuration.Hash,
        Components = [.. DeskComponents.Of(desk, snapshot, latency).All.Select(c => ComponentResponse.Of(c, snapshot.At))],
        Badges = Badges.Of(snapshot, desk.Health),
        Mode = ControlResponse.NameOf(snapshot.Control.Mode),
        SafeMode = snapshot.Control.SafeMode,
        HoldActive = snapshot.Control.IsHeld,
        HoldReason = snapshot.Control.HoldReason,
        DryRunMode = snapshot.IsDryRun,
        TwoManResumeRequired = snapshot.TwoManRule,
        ResumePending = snapshot.Approvals.Any(a => a is { Action: ApprovalAction.Resume, Status: ApprovalStatus.Pending }),
        PartialRebalance = PartialRebalanceResponse.Of(snapshot),
        RunawayGuard = RunawayGuardResponse.Of(snapshot),
        Autopilot = AutopilotResponse.Of(snapshot),
        AutoHedge = AutoHedgeResponse.Of(snapshot),
    };
}

internal sealed record OverviewResponse
{
    public required DateTimeOffset Ts { get; init; }

    public required string BuildVersion { get; init; }

    public required string Profile { get; init; }

    /// <summary>Short name of the configuration that counts: <c>/api/ui/config</c> has the whole.</summary>
    public required string ConfigHash { get; init; }

    /// <summary>The worst of all components: <c>OK</c>, <c>WARN</c>, <c>HOLD</c> or <c>ERROR</c>.</summary>
    public required string Overall { get; init; }

    /// <summary>By group: the mean of OK 1, WARN 0.5, HOLD and ERROR 0.</summary>
    public required IReadOnlyDictionary<string, decimal> Scores { get; init; }

    public required IReadOnlyList<ComponentResponse> Components { get; init; }

    public required Badges Badges { get; init; }

    public required ControlResponse Control { get; init; }

    public required string Mode { get; init; }

    public required bool SafeMode { get; init; }

    public required bool HoldActive { get; init; }

    public string? HoldReason { get; init; }

    public string? HoldSource { get; init; }

    public required bool DryRunMode { get; init; }

    public required bool TwoManResumeRequired { get; init; }

    public ApprovalResponse? ResumeRequest { get; init; }

    public required PartialRebalanceResponse PartialRebalance { get; init; }

    public required RunawayGuardResponse RunawayGuard { get; init; }

    public required AutopilotResponse Autopilot { get; init; }

    public required AutoHedgeResponse AutoHedge { get; init; }

    public required IReadOnlyList<AlertResponse> Alerts { get; init; }

    public static OverviewResponse Of(DeskReading desk, EngineSnapshot snapshot, LatencyMeters latency)
    {
        DeskComponents components = DeskComponents.Of(desk, snapshot, latency);
        ControlResponse control = ControlResponse.Of(snapshot);
        return new OverviewResponse
        {
            Ts = snapshot.At,
            BuildVersion = PropBotVersion.Text,
            Profile = desk.Configuration.Profile,
            ConfigHash = desk.Configuration.Hash,
            Overall = components.Overall.Code(),
            Scores = components.Scores.ToDictionary(score => score.Key.ToString(), score => score.Value),
            Components = [.. components.All.Select(c => ComponentResponse.Of(c, snapshot.At))],
            Badges = Badges.Of(snapshot, desk.Health),
            Control = control,
            Mode = control.Mode,
            SafeMode = control.SafeMode,
            HoldActive = control.HoldActive,
            HoldReason = control.HoldReason,
            HoldSource = control.HoldSource,
            DryRunMode = snapshot.IsDryRun,
            TwoManResumeRequired = snapshot.TwoManRule,
            ResumeRequest = control.ResumeRequest,
            PartialRebalance = PartialRebalanceResponse.Of(snapshot),
            RunawayGuard = RunawayGuardResponse.Of(snapshot),
            Autopilot = AutopilotResponse.Of(snapshot),
            AutoHedge = AutoHedgeResponse.Of(snapshot),
            Alerts = [.. snapshot.Alerts.Select(a => new AlertResponse(a.At, a.Severity, a.Code, a.English, a.Russian))],
        };
    }
}
