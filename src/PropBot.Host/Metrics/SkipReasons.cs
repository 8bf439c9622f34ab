using PropBot.Core.Risk;

namespace PropBot.Host.Metrics;

/// <summary>Folds the rules that refused an opening into the five reasons of the operator's runbook.</summary>
internal static class SkipReasons
{
    public const string RiskGate = "risk_gate";
    public const string DailyLossCap = "daily_loss_cap";
    public const string Watchdog = "watchdog";
    public const string Hold = "hold";
    public const string Universe = "universe";

    public static IReadOnlyList<string> All { get; } = [RiskGate, DailyLossCap, Universe, Watchdog, Hold];

    private static readonly Dictionary<string, string> ByRule = Enum.GetValues<RiskRule>().ToDictionary(r => r.Code(), Of, StringComparer.Ordinal);

    public static string OfRule(string code) => ByRule.GetValueOrDefault(code, RiskGate);

    private static string Of(RiskRule rule) => rule switch
    {
        RiskRule.Hold or RiskRule.Killed or RiskRule.DryRun or RiskRule.ShuttingDown or RiskRule.RunawayOrders or RiskRule.RunawayCancels => Hold,
        RiskRule.DailyLoss or RiskRule.Drawdown => DailyLossCap,
        RiskRule.InstrumentNotTrading or RiskRule.Universe => Universe,
        RiskRule.VenueDown or RiskRule.BookUntrusted or RiskRule.BookStale or RiskRule.Reconciliation or RiskRule.LedgerFailed => Watchdog,
        _ => RiskGate,
    };
}
