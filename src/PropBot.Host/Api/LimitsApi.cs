using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>The limits that count and where each comes from; one operator lowers, two raise.</summary>
internal static class LimitsApi
{
    public const string DefaultReason = "manual_limit";

    public static void MapLimits(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/ui/limits", (ISnapshotSource snapshots) => snapshots.Current is { } snapshot ? TypedResults.Ok(LimitsResponse.Of(snapshot)) : (IResult)ErrorResponse.NoSnapshot())
            .WithSummary("The limits that count now, what the configuration says, and who changed them")
            .Produces<LimitsResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);
        routes.MapPost("/api/ui/limits/lower", (HttpContext context, CommandCall call) => call.ReduceAsync(
                context,
                order => ChangeOf(order.Body.Limit, order.Body.Value) is { } change
                    ? MadeCommand.Of(new LimitLowered(change, order.Actor, order.Body.ReasonOr(DefaultReason), order.Correlation))
                    : MadeCommand.Refuse(NoLimit(order.Body)),
                receipt => TypedResults.Ok(LimitsResponse.Of(receipt.Snapshot))))
            .Accepts<CommandBody>("application/json")
            .WithSummary("Lowers {\"limit\", \"value\"}, with {\"reason\"}. Works at once, by one operator")
            .Produces<LimitsResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/api/ui/limits/raise-request", (HttpContext context, ApprovalCall approvals) => approvals.RequestAsync(
                context, ApprovalAction.RaiseLimit, receipt => TypedResults.Json(GivenResponse.Of(receipt, ApprovalAction.RaiseLimit), statusCode: StatusCodes.Status202Accepted),
                body => ChangeOf(body.Limit, body.Value) is { } change ? (asked => asked with { Raises = change }, null) : (null, NoLimit(body))))
            .Accepts<CommandBody>("application/json")
            .WithSummary("Asks for raising {\"limit\"} to {\"value\"}, with {\"reason\"}; another operator has to confirm")
            .Produces<GivenResponse>(StatusCodes.Status202Accepted)
            .Produces<RefusalResponse>(StatusCodes.Status409Conflict)
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/api/ui/limits/raise-confirm", (HttpContext context, ApprovalCall approvals) => approvals.ConfirmAsync(
                context, ApprovalAction.RaiseLimit, receipt => TypedResults.Ok(GivenResponse.Of(receipt, ApprovalAction.RaiseLimit))))
            .Accepts<CommandBody>(isOptional: true, "application/json", "*/*")
            .WithSummary("Confirms {\"request_id\"}, the raise that another operator requested; it counts at once")
            .Produces<GivenResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status401Unauthorized)
            .Produces<RefusalResponse>(StatusCodes.Status409Conflict);
        routes.MapPost("/api/ui/exit-dry-run-request", (HttpContext context, ApprovalCall approvals) => approvals.RequestAsync(
                context, ApprovalAction.ExitDryRun, receipt => TypedResults.Json(GivenResponse.Of(receipt, ApprovalAction.ExitDryRun), statusCode: StatusCodes.Status202Accepted)))
            .Accepts<CommandBody>("application/json")
            .WithSummary("Asks for opening pairs in a run that was begun as a dry run; another operator has to confirm")
            .Produces<GivenResponse>(StatusCodes.Status202Accepted)
            .Produces<RefusalResponse>(StatusCodes.Status409Conflict)
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity);
        routes.MapPost("/api/ui/exit-dry-run-confirm", (HttpContext context, ApprovalCall approvals) => approvals.ConfirmAsync(
                context, ApprovalAction.ExitDryRun, receipt => TypedResults.Ok(GivenResponse.Of(receipt, ApprovalAction.ExitDryRun))))
            .Accepts<CommandBody>(isOptional: true, "application/json", "*/*")
            .WithSummary("Confirms {\"request_id\"}, the end of the dry run; it counts at once and for this run")
            .Produces<GivenResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status401Unauthorized)
            .Produces<RefusalResponse>(StatusCodes.Status409Conflict);
    }

    public static LimitChange? ChangeOf(string? code, decimal? value) =>
        LimitNames.Find(code?.Trim().ToLowerInvariant() ?? "") is { } limit && value is { } wanted ? new LimitChange(limit, wanted) : null;

    private static IResult NoLimit(CommandBody body) => ErrorResponse.Unprocessable(
        $"limit '{body.Limit}' with value '{body.Value}' is none: name a number and one of {string.Join(", ", LimitNames.All.Select(l => l.Code()))}");
}

internal sealed record LimitsResponse(IReadOnlyList<LimitResponse> Limits, DateTimeOffset Ts)
{
    public static LimitsResponse Of(EngineSnapshot snapshot) => new([.. snapshot.Limits.Select(LimitResponse.Of)], snapshot.At);
}

/// <param name="Value">What counts; null: there is none.</param>
/// <param name="Configured">What the configuration says.</param>
/// <param name="Origin"><c>configuration</c>, <c>raised</c> or <c>lowered</c>.</param>
internal sealed record LimitResponse(string Limit, decimal? Value, decimal? Configured, string Origin, string? By, string? Reason, DateTimeOffset? At)
{
    public static LimitResponse Of(LimitSnapshot limit) => new(
        limit.Limit.Code(), limit.Value, limit.Configured, limit.Origin, limit.Change?.By, limit.Change?.Reason, limit.Change?.At);
}

/// <summary>The request of an action after a command about it.</summary>
internal sealed record GivenResponse(string Status, string? RequestId, ApprovalResponse? Approval, LimitsResponse Limits, bool DryRun, long Sequence, DateTimeOffset Ts)
{
    public static GivenResponse Of(CommandReceipt receipt, ApprovalAction action)
    {
        ApprovalRecord? newest = receipt.Snapshot.Approvals.FirstOrDefault(a => a.Action == action);
        return new GivenResponse(
            newest?.Status == ApprovalStatus.Used ? "approved" : "pending", newest?.Id.Value, newest is null ? null : ApprovalResponse.Of(newest),
            LimitsResponse.Of(receipt.Snapshot), receipt.Snapshot.IsDryRun, receipt.Sequence, receipt.At);
    }
}
