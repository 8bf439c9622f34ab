using PropBot.Core.Risk;

namespace PropBot.Host.Metrics;

/// <summary>Folds the rules that refused an opening into the risk gate's reasons.</summary>
internal static class RiskSkips
{
    public const string CapsExceeded = "caps_exceeded";
    public const string DailyLossCap = "daily_loss_cap";
    public const string Universe = "universe";
    public const string BudgetExceeded = "budget_exceeded";
    public const string StrategyFrozen = "strategy_frozen";
    public const string OtherRisk = "other_risk";

    public static IReadOnlyList<string> All { get; } = [CapsExceeded, BudgetExceeded, StrategyFrozen, DailyLossCap, Universe, OtherRisk];

    private static readonly Dictionary<string, string> ByRule = Enum.GetValues<RiskRule>().ToDictionary(r => r.Code(), Of, StringComparer.Ordinal);

    public static string OfRule(string code) => ByRule.GetValueOrDefault(code, OtherRisk);

    private static string Of(RiskRule rule) => rule switch
    {
        RiskRule.SymbolCap or RiskRule.VenueCap or RiskRule.TotalCap or RiskRule.ActivePairs or RiskRule.Margin
            or RiskRule.OrderCap or RiskRule.AssetCap or RiskRule.StrategyCap or RiskRule.OpenOrders or RiskRule.NetDelta or RiskRule.Leverage => CapsExceeded,
        RiskRule.StrategyBudget => BudgetExceeded,
        RiskRule.Frozen or RiskRule.ReduceOnly or RiskRule.StrategyDisabled => StrategyFrozen,
        RiskRule.DailyLoss or RiskRule.Drawdown => DailyLossCap,
        RiskRule.InstrumentNotTrading or RiskRule.Universe => Universe,
        _ => OtherRisk,
    };
}
