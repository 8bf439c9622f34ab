using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Strategy;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>The strategy: one registry, whichever route asks.</summary>
internal static class StrategyApi
{
    public const string DefaultReason = "manual_strategy";

    private const string InvalidStrategy = "invalid_strategy";

    public static void MapStrategy(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/ui/set-strategy-enabled", (HttpContext context, CommandCall call) => call.RunAsync(
                context, order => Switch(order, order.Body.Enabled), receipt => TypedResults.Ok(StrategySwitchResponse.Of(receipt.Snapshot)), Detail))
            .Accepts<CommandBody>("application/json", "application/x-www-form-urlencoded", "*/*")
            .WithSummary("Switches {\"strategy\", \"enabled\"}, with {\"reason\"}: off at once, it opens nothing and what is open is closed by its rules; on again with the two-man rule by /api/ui/strategy/enable-request")
            .Produces<StrategySwitchResponse>()
            .Produces<RefusalResponse>(StatusCodes.Status403Forbidden)
            .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity);
        foreach ((string route, bool enabled) in (ReadOnlySpan<(string, bool)>)[("/api/ui/strategy/enable", true), ("/api/ui/strategy/disable", false)])
        {
            routes.MapPost(route, (HttpContext context, CommandCall call) => call.RunAsync(
                    context, order => Switch(order, enabled), receipt => TypedResults.Ok(EnabledStrategiesResponse.Of(receipt.Snapshot)), Detail))
                .Accepts<CommandBody>("application/json", "*/*")
                .WithSummary("The same as /api/ui/set-strategy-enabled")
                .Produces<EnabledStrategiesResponse>()
                .Produces<RefusalResponse>(StatusCodes.Status403Forbidden)
                .Produces<ErrorResponse>(StatusCodes.Status422UnprocessableEntity);
        }

        routes.MapRequest(
            "/api/ui/strategy/enable-request", ApprovalAction.EnableStrategy, "Asks for switching {\"strategy\"} on again that somebody switched off, with {\"reason\"}", StrategyEnableResponse.Of, FreezeApi.AboutStrategy);
        routes.MapConfirm(
            "/api/ui/strategy/enable-confirm", ApprovalAction.EnableStrategy, "Confirms {\"request_id\"}: the strategy is on again; what froze it stays", StrategyEnableResponse.Of);

        Get<EnabledStrategiesResponse>(routes, "/api/ui/strategy/status", "Which strategies are switched on", EnabledStrategiesResponse.Of);
        Get<RiskStatusResponse>(routes, "/api/ui/risk_status", "Each strategy with its limits, what it has lost and failed, and whether it is frozen", RiskStatusResponse.Of);
        Get<StrategyStatusResponse>(routes, "/api/ui/strategy_status", "Each strategy with its state, profit and budgets", StrategyStatusResponse.Of);
        Get<StrategyBudgetResponse>(routes, "/api/ui/strategy_budget", "What each strategy may hold and holds, and what it may lose a day and has lost", StrategyBudgetResponse.Of);
        routes.MapRequest(
            "/api/ui/budget/reset", ApprovalAction.ResetBudget, "Asks for beginning the daily loss budget of {\"strategy\"} anew, with {\"reason\"}", BudgetResetResponse.Of, FreezeApi.AboutStrategy);
        routes.MapConfirm(
            "/api/ui/budget/reset/confirm", ApprovalAction.ResetBudget, "Confirms {\"request_id\"}: the budget begins anew; the strategy may lose it once more today", BudgetResetResponse.Of);
    }

    private static void Get<T>(IEndpointRouteBuilder routes, string route, string summary, Func<EngineSnapshot, T> of) => routes
        .MapGet(route, (ISnapshotSource snapshots) => snapshots.Current is { } snapshot ? TypedResults.Ok(of(snapshot)) : (IResult)ErrorResponse.NoSnapshot())
        .WithSummary(summary)
        .Produces<T>()
        .Produces<ErrorResponse>(StatusCodes.Status503ServiceUnavailable);

    private static MadeCommand Switch(CommandOrder order, bool? enabled)
    {
        if (enabled is not { } wanted || string.IsNullOrWhiteSpace(order.Body.StrategyWords))
        {
            return MadeCommand.Refuse(ErrorResponse.Unprocessable($"strategy or enabled is missing: {{\"strategy\": \"{StrategyNames.CrossExchangeArb}\", \"enabled\": false}}"));
        }

        return MadeCommand.Of(new StrategySwitched(order.Body.StrategyWords, wanted, order.Actor, order.Body.ReasonOr(DefaultReason), order.Correlation));
    }

    private static string? Detail(string code) => code == CommandRefusal.UnknownScope ? InvalidStrategy : null;
}

