using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine;
using PropBot.Host.Auth;
using PropBot.Host.Configuration;
using PropBot.Host.Surface;
using PropBot.Host.Tracing;

namespace PropBot.Host.Metrics;

internal static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes
        .MapGet("/metrics", (DeskReader desk, LatencyMeters latency, RequestMeter requests, TraceMeters traces, GuessWatch guesses) => Answer(desk.Read(), latency, requests, traces, guesses))
        .WithSummary("Prometheus text format 0.0.4")
        .Produces<string>(StatusCodes.Status200OK, "text/plain");

    private static IResult Answer(DeskReading desk, LatencyMeters latency, RequestMeter requests, TraceMeters traces, GuessWatch guesses)
    {
        var text = new MetricsText();
        ProcessMetrics.Write(text, desk.Health, requests, latency);
        text.Gauge("propbot_build_info", "Always 1; the labels say which program runs with which configuration.");
        text.Sample(1L, ("version", RunningConfiguration.Build), ("config_hash", desk.Configuration.Hash), ("profile", desk.Configuration.Profile));
        text.Counter("propbot_wrong_secrets_total", "Wrong tokens presented: bearer tokens, at the login form, second factors of a confirmation.");
        foreach ((GuessedSecret secret, long wrong) in guesses.Counts)
        {
            text.Sample(wrong, ("secret", secret.Code()));
        }

        LatencyMetrics.Write(text, latency);
        TraceMetrics.Write(text, traces);
        ChaosMetrics.Write(text, desk.Chaos);
        if (desk.Snapshot is { } snapshot)
        {
            DeskMetrics.Write(text, snapshot, desk.Health);
            VenueMetrics.Write(text, snapshot, desk.Statistics);
        }

        return TypedResults.Text(text.ToString(), MetricsText.ContentType);
    }
}
