using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Values;
using PropBot.Host.Auth;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>Requesting and confirming, the same for every action.</summary>
internal sealed class ApprovalCall(CommandCall call, SecondFactor secondFactor, ISnapshotSource snapshots)
{
    /// <param name="about">What the body says that it is about, or the answer that it says nothing; null where the action needs none.</param>
    public Task<IResult> RequestAsync(
        HttpContext context, ApprovalAction action, Func<CommandReceipt, IResult> answer,
        Func<CommandBody, (Func<ApprovalRequested, ApprovalRequested>? About, IResult? Fault)>? about = null) => call.RunAsync(
        context,
        order => order.Body.Reason is null
                ? MadeCommand.Refuse(ErrorResponse.Unprocessable("reason is missing: {\"reason\": \"why\"}"))
            : string.IsNullOrWhiteSpace(order.Body.Reason)
                ? MadeCommand.Refuse(ErrorResponse.Of(StatusCodes.Status400BadRequest, "reason_required"))
            : Request(new ApprovalRequested(NewId(), action, order.Actor, order.Body.Reason.Trim(), order.Correlation), about?.Invoke(order.Body)),
        answer);

    public Task<IResult> ConfirmAsync(HttpContext context, ApprovalAction action, Func<CommandReceipt, IResult> answer) => call.RunAsync(
        context, order => NeedsId(action) && order.Body.RequestId is null ? MadeCommand.Refuse(ErrorResponse.Unprocessable(MissingId(action))) : Confirmation(order, action), answer, code => code == CommandRefusal.RequestMissing ? MissingDetail(action) : null);

    private static MadeCommand Request(ApprovalRequested asked, (Func<ApprovalRequested, ApprovalRequested>? About, IResult? Fault)? about) =>
        about is not { } words ? MadeCommand.Of(asked)
        : words.Fault is { } fault ? MadeCommand.Refuse(fault)
        : MadeCommand.Of(words.About!(asked));

    /// <summary>Whoever confirms names the request that they have read: with a subject it may be another one by now. The desk's own HOLD and kill have none.</summary>
    private static bool NeedsId(ApprovalAction action) => action is not (ApprovalAction.Resume or ApprovalAction.Unkill);

    private static string MissingId(ApprovalAction action) => action == ApprovalAction.UnfreezeStrategy
        ? "missing_parameters"
        : "request_id is missing: name the request that you have read, as /api/ui/approvals lists it";

    public static ApprovalId NewId() => new(Secret.NewId());

    /// <summary>
    /// Whether there is something to confirm comes first, then the second factor; who it is is the engine's to judge. Nothing
    /// gets to the engine past the second factor, whatever has become of the request meanwhile.
    /// </summary>
    private MadeCommand Confirmation(CommandOrder order, ApprovalAction action)
    {
        ApprovalId? meant = null;
        if (order.Body.RequestId is { } text)
        {
            if (!ApprovalId.IsId(text))
            {
                return MadeCommand.Refuse(ErrorResponse.Unprocessable($"request_id '{text}' is not {ApprovalId.Length} lower-case hexadecimal digits"));
            }

            meant = new ApprovalId(text);
        }

        ApprovalId? waiting = meant ?? snapshots.Current?.Approvals.FirstOrDefault(a => a.Action == action && a.Status == ApprovalStatus.Pending)?.Id;
        IResult? nothing = NothingToConfirm(action);
        if (secondFactor.Refuses(order.Body.Token, order.Actor, waiting) is { } detail)
        {
            return MadeCommand.Refuse(detail == SecondFactor.Throttled
                ? ErrorResponse.Of(StatusCodes.Status429TooManyRequests, detail)
                : nothing ?? ErrorResponse.Of(StatusCodes.Status401Unauthorized, detail));
        }

        return MadeCommand.Of(new ApprovalConfirmed(action, meant, order.Actor, order.Correlation));
    }

    private JsonHttpResult<ErrorResponse>? NothingToConfirm(ApprovalAction action)
    {
        if (snapshots.Current is not { } snapshot)
        {
            return ErrorResponse.NoSnapshot();
        }

        if (action == ApprovalAction.Resume && snapshot.Control.Mode == ControlMode.Run)
        {
            return ErrorResponse.Of(StatusCodes.Status409Conflict, CommandRefusal.HoldNotActive);
        }

        bool waits = snapshot.Approvals.Any(a => a.Action == action && a.Status == ApprovalStatus.Pending);
        return waits ? null : ErrorResponse.Of(StatusCodes.Status409Conflict, MissingDetail(action));
    }

    private static string MissingDetail(ApprovalAction action) => $"{action.Code()}_request_missing";
}
