using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Strategy;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>Restricting parts of the desk: one operator does it at once, two take it back.</summary>
internal static class FreezeApi
{
    public const string DefaultReason = "manual_freeze";

    private const string MissingParameters = "missing_parameters";
    private const string InvalidStrategy = "invalid_strategy";

    public static void MapFreeze(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/ui/freeze", (HttpContext context, CommandCall call) => call.ReduceAsync(context, Restriction, receipt => TypedResults.Ok(ScopesResponse.Of(receipt.Snapshot, receipt.Sequence))))
            .Accepts<CommandBody>("application/json", "*/*")
            .WithSummary("Restricts {\"scope\": desk|venue|instrument|strategy, \"subject\", \"state\": frozen|reduce_only, \"reason\"}. Works at once, by one operator")
            .Produces<ScopesResponse>()
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity);
        routes.MapRequest("/api/ui/unfreeze-request", ApprovalAction.Unfreeze, "Asks for releasing {\"scope\", \"subject\"}", r => UnfreezeResponse.Of(r, ApprovalAction.Unfreeze), About);
        routes.MapConfirm("/api/ui/unfreeze-confirm", ApprovalAction.Unfreeze, "Confirms {\"request_id\"}, the release that another operator requested", r => UnfreezeResponse.Of(r, ApprovalAction.Unfreeze));
        routes.MapRequest("/api/ui/unfreeze-strategy", ApprovalAction.UnfreezeStrategy, "Asks for releasing {\"strategy\"}, with {\"reason\"}", UnfreezeStrategyResponse.Of, AboutStrategy);
        routes.MapConfirm(
            "/api/ui/unfreeze-strategy/confirm", ApprovalAction.UnfreezeStrategy,
            "Confirms {\"request_id\"}, with {\"token\"} where a second factor is set. An id of another action is refused and stays as it is", UnfreezeStrategyResponse.Of);
    }

    /// <summary>The words of the body as a part of the desk; null when they are none.</summary>
    public static ControlScope? ScopeOf(string? kind, string? subject) =>
        ScopeCodes.Kind(kind?.Trim().ToLowerInvariant() ?? "") is { } known ? ControlScope.Parse(known, subject?.Trim() ?? "") : null;

    private static MadeCommand Restriction(CommandOrder order)
    {
        if (ScopeOf(order.Body.Scope, order.Body.Subject) is not { } scope)
        {
            return MadeCommand.Refuse(NoScope(order.Body));
        }

        return ScopeCodes.State(order.Body.State?.Trim().ToLowerInvariant() ?? ScopeState.Frozen.Code()) is { } state
            ? MadeCommand.Of(new FreezeRequested(scope, state, order.Actor, order.Body.ReasonOr(DefaultReason), order.Correlation))
            : MadeCommand.Refuse(ErrorResponse.Unprocessable($"state '{order.Body.State}' is not frozen or reduce_only"));
    }

    private static (Func<ApprovalRequested, ApprovalRequested>? About, IResult? Fault) About(CommandBody body) => ScopeOf(body.Scope, body.Subject) is { } scope
        ? (asked => asked with { Releases = scope }, null)
        : (null, NoScope(body));

    public static (Func<ApprovalRequested, ApprovalRequested>? About, IResult? Fault) AboutStrategy(CommandBody body)
    {
        if (string.IsNullOrWhiteSpace(body.StrategyWords))
        {
            return (null, ErrorResponse.Unprocessable(MissingParameters));
        }

        return StrategyNames.All.Contains(body.StrategyWords)
            ? (asked => asked with { Releases = ControlScope.OfStrategy(body.StrategyWords) }, null)
            : (null, ErrorResponse.Unprocessable(InvalidStrategy));
    }

    private static IResult NoScope(CommandBody body) => ErrorResponse.Unprocessable(
        $"scope '{body.Scope}' with subject '{body.Subject}' is none: name desk, venue (okx-perp), instrument (okx-perp:BTCUSDT) or strategy ({StrategyNames.CrossExchangeArb})");
}

/// <summary>Every part of the desk that is restricted by itself; empty when none is.</summary>
internal sealed record ScopesResponse(IReadOnlyList<ScopeResponse> Scopes, long Sequence, DateTimeOffset Ts)
{
    public static ScopesResponse Of(EngineSnapshot snapshot, long sequence) => new(ScopeResponse.All(snapshot.Control), sequence, snapshot.At);
}

/// <param name="State">The hardest of its causes.</param>
internal sealed record ScopeResponse(string Scope, string Subject, string State, IReadOnlyList<ScopeCauseResponse> Causes)
{
    public static IReadOnlyList<ScopeResponse> All(ControlState control) =>
        [.. control.Scopes.Causes.Select(c => c.Scope).Distinct().Select(s => Of(control, s))];

    public static ScopeResponse Of(ControlState control, ControlScope scope) => new(
        scope.Kind.Code(), scope.Subject, control.Scopes.StateOf(scope).Code(),
        [.. control.Scopes.Causes.Where(c => c.Scope == scope).Select(c => new ScopeCauseResponse(c.State.Code(), c.Reason, c.Source, c.Since, c.CorrelationId))]);
}

internal sealed record ScopeCauseResponse(string State, string Reason, string Source, DateTimeOffset Since, string CorrelationId);

internal sealed record UnfreezeResponse(ApprovalResponse? Approval, ScopeResponse? Scope, long Sequence, DateTimeOffset Ts)
{
    public static UnfreezeResponse Of(CommandReceipt receipt, ApprovalAction action)
    {
        ApprovalRecord? newest = receipt.Snapshot.Approvals.FirstOrDefault(a => a.Action == action);
        return new UnfreezeResponse(
            newest is null ? null : ApprovalResponse.Of(newest),
            newest?.Releases is { } scope ? ScopeResponse.Of(receipt.Control, scope) : null, receipt.Sequence, receipt.At);
    }
}

/// <param name="Status"><c>pending</c> after the request, <c>approved</c> once another operator has confirmed it.</param>
/// <param name="Snapshot">The strategy after the command.</param>
internal sealed record UnfreezeStrategyResponse(
    string Status, string? RequestId, string? Strategy, string? Reason, bool Frozen, ScopeResponse? Snapshot, ApprovalResponse? Approval, long Sequence, DateTimeOffset Ts)
{
    public static UnfreezeStrategyResponse Of(CommandReceipt receipt)
    {
        ApprovalRecord? newest = receipt.Snapshot.Approvals.FirstOrDefault(a => a.Action == ApprovalAction.UnfreezeStrategy);
        ControlScope? scope = newest?.Releases;
        return new UnfreezeStrategyResponse(
            newest?.Status == ApprovalStatus.Used ? "approved" : "pending", newest?.Id.Value, scope?.Subject, newest?.Reason,
            scope is { } known && receipt.Control.Scopes.StateOf(known) == ScopeState.Frozen,
            scope is { } shown ? ScopeResponse.Of(receipt.Control, shown) : null,
            newest is null ? null : ApprovalResponse.Of(newest), receipt.Sequence, receipt.At);
    }
}
