using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

internal static class HealthApi
{
    /// <summary>The second is what some balancers ask by default.</summary>
    public static readonly IReadOnlyList<string> Paths = ["/healthz", "/health"];

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        foreach (string path in Paths)
        {
            routes
                .MapGet(path, (IHealthSource health) => Answer(health.Current))
                .WithSummary("Whether the process works: 200, or 503 with the part that does not")
                .Produces<HealthResponse>()
                .Produces<HealthResponse>(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static JsonHttpResult<HealthResponse> Answer(HealthState health)
    {
        HealthResponse body = HealthResponse.Of(health);
        return TypedResults.Json(body, statusCode: health.IsOk ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}

/// <param name="JournalAgeSec">Seconds since the ledger last took a write, real time; it is told to write at least every few seconds. Null before the first.</param>
/// <param name="JournalFault">Why the journal takes no writes: <c>disk_full</c>, <c>server_gone</c>, ...; null while it does.</param>
/// <param name="Ok">Journal, resume and the engine's loop are fine; leader and configuration inform.</param>
internal sealed record HealthResponse(
    bool Ok, bool JournalOk, bool ResumeOk, bool Leader, bool ConfigOk, bool EngineAlive, string? HaltedReason, decimal? JournalAgeSec, string? JournalFault)
{
    public static HealthResponse Of(HealthState health) => new(
        health.IsOk, health.JournalOk, health.ResumeOk, health.Leader, health.ConfigOk, health.EngineAlive, health.HaltedReason,
        health.JournalAge is { } age ? decimal.Round((decimal)age.TotalSeconds, 3, MidpointRounding.ToZero) : null, health.Ledger?.Code);
}
