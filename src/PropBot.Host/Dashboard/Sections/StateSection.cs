using PropBot.Core.Engine;
using PropBot.Host.Dashboard.Markup;
using PropBot.Host.Localization;
using PropBot.Host.Surface;

namespace PropBot.Host.Dashboard.Sections;

/// <summary>The head: mode, badges, readiness, market time.</summary>
internal static class StateSection
{
    public static Html Render(View view)
    {
        Badges badges = Badges.Of(view.Snapshot, view.Desk.Health);
        Readiness readiness = Readiness.Of(view.Desk);
        ControlState control = view.Snapshot.Control;
        bool holds = control.Mode == ControlMode.Hold;
        return Html.Of($"""
            {Pill.Of(view.Desk.Feed.Profile.ToUpperInvariant(), Pill.Quiet, view.Desk.Feed.Profile)}
            {Html.If(control.IsKilled, () => Pill.Of("KILL", "bad big", "killed"))}
            {Pill.Of(holds ? "HOLD" : "RUN", holds ? "warn big" : "good big")}
            {Html.If(control.SafeMode, () => Pill.Of("SAFE_MODE", Pill.Warning))}
            {Html.If(view.Snapshot.IsDryRun, () => Pill.Of("DRY_RUN", Pill.Warning))}
            {Pill.Badge("auto_trade", badges.AutoTrade)}
            {Pill.Badge("risk_checks", badges.RiskChecks)}
            {Pill.Badge("daily_loss", badges.DailyLoss)}
            {Pill.Badge("watchdog", badges.Watchdog)}
            {Pill.Badge("partial_hedges", badges.PartialHedges)}
            <span class="badge {(readiness.IsReady ? Pill.Good : Pill.Bad)}" title="{string.Join(", ", readiness.Reasons)}"><span>{view.T(Catalogue.LiveReady)}</span><b>{view.T(readiness.IsReady ? Catalogue.Yes : Catalogue.No)}</b></span>
            <span class="clock">{view.T(Catalogue.MarketTime)} {Figures.DateAndClock(view.Now)} UTC</span>
            """);
    }
}
