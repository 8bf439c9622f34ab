using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

internal static class HealthApi
{
    public static void MapHealth(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/healthz", (IHealthSource health) => Answer(health.Current));

    private static IResult Answer(HealthState health)
    {
        bool ok = health.JournalOk && health.ResumeOk && health.EngineAlive;
        var body = new HealthResponse(ok, health.JournalOk, health.ResumeOk, health.Leader, health.ConfigOk);
        return TypedResults.Json(body, statusCode: ok ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

/// <param name="Ok">Journal, resume and the engine's loop are fine; leader and configuration inform.</param>
internal sealed record HealthResponse(bool Ok, bool JournalOk, bool ResumeOk, bool Leader, bool ConfigOk);
