using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Auth;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>The start-up checks, made anew.</summary>
internal static class PreflightApi
{
    public const string DefaultReason = "manual_preflight";

    public static void MapPreflight(this IEndpointRouteBuilder routes) => routes
        .MapPost("/api/ui/preflight", RunAsync)
        .Accepts<CommandBody>(isOptional: true, "application/json", "*/*")
        .WithSummary("Makes the start-up checks now: accounts, rights, modes and leverage are read anew from every venue that is connected, and each check is answered with value, threshold and time. Who asks while another is under way gets the same readings. Changes nothing else; kept in the journal")
        .Produces<PreflightResponse>()
        .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity)
        .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);

    private static async Task<IResult> RunAsync(HttpContext context, IOperatorCommands commands, FreshChecks checks)
    {
        if (await CommandBody.ReadAsync(context.Request, context.RequestAborted) is not { } body)
        {
            return ErrorResponse.Unprocessable("the body is not a JSON object such as {\"reason\": \"before the shift\"}");
        }

        string correlation = CorrelationId.Of(context, body.CorrelationId);
        if ((body.Fault() ?? CorrelationId.Fault(correlation)) is { } fault)
        {
            return ErrorResponse.Unprocessable(fault);
        }

        try
        {
            CommandReceipt receipt = await commands.GiveAsync(new PreflightRequested(context.Caller().Who.Name, body.ReasonOr(DefaultReason), correlation), context.RequestAborted);
            EngineSnapshot read = await checks.ReadSinceAsync(receipt, context.RequestAborted);
            return TypedResults.Ok(PreflightResponse.Of(read, correlation));
        }
        catch (CommandNotTakenException e)
        {
            return ErrorResponse.Unavailable(e.Message);
        }
    }
}

/// <param name="Passed">Every check is green.</param>
internal sealed record PreflightResponse(bool Passed, IReadOnlyList<CheckResponse> Checks, string CorrelationId, long Sequence, DateTimeOffset Ts)
{
    public static PreflightResponse Of(EngineSnapshot snapshot, string correlation) => new(
        snapshot.Preflight.All(c => c.Ok), [.. snapshot.Preflight.Select(CheckResponse.Of)], correlation, snapshot.Sequence, snapshot.At);
}

/// <summary>One start-up check.</summary>
/// <param name="BlocksResume">People may not resume while it is red.</param>
/// <param name="Value">What was found.</param>
/// <param name="Threshold">What it is held against.</param>
/// <param name="At">When that was found: the oldest of the readings it rests on; null while one has not been made.</param>
internal sealed record CheckResponse(string Name, bool Ok, bool BlocksResume, string Value, string Threshold, DateTimeOffset? At, string En, string Ru)
{
    public static CheckResponse Of(PreflightCheck check) => new(check.Name, check.Ok, check.BlocksResume, check.Value, check.Threshold, check.At, check.English, check.Russian);
}
