using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Surface;

namespace PropBot.Host.Api.State;

/// <summary>The desk in one answer, and what its strategy does next.</summary>
internal static class DeskStateApi
{
    public static void MapDeskState(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/ui/state", (DeskReader desk) => Answer(desk, DeskStateResponse.Of))
            .WithSummary("The desk in one answer: control, exposures, orders, positions, profit, risk")
            .Produces<DeskStateResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
        routes.MapGet("/api/ui/orchestrator_plan", (DeskReader desk) => Answer(desk, OrchestratorPlanResponse.Of))
            .WithSummary("What each strategy does next, and why it does not")
            .Produces<OrchestratorPlanResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
        routes.MapGet("/api/risk/state", (DeskReader desk) => Answer(desk, (_, snapshot) => RiskStateResponse.Of(snapshot)))
            .WithSummary("Limits of positions, orders and the day, what they are compared with, and what is beyond them")
            .Produces<RiskStateResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Answer<T>(DeskReader reader, Func<DeskReading, EngineSnapshot, T> describe)
    {
        DeskReading desk = reader.Read();
        return desk.Snapshot is { } snapshot ? TypedResults.Ok(describe(desk, snapshot)) : ErrorResponse.NoSnapshot();
    }
}