/// <summary>The strategy after it was switched.</summary>
internal sealed record StrategySwitchResponse(
    string Status, string Strategy, bool Enabled, bool Frozen, bool Breach, IReadOnlyList<string> BreachReasons, StrategyRow Snapshot, StrategyLimitsResponse Limits)
{
    public static StrategySwitchResponse Of(EngineSnapshot snapshot)
    {
        StrategySnapshot strategy = snapshot.Strategy!;
        return new StrategySwitchResponse(
            "ok", strategy.Name, strategy.Control.Enabled, strategy.IsFrozen, strategy.BreachReasons.Count > 0, strategy.BreachReasons, StrategyRow.Of(strategy), StrategyLimitsResponse.Of(strategy));
    }
}

/// <param name="Status"><c>pending</c> after the request, <c>approved</c> once another operator has confirmed it.</param>
internal sealed record StrategyEnableResponse(string Status, string? RequestId, string Strategy, bool Enabled, ApprovalResponse? Approval, long Sequence, DateTimeOffset Ts)
{
    public static StrategyEnableResponse Of(CommandReceipt receipt)
    {
        ApprovalRecord? newest = receipt.Snapshot.Approvals.FirstOrDefault(a => a.Action == ApprovalAction.EnableStrategy);
        StrategySnapshot strategy = receipt.Snapshot.Strategy!;
        return new StrategyEnableResponse(
            newest?.Status == ApprovalStatus.Used ? "approved" : "pending", newest?.Id.Value, strategy.Name, strategy.Control.Enabled,
            newest is null ? null : ApprovalResponse.Of(newest), receipt.Sequence, receipt.At);
    }
}

/// <param name="LastDecisionTs">When somebody last switched one; null: nobody has.</param>
internal sealed record EnabledStrategiesResponse(IReadOnlyList<string> EnabledStrategies, bool AutopilotActive, DateTimeOffset? LastDecisionTs, DateTimeOffset Ts)
{
    public static EnabledStrategiesResponse Of(EngineSnapshot snapshot) => new(
        snapshot.Strategy is { Control.Enabled: true } on ? [on.Name] : [], snapshot.Control.MayOpen, snapshot.Strategy?.Control.ChangedAt, snapshot.At);
}

/// <param name="DailyLossUsdt">Realised loss of the UTC day at which it freezes itself; null: none.</param>
/// <param name="MaxConsecutiveFailures">Frozen with one more; 0: never.</param>
/// <param name="DailyLossBudgetUsdt">After which it opens nothing until the day is over; null: none.</param>
internal sealed record StrategyLimitsResponse(decimal? DailyLossUsdt, int MaxConsecutiveFailures, decimal? DailyLossBudgetUsdt)
{
    public static StrategyLimitsResponse Of(StrategySnapshot strategy) =>
        new(strategy.Limits.DailyLoss?.Value, strategy.Limits.MaxConsecutiveFailures, strategy.Limits.DailyLossBudget?.Value);
}

internal sealed record RiskStatusResponse(DateTimeOffset Timestamp, IReadOnlyDictionary<string, StrategyRiskResponse> Strategies)
{
    public static RiskStatusResponse Of(EngineSnapshot snapshot) => new(snapshot.At, StrategyRow.ByName(snapshot, StrategyRiskResponse.Of));
}

internal sealed record StrategyRiskResponse(
    StrategyLimitsResponse Limits, StrategyRiskState State, bool Breach, IReadOnlyList<string> BreachReasons, bool Frozen, bool Enabled)
{
    public static StrategyRiskResponse Of(StrategySnapshot strategy, DateTimeOffset at) => new(
        StrategyLimitsResponse.Of(strategy), StrategyRiskState.Of(strategy, at), strategy.BreachReasons.Count > 0, strategy.BreachReasons, strategy.IsFrozen, strategy.Control.Enabled);
}

/// <param name="Reason">Why it is restricted, or why somebody switched it off; null while neither.</param>
internal sealed record StrategyRiskState(
    decimal RealizedPnlToday, decimal RealizedPnlTotal, [property: System.Text.Json.Serialization.JsonPropertyName("realized_pnl_7d")] decimal RealizedPnl7d,
    decimal MaxDrawdownObserved, int ConsecutiveFailures, bool Frozen, string? FreezeReason, string? Reason, DateTimeOffset LastUpdateTs, bool Enabled)
{
    public static StrategyRiskState Of(StrategySnapshot strategy, DateTimeOffset at) => new(
        strategy.RealizedToday, strategy.RealizedTotal, strategy.RealizedWeek, strategy.Control.MaxDrawdown, strategy.Control.ConsecutiveFailures, strategy.IsFrozen,
        strategy.FreezeReason, strategy.FreezeReason ?? (strategy.Control.Enabled ? null : strategy.Control.ChangeReason), at, strategy.Control.Enabled);
}

internal sealed record StrategyStatusResponse(IReadOnlyList<StrategyRow> Strategies, IReadOnlyDictionary<string, StrategyRow> Snapshot, DateTimeOffset Ts)
{
    public static StrategyStatusResponse Of(EngineSnapshot snapshot)
    {
        IReadOnlyDictionary<string, StrategyRow> rows = StrategyRow.ByName(snapshot, (strategy, _) => StrategyRow.Of(strategy));
        return new StrategyStatusResponse([.. rows.Values], rows, snapshot.At);
    }
}

