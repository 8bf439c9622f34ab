using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;

namespace PropBot.Host.Surface;

/// <summary>
/// The status badges of the operator's runbook, each computed from what is really so. The badge <c>risk_checks</c> is left out:
/// the risk rules have no switch, so there is nothing to check.
/// </summary>
/// <param name="AutoTrade"><c>ON</c> only when orders can really be sent: RUN, engine alive, ledger writing, not shutting down.</param>
/// <param name="DailyLoss"><c>BREACH</c> from the breach until the end of its UTC day.</param>
/// <param name="Watchdog"><c>DEGRADED</c> while any venue is; <c>AUTO_HOLD</c> when the watchdog holds the desk.</param>
/// <param name="PartialHedges"><c>PARTIAL</c> while legs differ, <c>REBALANCING</c> once a rescue has begun.</param>
internal sealed record Badges(string AutoTrade, string DailyLoss, string Watchdog, string PartialHedges)
{
    public const string On = "ON";
    public const string Off = "OFF";
    public const string Ok = "OK";
    public const string Breach = "BREACH";
    public const string Degraded = "DEGRADED";
    public const string AutoHold = "AUTO_HOLD";
    public const string Partial = "PARTIAL";
    public const string Rebalancing = "REBALANCING";

    private const string WatchdogSource = "watchdog";

    public static Badges Of(EngineSnapshot snapshot, HealthState health) =>
        new(AutoTradeOf(snapshot, health), DailyLossOf(snapshot), WatchdogOf(snapshot), PartialHedgesOf(snapshot));

    /// <summary>Whether streams, books and account of a venue are what trading needs.</summary>
    public static bool IsHealthy(VenueSnapshot venue) =>
        venue.Link == VenueLink.Up
        && venue.ReconciliationCase is null
        && venue.Books.Count > 0
        && venue.Books.All(b => b.Trust == BookTrust.Synced);

    public static bool IsWatchdogHold(ControlState control) =>
        control.Mode == ControlMode.Hold
        && control.HoldSource is { } source
        && source.StartsWith(WatchdogSource, StringComparison.OrdinalIgnoreCase);

    public static bool IsDailyLossBreached(EngineSnapshot snapshot) =>
        snapshot.Control.DailyLossBreachedOn == DateOnly.FromDateTime(snapshot.At.UtcDateTime)
        || (snapshot.Totals.DailyLossLimit is { } limit && snapshot.Totals.DailyLoss >= limit);

    private static string AutoTradeOf(EngineSnapshot snapshot, HealthState health)
    {
        bool canSend = snapshot.Control.Mode == ControlMode.Run
            && health is { EngineAlive: true, JournalOk: true, HaltedReason: null }
            && !snapshot.IsReadOnly
            && !snapshot.ShutdownComplete;
        return canSend ? On : Off;
    }

    private static string DailyLossOf(EngineSnapshot snapshot) => IsDailyLossBreached(snapshot) ? Breach : Ok;

    private static string WatchdogOf(EngineSnapshot snapshot)
    {
        if (IsWatchdogHold(snapshot.Control))
        {
            return AutoHold;
        }

        return snapshot.Venues.Count > 0 && snapshot.Venues.All(IsHealthy) ? Ok : Degraded;
    }

    public static string PartialHedgesOf(EngineSnapshot snapshot)
    {
        var partial = snapshot.ActivePairs.Where(p => p.Pair.Status == PairStatus.Partial).ToList();
        if (partial.Count == 0)
        {
            return Ok;
        }

        return partial.Any(p => p.Pair.RescueAttempts > 0 || p.Pair.Rebalance is { Status: RebalanceStatus.Rebalancing }) ? Rebalancing : Partial;
    }
}
