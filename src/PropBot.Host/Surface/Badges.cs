using System.Text.Json.Serialization;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;

namespace PropBot.Host.Surface;

/// <summary>
/// The status badges of the operator's runbook, each computed from what is really so.
/// </summary>
/// <param name="AutoTrade"><c>ON</c> only when orders can really be sent: no brake of the desk is engaged (<see cref="EngineSnapshot.Brake"/>), the engine is alive and the ledger writes.</param>
/// <param name="RiskChecks"><c>OFF</c> only where <c>RISK_CHECKS_ENABLED</c> is off: its rules are worked out and refuse nothing; never in live.</param>
/// <param name="DailyLoss"><c>BREACH</c> from the breach until the end of its UTC day.</param>
/// <param name="Watchdog"><c>DEGRADED</c> while any venue is, while nothing fresh is known and while nobody watches; <c>AUTO_HOLD</c> while one is that the watchdog holds the desk for.</param>
/// <param name="PartialHedges"><c>PARTIAL</c> while legs differ, <c>REBALANCING</c> while the rebalancer completes one of them.</param>
internal sealed record Badges(string AutoTrade, string RiskChecks, string DailyLoss, string Watchdog, string PartialHedges)
{
    public const string On = "ON";
    public const string Off = "OFF";
    public const string Ok = "OK";
    public const string Breach = "BREACH";
    public const string Degraded = "DEGRADED";
    public const string AutoHold = "AUTO_HOLD";
    public const string Partial = "PARTIAL";
    public const string Rebalancing = "REBALANCING";

    /// <summary>Orders that open a pair can really be sent.</summary>
    [JsonIgnore]
    public bool IsTrading => AutoTrade == On;

    public static Badges Of(EngineSnapshot snapshot, HealthState health) =>
        new(AutoTradeOf(snapshot, health), snapshot.AreRiskChecksOn ? On : Off, DailyLossOf(snapshot), WatchdogOf(snapshot.Watchdog, health), PartialHedgesOf(snapshot));

    /// <summary>The engine's own brake decides, and beside it what the process alone knows.</summary>
    private static string AutoTradeOf(EngineSnapshot snapshot, HealthState health)
    {
        bool canSend = snapshot.Brake is null && health is { EngineAlive: true, JournalOk: true, HaltedReason: null } && !snapshot.ShutdownComplete;
        return canSend ? On : Off;
    }

    private static string DailyLossOf(EngineSnapshot snapshot) => snapshot.Day.IsLossBreached ? Breach : Ok;

    /// <summary>The word for a watchdog that is switched off, wherever the badge is explained.</summary>
    public const string WatchdogOff = "watchdog_off";

    /// <summary>Why the badge <c>watchdog</c> is not OK, as a code; empty while it is.</summary>
    public static string WatchdogReason(WatchdogSnapshot watchdog, HealthState health)
    {
        if (!watchdog.Enabled)
        {
            return WatchdogOff;
        }

        if (!health.EngineAlive || watchdog.IsStale)
        {
            return "no_fresh_sample";
        }

        return watchdog.IsOk ? "" : "exchange_not_ok";
    }

    /// <summary>What an engine that does not answer said last is stale, and stale is not well; nor is what nobody watches known to be.</summary>
    private static string WatchdogOf(WatchdogSnapshot watchdog, HealthState health)
    {
        if (watchdog.IsAutoHold)
        {
            return AutoHold;
        }

        return WatchdogReason(watchdog, health).Length == 0 ? Ok : Degraded;
    }

    public static string PartialHedgesOf(EngineSnapshot snapshot)
    {
        var partial = snapshot.ActivePairs.Where(p => p.Pair.Status == PairStatus.Partial).ToList();
        if (partial.Count == 0)
        {
            return Ok;
        }

        return partial.Any(p => p.Pair.Rebalance is { Status: RebalanceStatus.Rebalancing or RebalanceStatus.Settled }) ? Rebalancing : Partial;
    }
}
