using System.Text.Json.Serialization;
using PropBot.Core.Engine.Snapshots;

namespace PropBot.Host.Api.Reports;

/// <param name="SimulatedExcluded">True always: a dry run books nothing, so there are no simulated trades to count.</param>
internal sealed record StrategyPnlResponse(bool SimulatedExcluded, IReadOnlyList<StrategyPnlRow> Strategies)
{
    public static StrategyPnlResponse Of(EngineSnapshot snapshot) => new(
        true, [.. StrategyRow.ByName(snapshot, (s, _) => StrategyPnlRow.Of(s)).Values.OrderBy(s => s.RealizedToday).ThenBy(s => s.Name, StringComparer.Ordinal)]);
}

/// <summary>USDT; a week is today and the six UTC days before.</summary>
/// <param name="MaxDrawdown7d">How far the sum of the days was below its highest at the worst, beginning at zero.</param>
internal sealed record StrategyPnlRow(
    string Name, decimal RealizedToday, [property: JsonPropertyName("realized_7d")] decimal Realized7d, [property: JsonPropertyName("max_drawdown_7d")] decimal MaxDrawdown7d)
{
    public static StrategyPnlRow Of(StrategySnapshot strategy) => new(strategy.Name, strategy.RealizedToday, strategy.RealizedWeek, strategy.MaxDrawdownWeek);
}

/// <summary>USDT.</summary>
/// <param name="MaxDrawdownObserved">Since the ledger began.</param>
/// <param name="BudgetBlocked">What it may hold or lose is used up.</param>
internal sealed record StrategyProfitResponse(
    decimal RealizedPnlToday, decimal RealizedPnlTotal, [property: JsonPropertyName("realized_pnl_7d")] decimal RealizedPnl7d, decimal MaxDrawdownObserved, bool Frozen, bool BudgetBlocked)
{
    public static StrategyProfitResponse Of(StrategySnapshot strategy) => new(
        strategy.RealizedToday, strategy.RealizedTotal, strategy.RealizedWeek, strategy.Control.MaxDrawdown, strategy.IsFrozen, strategy.IsAllocated || strategy.IsBudgetUsed);
}
