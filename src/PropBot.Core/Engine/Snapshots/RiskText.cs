using PropBot.Core.Risk;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>A refusal as a sentence: where, what it would have been, the limit, and for the stress what was assumed.</summary>
internal static class RiskText
{
    /// <summary>The unit of a rule's numbers; empty for a yes or no.</summary>
    public static string UnitOf(RiskRule rule) => rule switch
    {
        RiskRule.SymbolCap or RiskRule.VenueCap or RiskRule.TotalCap or RiskRule.OrderCap or RiskRule.AssetCap or RiskRule.StrategyCap
            or RiskRule.NetDelta or RiskRule.Margin or RiskRule.DailyLoss or RiskRule.StrategyBudget or RiskRule.PriceBand or RiskRule.SelfTrade => "USDT",
        RiskRule.BookStale or RiskRule.BookSkew or RiskRule.WarmUp or RiskRule.CoolDown or RiskRule.NakedPair or RiskRule.ClockUncertain
            or RiskRule.VenueBanned or RiskRule.VenueLimited or RiskRule.TradingRight or RiskRule.SettlePriceStale => "s",
        RiskRule.Universe => "d",
        RiskRule.Drawdown or RiskRule.PriceOutlier or RiskRule.SettleDepeg => "bps",
        RiskRule.Leverage or RiskRule.AccountSettings => "x",
        RiskRule.LiquidationDistance or RiskRule.Stress or RiskRule.MarginCall => "fraction",
        RiskRule.ActivePairs or RiskRule.OrderRate or RiskRule.OpenOrders or RiskRule.RunawayOrders or RiskRule.RunawayCancels
            or RiskRule.VenueRejects or RiskRule.InstrumentChanged => "count",
        _ => "",
    };

    public static (string English, string Russian) Of(RiskRefusal refusal)
    {
        string unit = UnitOf(refusal.Rule);
        string shown = unit is "fraction" or "count" or "" ? "" : $" {unit}";
        string where = string.Join(' ', new[] { refusal.Venue.Name, refusal.Symbol.Name }.Where(part => part is not null));
        string head = where.Length == 0 ? refusal.Rule.Code() : $"{refusal.Rule.Code()} ({where})";
        if (refusal is { Limit: 0m, Actual: 0m })
        {
            return (head, head);
        }

        string actual = Number(refusal.Actual);
        string limit = Number(refusal.Limit);
        (string english, string russian) = Scenario(refusal.Scenario);
        return ($"{head}: {actual}{shown}, the limit is {limit}{shown}{english}", $"{head}: {actual}{shown}, лимит {limit}{shown}{russian}");
    }

    public static (string English, string Russian) Scenario(StressScenario scenario)
    {
        if (!scenario.IsDefined)
        {
            return ("", "");
        }

        string move = $"{scenario.Asset} {(scenario.Move.Value > 0m ? "+" : "")}{Number(scenario.Move.Value * 100m)} %";
        return ($"; {move} while {scenario.Down} is down", $"; {move}, {scenario.Down} недоступна");
    }

    private static string Number(decimal value) => WireNumber.Format(Math.Round(value, Math.Abs(value) < 10m ? 4 : 2, MidpointRounding.ToZero));
}
