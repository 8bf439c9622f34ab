using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>The way out of HOLD: one operator requests, another confirms, and the confirmed resume is carried out.</summary>
internal static class ResumeApi
{
    public const string ExecuteReason = "operator_resume";

    public static void MapResume(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/ui/resume-request", (HttpContext context, ApprovalCall approvals) =>
                approvals.RequestAsync(context, ApprovalAction.Resume, receipt => TypedResults.Ok(ResumeRequestResponse.Of(receipt))))
            .Accepts<CommandBody>("application/json", "*/*")
            .WithSummary("Asks for leaving HOLD; another operator has to confirm. One that waits already is answered unchanged")
            .Produces<ResumeRequestResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status400BadRequest)
            .Produces<RefusalResponse>(StatusCodes.Status409Conflict)
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity)
            .Produces<RefusalResponse>(StatusCodes.Status423Locked);
        routes.MapPost("/api/ui/resume-confirm", (HttpContext context, ApprovalCall approvals) =>
                approvals.ConfirmAsync(context, ApprovalAction.Resume, receipt => TypedResults.Ok(ResumeConfirmResponse.Of(receipt))))
            .Accepts<CommandBody>(isOptional: true, "application/json", "*/*")
            .WithSummary("Confirms the resume that another operator requested. HOLD's causes are released; mode and SAFE_MODE change with /api/ui/resume")
            .Produces<ResumeConfirmResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status401Unauthorized)
            .Produces<RefusalResponse>(StatusCodes.Status409Conflict)
            .Produces<RefusalResponse>(StatusCodes.Status423Locked);
        routes.MapPost("/api/ui/resume", (HttpContext context, CommandCall call) => call.RunAsync(
                context,
                order => MadeCommand.Of(new ResumeRequested(order.Actor, order.Body.ReasonOr(ExecuteReason), order.Correlation)),
                receipt => TypedResults.Ok(HoldResponse.Of(receipt))))
            .Accepts<CommandBody>(isOptional: true, "application/json", "*/*")
            .WithSummary("Carries the confirmed resume out: RUN, SAFE_MODE off. Refused while a cause holds (423), without an approval (403) and while a check of the desk is red (409)")
            .Produces<HoldResponse>()
            .Produces<RefusalResponse>(StatusCodes.Status403Forbidden)
            .Produces<RefusalResponse>(StatusCodes.Status409Conflict)
            .Produces<RefusalResponse>(StatusCodes.Status423Locked)
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
    }
}

internal sealed record ResumeRequestResponse(ApprovalResponse ResumeRequest, bool HoldActive, long Sequence, DateTimeOffset Ts)
{
    public static ResumeRequestResponse Of(CommandReceipt receipt) =>
        new(ApprovalResponse.Live(receipt.Snapshot, ApprovalAction.Resume)!, receipt.Control.IsHeld, receipt.Sequence, receipt.At);
}

/// <param name="HoldCleared">No cause holds any more; false when something came after the request: it holds on and needs a request of its own.</param>
internal sealed record ResumeConfirmResponse(bool HoldCleared, bool HoldActive, ControlResponse Safety, ApprovalResponse? Approval, long Sequence, DateTimeOffset Ts)
{
    public static ResumeConfirmResponse Of(CommandReceipt receipt) => new(
        !receipt.Control.IsHeld, receipt.Control.IsHeld, ControlResponse.Of(receipt.Snapshot),
        receipt.Snapshot.Approvals.FirstOrDefault(a => a.Action == ApprovalAction.Resume) is { } newest ? ApprovalResponse.Of(newest) : null, receipt.Sequence, receipt.At);
}
