using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Risk;

namespace PropBot.Host.Metrics;

/// <summary>
/// Counts refused openings under the five reasons of the operator's runbook. A rule that is none of them is a reason of its own,
/// so that nobody takes a venue's silence or a kill for the watchdog or a hold.
/// </summary>
internal static class SkipReasons
{
    /// <summary>What is open, with this order, would be beyond a limit of exposure, margin or strategy.</summary>
    public const string RiskGate = "risk_gate";
    public const string DailyLossCap = "daily_loss_cap";

    /// <summary>The watchdog holds the desk for a venue.</summary>
    public const string Watchdog = "watchdog";

    /// <summary>Somebody or something else holds it.</summary>
    public const string Hold = "hold";
    public const string Universe = "universe";

    /// <summary>The closed list, the runbook's five first.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. new[] { RiskGate, DailyLossCap, Universe, Watchdog, Hold }.Concat(RiskRules.Codes.Select(OfRule)).Distinct(StringComparer.Ordinal)];

    /// <summary>Every reason with its count, those without a refusal too; together they are all refusals.</summary>
    public static IEnumerable<(string Reason, long Count)> Count(EngineCounters counters)
    {
        Dictionary<string, long> counts = All.ToDictionary(r => r, _ => 0L, StringComparer.Ordinal);
        foreach ((string rule, long count) in counters.Refusals)
        {
            counts[OfRule(rule)] += count;
        }

        counts[Hold] -= counters.WatchdogSkips;
        counts[Watchdog] += counters.WatchdogSkips;
        return All.Select(reason => (reason, counts[reason]));
    }

    private static string OfRule(string code) => RiskRules.Of(code) switch
    {
        RiskRule.Hold => Hold,
        RiskRule.DailyLoss or RiskRule.Drawdown => DailyLossCap,
        RiskRule.Universe => Universe,
        RiskRule.SymbolCap or RiskRule.VenueCap or RiskRule.TotalCap or RiskRule.OrderCap or RiskRule.AssetCap or RiskRule.StrategyCap
            or RiskRule.ActivePairs or RiskRule.OpenOrders or RiskRule.NetDelta or RiskRule.Leverage or RiskRule.Margin
            or RiskRule.LiquidationDistance or RiskRule.Stress or RiskRule.StrategyBudget => RiskGate,
        _ => code,
    };
}