/// <param name="State">What it may do: <c>active</c>, <c>reduce_only</c>, <c>frozen</c>.</param>
internal sealed record StrategyRow(
    string Strategy, bool Enabled, bool Frozen, string State, string? FreezeReason, string? LastBreach, IReadOnlyList<string> BreachReasons, int ConsecutiveFailures,
    decimal RealizedPnlToday, decimal RealizedPnlTotal, [property: System.Text.Json.Serialization.JsonPropertyName("realized_pnl_7d")] decimal RealizedPnl7d,
    decimal MaxDrawdownObserved, bool BudgetBlocked, AllocationResponse Budget, StrategyLimitsResponse RiskLimits)
{
    public static StrategyRow Of(StrategySnapshot strategy) => new(
        strategy.Name, strategy.Control.Enabled, strategy.IsFrozen, strategy.State.Code(), strategy.FreezeReason, strategy.Control.LastBreach, strategy.BreachReasons,
        strategy.Control.ConsecutiveFailures, strategy.RealizedToday, strategy.RealizedTotal, strategy.RealizedWeek, strategy.Control.MaxDrawdown,
        strategy.IsAllocated || strategy.IsBudgetUsed, AllocationResponse.Of(strategy), StrategyLimitsResponse.Of(strategy));

    public static IReadOnlyDictionary<string, T> ByName<T>(EngineSnapshot snapshot, Func<StrategySnapshot, DateTimeOffset, T> of) =>
        (snapshot.Strategy is { } strategy ? new[] { strategy } : []).ToDictionary(s => s.Name, s => of(s, snapshot.At), StringComparer.Ordinal);
}

/// <summary>What it may hold and holds: released by closing, because it is the open pairs themselves.</summary>
internal sealed record AllocationResponse(decimal MaxNotionalUsdt, decimal CurrentNotionalUsdt, int MaxOpenPositions, int CurrentOpenPositions, bool Blocked)
{
    public static AllocationResponse Of(StrategySnapshot strategy) =>
        new(strategy.MaxNotional, strategy.OpenNotional, strategy.MaxPairs, strategy.OpenPairs, strategy.IsAllocated);
}

internal sealed record StrategyBudgetResponse(IReadOnlyList<StrategyBudgetRow> Strategies, IReadOnlyDictionary<string, StrategyBudgetRow> Snapshot, DateTimeOffset Ts)
{
    public static StrategyBudgetResponse Of(EngineSnapshot snapshot)
    {
        IReadOnlyDictionary<string, StrategyBudgetRow> rows = StrategyRow.ByName(snapshot, (strategy, _) => StrategyBudgetRow.Of(strategy));
        return new StrategyBudgetResponse([.. rows.Values], rows, snapshot.At);
    }
}

internal sealed record StrategyBudgetRow(
    string Strategy, decimal MaxNotionalUsdt, int MaxOpenPositions, decimal CurrentNotionalUsdt, int CurrentOpenPositions, bool Blocked, LossBudgetResponse LossBudget)
{
    public static StrategyBudgetRow Of(StrategySnapshot strategy) => new(
        strategy.Name, strategy.MaxNotional, strategy.MaxPairs, strategy.OpenNotional, strategy.OpenPairs, strategy.IsAllocated, LossBudgetResponse.Of(strategy));
}

/// <param name="LastResetEpochDay">Days since 1970-01-01 of the UTC day that is counted; null before the first.</param>
internal sealed record LossBudgetResponse(
    decimal? LimitUsdt, decimal UsedTodayUsdt, int? LastResetEpochDay, DateTimeOffset? LastResetTsUtc, decimal? RemainingUsdt, bool BlockedByBudget)
{
    private static readonly int Epoch = new DateOnly(1970, 1, 1).DayNumber;

    public static LossBudgetResponse Of(StrategySnapshot strategy) => new(
        strategy.Limits.DailyLossBudget?.Value, strategy.BudgetUsed, strategy.Control.Day?.DayNumber - Epoch, strategy.Control.BudgetResetAt,
        strategy.Limits.DailyLossBudget?.Value - strategy.BudgetUsed, strategy.IsBudgetUsed);
}

internal sealed record BudgetResetResponse(string Status, string? RequestId, string Strategy, LossBudgetResponse Budget, ApprovalResponse? Approval, long Sequence, DateTimeOffset Ts)
{
    public static BudgetResetResponse Of(CommandReceipt receipt)
    {
        ApprovalRecord? newest = receipt.Snapshot.Approvals.FirstOrDefault(a => a.Action == ApprovalAction.ResetBudget);
        StrategySnapshot strategy = receipt.Snapshot.Strategy!;
        return new BudgetResetResponse(
            newest?.Status == ApprovalStatus.Used ? "approved" : "pending", newest?.Id.Value, strategy.Name, LossBudgetResponse.Of(strategy),
            newest is null ? null : ApprovalResponse.Of(newest), receipt.Sequence, receipt.At);
    }
}
