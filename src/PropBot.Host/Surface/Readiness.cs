using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;

namespace PropBot.Host.Surface;

/// <summary>Whether the desk may trade live, and why not. Holding is a choice of people and only warned of.</summary>
/// <param name="Reasons">Closed codes; empty when ready.</param>
/// <param name="Warnings">Closed codes of what an operator should look at although the desk is ready.</param>
internal sealed record Readiness(IReadOnlyList<string> Reasons, IReadOnlyList<string> Warnings)
{
    public bool IsReady => Reasons.Count == 0;

    public static Readiness Of(DeskReading desk)
    {
        var reasons = new List<string>();
        var warnings = new List<string>();
        AddHealth(desk.Health, reasons);
        if (desk.Snapshot is { } snapshot)
        {
            Badges badges = Badges.Of(snapshot, desk.Health);
            AddIf(reasons, badges.Watchdog == Badges.AutoHold, "watchdog:auto_hold");
            AddIf(reasons, badges.DailyLoss == Badges.Breach, "daily_loss:breach");
            AddIf(reasons, snapshot.Day.IsDrawdownBreached, "drawdown:breach");
            AddIf(warnings, snapshot.Control.Mode == ControlMode.Hold, "hold:active");
            AddIf(warnings, snapshot.Control.IsKilled, "kill:active");
            AddIf(warnings, snapshot.IsDryRun, "dry_run:active");
            AddIf(warnings, badges.Watchdog == Badges.Degraded, "watchdog:degraded");
            AddIf(warnings, !snapshot.Watchdog.Enabled, "watchdog:off");
            AddIf(warnings, badges.PartialHedges != Badges.Ok, "partial_hedges:" + badges.PartialHedges.ToLowerInvariant());
            AddIf(warnings, snapshot.Cases.Count > 0, "reconciliation:open_case");
            AddIf(warnings, snapshot.Cases.Any(c => c.Matter.Kind == CaseKind.AbandonedSweep), "sweep:abandoned");
            AddRights(snapshot, warnings);
            warnings.AddRange(snapshot.Risk.SettleCoins.Where(c => !c.MayOpen).Select(c => $"settle_coin:{c.Coin.Code}:{(c.IsOffPeg ? "off_peg" : "unknown")}"));
        }
        else
        {
            reasons.Add("engine:no_snapshot");
        }

        return new Readiness(reasons, warnings);
    }

    /// <summary>A run that only reads needs no right to trade.</summary>
    private static void AddRights(EngineSnapshot snapshot, List<string> warnings)
    {
        foreach (VenueSnapshot venue in snapshot.IsReadOnly ? [] : snapshot.Venues)
        {
            AddIf(warnings, venue.TradingRight != TradingRightStatus.Granted, $"trading_right:{venue.Venue}:{venue.TradingRight.Code()}");
            AddIf(warnings, venue.IsRightEnding(snapshot.At), $"trading_right:{venue.Venue}:ends_soon");
            AddIf(warnings, venue.Settings != AccountSettingsStatus.AsConfigured, $"account_settings:{venue.Venue}:{venue.Settings.Code()}");
        }
    }

    private static void AddHealth(HealthState health, List<string> reasons)
    {
        AddIf(reasons, !health.IsOk, "healthz:not_ok");
        AddIf(reasons, !health.JournalOk, "journal:not_ok");
        AddIf(reasons, !health.ResumeOk, "resume:not_ok");
        AddIf(reasons, !health.EngineAlive, "engine:not_alive");
        AddIf(reasons, health.HaltedReason is not null, "engine:halted");
        AddIf(reasons, !health.ConfigOk, "config:not_ok");
        AddIf(reasons, !health.Leader, "leader:not_acquired");
    }

    private static void AddIf(List<string> codes, bool condition, string code)
    {
        if (condition)
        {
            codes.Add(code);
        }
    }
}
