using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Host.Metrics;

namespace PropBot.Host.Api;

/// <summary>What is on and what was lost, over the desk and by strategy, against the limits. USDT.</summary>
/// <param name="BotLossCap">The same as <paramref name="DailyLossCap"/>.</param>
/// <param name="LastDenial">The latest opening that a rule refused; null: none was since the start.</param>
internal sealed record RiskAccountingResponse(
    DateTimeOffset GeneratedAt, AccountedTotalsResponse Totals, IReadOnlyDictionary<string, AccountedStrategyResponse> PerStrategy,
    DailyLossResponse BotLossCap, DailyLossResponse DailyLossCap, LastDenialResponse? LastDenial)
{
    public static RiskAccountingResponse Of(EngineSnapshot snapshot)
    {
        DailyLossResponse cap = DailyLossResponse.Of(snapshot.Day);
        return new RiskAccountingResponse(
            snapshot.At, AccountedTotalsResponse.Of(snapshot), StrategyRow.ByName(snapshot, (s, _) => AccountedStrategyResponse.Of(s)), cap, cap,
            snapshot.Risk.Denials.Count > 0 ? LastDenialResponse.Of(snapshot.Risk.Denials.MaxBy(d => d.At)!) : null);
    }
}

/// <param name="OpenNotional">What is on, one leg counted, at the marks.</param>
/// <param name="BudgetUsed">Of the strategies' daily loss budgets.</param>
/// <param name="Breaches">Codes of the limits that what is held or in flight is beyond.</param>
internal sealed record AccountedTotalsResponse(
    decimal OpenNotional, int OpenPositions, decimal RealizedPnlToday, decimal BudgetUsed, IReadOnlyList<string> Breaches, SimulatedResponse Simulated)
{
    public static AccountedTotalsResponse Of(EngineSnapshot snapshot) => new(
        snapshot.Totals.OpenNotional, snapshot.Totals.ActivePairs, snapshot.Day.Realized, snapshot.Strategy?.BudgetUsed ?? 0m,
        [.. snapshot.Risk.Lines.Where(l => l.IsBreached).Select(l => l.Limit).Distinct()], SimulatedResponse.Nothing);
}

internal sealed record AccountedStrategyResponse(
    decimal OpenNotional, int OpenPositions, decimal RealizedPnlToday, AccountedBudgetResponse Budget, bool BlockedByBudget, IReadOnlyList<string> Breaches, SimulatedResponse Simulated)
{
    public static AccountedStrategyResponse Of(StrategySnapshot strategy) => new(
        strategy.OpenNotional, strategy.OpenPairs, strategy.RealizedToday, AccountedBudgetResponse.Of(strategy), strategy.IsBudgetUsed, strategy.BreachReasons, SimulatedResponse.Nothing);
}

/// <summary>The daily loss budget; its limit is null where there is none.</summary>
/// <param name="Used">The same as <paramref name="UsedTodayUsdt"/>.</param>
/// <param name="Limit">The same as <paramref name="LimitUsdt"/>.</param>
internal sealed record AccountedBudgetResponse(
    decimal Used, decimal? Limit, decimal UsedTodayUsdt, decimal? LimitUsdt, decimal? RemainingUsdt, int? LastResetEpochDay, DateTimeOffset? LastResetTsUtc)
{
    public static AccountedBudgetResponse Of(StrategySnapshot strategy)
    {
        LossBudgetResponse budget = LossBudgetResponse.Of(strategy);
        return new AccountedBudgetResponse(
            budget.UsedTodayUsdt, budget.LimitUsdt, budget.UsedTodayUsdt, budget.LimitUsdt, budget.RemainingUsdt, budget.LastResetEpochDay, budget.LastResetTsUtc);
    }
}

/// <summary>Trades that were pretended. There are none: a dry run sends nothing and books nothing.</summary>
internal sealed record SimulatedResponse(decimal OpenNotional, int OpenPositions, decimal RealizedPnlToday)
{
    public static readonly SimulatedResponse Nothing = new(0m, 0, 0m);
}

/// <param name="State"><c>SKIPPED_BY_RISK</c>: nothing was sent.</param>
/// <param name="Reason">The contract's group of the rule (<c>caps_exceeded</c>, <c>budget_exceeded</c>, <c>strategy_frozen</c>, <c>daily_loss_cap</c>, <c>universe</c>, else <c>other_risk</c>).</param>
/// <param name="Details">The rule itself with both numbers.</param>
/// <param name="Status"><c>hold_engaged</c>, or null.</param>
/// <param name="HoldEngaged">The rule holds the desk as well.</param>
internal sealed record LastDenialResponse(string Source, string Strategy, bool Ok, string State, string Reason, RiskDenialResponse Details, string? Status, bool HoldEngaged)
{
    private static readonly string[] Holding = [RiskRule.RunawayOrders.Code(), RiskRule.RunawayCancels.Code(), RiskRule.DailyLoss.Code(), RiskRule.Drawdown.Code()];

    public static LastDenialResponse Of(RiskDenial denial)
    {
        bool holds = Holding.Contains(denial.Code, StringComparer.Ordinal);
        return new LastDenialResponse(
            "opening", StrategyNames.CrossExchangeArb, false, "SKIPPED_BY_RISK", RiskSkips.OfRule(denial.Code), RiskDenialResponse.Of(denial), holds ? "hold_engaged" : null, holds);
    }
}
