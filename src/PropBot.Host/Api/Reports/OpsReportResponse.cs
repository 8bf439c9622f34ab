using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;
using PropBot.Host.Surface;

namespace PropBot.Host.Api.Reports;

/// <summary>The shift's report. Its parts are those of the other views, made of the same snapshot.</summary>
internal sealed record OpsReportResponse
{
    /// <summary>Market time of the snapshot.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>Number of the last event in it: answers with the same one tell the same numbers.</summary>
    public required long Sequence { get; init; }

    public required string BuildVersion { get; init; }

    public required string Profile { get; init; }

    /// <summary>Short name of the configuration that counts: <c>/api/ui/config</c> has the whole.</summary>
    public required string ConfigHash { get; init; }

    /// <summary>Pairs that have not ended.</summary>
    public required int OpenTradesCount { get; init; }

    public required int MaxOpenTradesLimit { get; init; }

    public required OpsRuntimeResponse Runtime { get; init; }

    public required Badges Badges { get; init; }

    public required AutopilotResponse Autopilot { get; init; }

    public required OpsPnlResponse Pnl { get; init; }

    public required DailyLossResponse DailyLossCap { get; init; }

    public required PositionsResponse PositionsSnapshot { get; init; }

    /// <summary>By strategy.</summary>
    public required IReadOnlyDictionary<string, StrategyControlResponse> StrategyControls { get; init; }

    /// <summary>By strategy.</summary>
    public required IReadOnlyDictionary<string, StrategyProfitResponse> PerStrategyPnl { get; init; }

    /// <summary>By strategy.</summary>
    public required IReadOnlyDictionary<string, StrategyRow> StrategyStatus { get; init; }

    public required StrategyPnlResponse StrategyPnl { get; init; }

    /// <summary>By strategy: what it may hold and holds, what it may lose a day and has lost.</summary>
    public required IReadOnlyDictionary<string, StrategyBudgetRow> StrategyBudgets { get; init; }

    public required WatchdogResponse Watchdog { get; init; }

    public required OpsAuditResponse Audit { get; init; }

    /// <summary>The latest of people and of the desk itself, newest first.</summary>
    public required IReadOnlyList<AuditLine> LastAuditActions { get; init; }

    /// <summary>The daily loss budgets, one row per strategy.</summary>
    public required IReadOnlyList<OpsBudgetRow> Budgets { get; init; }

    /// <summary>Age and end of a contract refuse. A symbol that is not configured never opens.</summary>
    public required bool UniverseEnforced { get; init; }

    /// <summary>Symbols that the universe has refused since the start.</summary>
    public required IReadOnlyList<string> UnknownPairs { get; init; }

    public static OpsReportResponse Of(DeskReading desk, EngineSnapshot snapshot, IReadOnlyList<AuditLine> audit)
    {
        Badges badges = Badges.Of(snapshot, desk.Health);
        return new OpsReportResponse
        {
            GeneratedAt = snapshot.At,
            Sequence = snapshot.Sequence,
            BuildVersion = PropBotVersion.Text,
            Profile = desk.Configuration.Profile,
            ConfigHash = desk.Configuration.Hash,
            OpenTradesCount = snapshot.Totals.ActivePairs,
            MaxOpenTradesLimit = snapshot.Strategy?.MaxPairs ?? 0,
            Runtime = OpsRuntimeResponse.Of(desk, snapshot),
            Badges = badges,
            Autopilot = AutopilotResponse.Of(snapshot),
            Pnl = OpsPnlResponse.Of(snapshot),
            DailyLossCap = DailyLossResponse.Of(snapshot.Day),
            PositionsSnapshot = PositionsResponse.Open(snapshot),
            StrategyControls = StrategyRow.ByName(snapshot, (s, _) => StrategyControlResponse.Of(s)),
            PerStrategyPnl = StrategyRow.ByName(snapshot, (s, _) => StrategyProfitResponse.Of(s)),
            StrategyStatus = StrategyStatusResponse.Of(snapshot).Snapshot,
            StrategyPnl = StrategyPnlResponse.Of(snapshot),
            StrategyBudgets = StrategyBudgetResponse.Of(snapshot).Snapshot,
            Watchdog = WatchdogResponse.Of(snapshot, desk.Health),
            Audit = OpsAuditResponse.Of(snapshot, audit),
            LastAuditActions = [.. audit.Take(AuditTrail.Told)],
            Budgets = [.. StrategyRow.ByName(snapshot, (s, _) => OpsBudgetRow.Of(s)).Values],
            UniverseEnforced = snapshot.IsUniverseEnforced,
            UnknownPairs = snapshot.Risk.UnknownPairs,
        };
    }
}

/// <param name="OperatorActions">What people ordered, newest first, at most 10.</param>
/// <param name="OpsEvents">What the desk told people, newest first, at most 10.</param>
internal sealed record OpsAuditResponse(IReadOnlyList<AuditLine> OperatorActions, IReadOnlyList<AlertResponse> OpsEvents)
{
    public static OpsAuditResponse Of(EngineSnapshot snapshot, IReadOnlyList<AuditLine> audit) => new(
        [.. audit.Where(a => a.IsOfPeople).Take(AuditTrail.Told)],
        [.. snapshot.Alerts.Take(AuditTrail.Told).Select(a => new AlertResponse(a.At, a.Severity, a.Code, a.English, a.Russian))]);
}

/// <summary>The daily loss budget of a strategy, USDT; null where it has none.</summary>
internal sealed record OpsBudgetRow(string Strategy, decimal? BudgetUsdt, decimal UsedUsdt, decimal? RemainingUsdt)
{
    public static OpsBudgetRow Of(StrategySnapshot strategy)
    {
        LossBudgetResponse budget = LossBudgetResponse.Of(strategy);
        return new OpsBudgetRow(strategy.Name, budget.LimitUsdt, budget.UsedTodayUsdt, budget.RemainingUsdt);
    }
}

internal sealed record StrategyControlResponse(
    bool Enabled, bool Frozen, string? FreezeReason, bool Breach, IReadOnlyList<string> BreachReasons, StrategyLimitsResponse Limits)
{
    public static StrategyControlResponse Of(StrategySnapshot strategy) => new(
        strategy.Control.Enabled, strategy.IsFrozen, strategy.FreezeReason, strategy.BreachReasons.Count > 0, strategy.BreachReasons, StrategyLimitsResponse.Of(strategy));
}
