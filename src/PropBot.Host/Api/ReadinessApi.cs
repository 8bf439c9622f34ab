using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

internal static class ReadinessApi
{
    public static void MapReadiness(this IEndpointRouteBuilder routes) => routes
        .MapGet("/live-readiness", (DeskReader desk) => Answer(desk.Read()))
        .WithSummary("Whether the desk may trade live: 200, or 503 with the reasons")
        .Produces<ReadinessResponse>()
        .Produces<ReadinessResponse>(StatusCodes.Status503ServiceUnavailable);

    private static JsonHttpResult<ReadinessResponse> Answer(DeskReading desk)
    {
        Readiness readiness = Readiness.Of(desk);
        ControlMode mode = desk.Snapshot?.Control.Mode ?? ControlMode.Hold;
        var body = new ReadinessResponse
        {
            Ok = readiness.IsReady,
            Ready = readiness.IsReady,
            Reasons = readiness.Reasons,
            Warnings = readiness.Warnings,
            Hold = desk.Snapshot?.Control.IsHeld ?? true,
            SafeMode = mode == ControlMode.Hold,
            Killed = desk.Snapshot?.Control.IsKilled ?? false,
            Mode = ControlResponse.NameOf(mode),
            HoldReason = desk.Snapshot?.Control.HoldReason,
            Profile = desk.Feed.Profile,
            Leader = desk.Health.Leader,
            FencingId = desk.Health.FencingId,
            HbAgeSec = desk.Health.JournalAge is { } age ? Math.Round((decimal)age.TotalSeconds, 1, MidpointRounding.ToZero) : null,
            HealthOk = desk.Health.IsOk,
            JournalOk = desk.Health.JournalOk,
            ConfigOk = desk.Health.ConfigOk,
        };
        return TypedResults.Json(body, statusCode: readiness.IsReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

internal sealed record ReadinessResponse
{
    public required bool Ok { get; init; }

    /// <summary>The same as <see cref="Ok"/>.</summary>
    public required bool Ready { get; init; }

    public required IReadOnlyList<string> Reasons { get; init; }

    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>At least one cause holds.</summary>
    public required bool Hold { get; init; }

    public required bool SafeMode { get; init; }

    public required bool Killed { get; init; }

    public required string Mode { get; init; }

    public string? HoldReason { get; init; }

    public required string Profile { get; init; }

    public required bool Leader { get; init; }

    /// <summary>Which start of all starts on this ledger leads; null before the ledger was read.</summary>
    public long? FencingId { get; init; }

    /// <summary>Seconds since this process last wrote the ledger, which is its heartbeat; null before the first.</summary>
    public decimal? HbAgeSec { get; init; }

    public required bool HealthOk { get; init; }

    public required bool JournalOk { get; init; }

    public required bool ConfigOk { get; init; }
}
