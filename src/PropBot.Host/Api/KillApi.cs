using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution.Sweeps;
using PropBot.Host.Auth;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>
/// The kill switch: one operator, at once, in any mode, whatever the body looks like. Of the earlier two-step pair both steps kill:
/// stopping never waits for a second person. Lifting it takes two.
/// </summary>
internal static class KillApi
{
    public const string DefaultReason = "manual_kill";
    public const string ActionCode = "kill_switch";

    public static void MapKill(this IEndpointRouteBuilder routes)
    {
        foreach (string address in (ReadOnlySpan<string>)["/api/ui/kill", "/api/ui/kill-now", "/api/ui/kill-confirm"])
        {
            routes.MapPost(address, (HttpContext context, IOperatorCommands commands, Sweeper sweeper) => KillAsync(context, commands, sweeper, StatusCodes.Status200OK))
                .Accepts<CommandBody>(isOptional: true, "application/json", "*/*")
                .WithSummary("Kills the desk at once: HOLD, and nothing opens until two people lift it. Works always, by one operator")
                .Produces<KillResponse>()
                .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
        }

        routes.MapPost("/api/ui/kill-request", (HttpContext context, IOperatorCommands commands, Sweeper sweeper) => KillAsync(context, commands, sweeper, StatusCodes.Status202Accepted))
            .Accepts<CommandBody>(isOptional: true, "application/json", "*/*")
            .WithSummary("The same as /api/ui/kill: a kill waits for nobody")
            .Produces<KillResponse>(StatusCodes.Status202Accepted)
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
        routes.MapRequest("/api/ui/unkill-request", ApprovalAction.Unkill, "Asks for lifting the kill", UnkillResponse.Of);
        routes.MapConfirm(
            "/api/ui/unkill-confirm", ApprovalAction.Unkill, "Confirms the request of another operator: the kill is lifted. HOLD stays; leaving it is a request of its own", UnkillResponse.Of);
    }

    private static async Task<IResult> KillAsync(HttpContext context, IOperatorCommands commands, Sweeper sweeper, int status)
    {
        // A body that cannot be read takes its words with it, not the kill.
        CommandBody body = await CommandBody.ReadOrNothingAsync(context.Request, context.RequestAborted);
        string correlation = CorrelationOf(context, body.CorrelationId);
        try
        {
            CommandReceipt receipt = await commands.GiveAsync(
                new KillRequested(context.Caller().Who.Name, body.ReasonOr(DefaultReason), correlation, body.Flatten ?? false), context.RequestAborted);
            return Answer(receipt, await sweeper.EndOfKillAsync(correlation, context.RequestAborted), correlation, status);
        }
        catch (CommandNotTakenException e)
        {
            return ErrorResponse.Unavailable(e.Message);
        }
    }

    /// <summary>The caller's id, or a new one: it names the run that cancels, and no two kills are one by accident.</summary>
    public static string CorrelationOf(HttpContext context, string? inBody) => CorrelationId.Cut(
        !string.IsNullOrWhiteSpace(inBody) ? inBody.Trim()
        : context.Request.Headers[CorrelationId.Header].ToString() is { Length: > 0 } given ? given
        : $"kill-{Secret.NewId()}");

    private static JsonHttpResult<KillResponse> Answer(CommandReceipt receipt, Sweep? run, string correlation, int status)
    {
        var control = ControlResponse.Of(receipt.Snapshot);
        return TypedResults.Json(
            new KillResponse(
                "executed", ActionCode, run?.Id ?? correlation, run is null ? null : new KillResultResponse(run.Cancelled, run.NotCancelled), run?.Status.Code(), control.Mode, control.SafeMode, control.HoldActive, control.Killed, control.Kill?.Reason, control, receipt.Sequence, receipt.At),
            statusCode: status);
    }
}

/// <param name="RequestId">The command's correlation id; <c>GET /api/ui/sweeps/{id}</c> has the whole report of what was cancelled and closed.</param>
/// <param name="Result">Orders so far; null when nothing is sent, in a run that only reads.</param>
/// <param name="Run"><c>running</c>: it goes on until every venue has confirmed it; <c>done</c>; <c>incomplete</c>.</param>
internal sealed record KillResponse(
    string Status, string Action, string RequestId, KillResultResponse? Result, string? Run, string Mode, bool SafeMode, bool HoldActive, bool Killed, string? Reason,
    ControlResponse Safety, long Sequence, DateTimeOffset Ts);

internal sealed record KillResultResponse(int Cancelled, int Failed);

internal sealed record UnkillResponse(ApprovalResponse? Approval, bool Killed, bool HoldActive, ControlResponse Safety, long Sequence, DateTimeOffset Ts)
{
    public static UnkillResponse Of(CommandReceipt receipt)
    {
        var control = ControlResponse.Of(receipt.Snapshot);
        ApprovalRecord? newest = receipt.Snapshot.Approvals.FirstOrDefault(a => a.Action == ApprovalAction.Unkill);
        return new UnkillResponse(newest is null ? null : ApprovalResponse.Of(newest), control.Killed, control.HoldActive, control, receipt.Sequence, receipt.At);
    }
}
