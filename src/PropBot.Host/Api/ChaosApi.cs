using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PropBot.Host.Chaos;
using PropBot.Host.Surface;
using PropBot.Venues.Chaos;

namespace PropBot.Host.Api;

internal static class ChaosApi
{
    public static void MapChaos(this IEndpointRouteBuilder routes) => routes
        .MapGet("/api/ui/chaos", (IChaosSource chaos) => Answer(chaos.Read()))
        .WithSummary("What is made to fail on purpose, and how often it was")
        .Produces<ChaosResponse>();

    private static Ok<ChaosResponse> Answer(ChaosReading chaos) => TypedResults.Ok(ChaosResponse.Of(chaos));
}

/// <summary>Everything is neutral while chaos is off.</summary>
internal sealed record ChaosResponse
{
    public required bool Enabled { get; init; }

    /// <summary>What acts: <c>none</c> while chaos is off.</summary>
    public required string Profile { get; init; }

    /// <summary>What <c>CHAOS_PROFILE</c> names, also while chaos is off.</summary>
    public required string SelectedProfile { get; init; }

    /// <summary>Probability that a market-data message is dropped.</summary>
    public required decimal WsDropP { get; init; }

    /// <summary>Probability that a REST request ends as a time-out.</summary>
    public required decimal RestTimeoutP { get; init; }

    public required int OrderDelayMs { get; init; }

    /// <summary>The same seed injects the same.</summary>
    public required int Seed { get; init; }

    /// <summary>Since the start, by venue and kind: ws_drop, rest_timeout_unsent, rest_timeout_sent, order_delay.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, long>> Injected { get; init; }

    public static ChaosResponse Of(ChaosReading chaos)
    {
        ChaosSettings settings = chaos.Settings;
        return new ChaosResponse
        {
            Enabled = settings.Enabled,
            Profile = settings.Profile,
            SelectedProfile = settings.SelectedProfile,
            WsDropP = settings.WsDropP,
            RestTimeoutP = settings.RestTimeoutP,
            OrderDelayMs = settings.OrderDelayMs,
            Seed = settings.Seed,
            Injected = chaos.Injected.OrderBy(v => v.Key).ToDictionary(
                v => v.Key.Name, v => (IReadOnlyDictionary<string, long>)v.Value.ToDictionary(k => k.Key.Code(), k => k.Value)),
        };
    }
}
