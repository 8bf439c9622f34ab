using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Strategy;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: the autopilot goes when everything is green and says why it does not; every check has what was found and what it may be.</summary>
public sealed class AutopilotStories
{
    [Fact]
    public void EverythingGreen_ItResumesOnce_AndTheJournalSaysSo()
    {
        EngineHarness desk = Desks.Running();
        AutopilotState now = desk.Snapshot.Autopilot;
        Assert.Equal((true, "resume", "resumed", true), (now.Enabled, now.LastAction, now.LastDecision, now.Armed));
        Assert.Single(desk.Ledger.Lines, l => l.Type == "autopilot_resume");
        Assert.All(desk.Snapshot.Preflight, c => Assert.True(c is { Ok: true, Value.Length: > 0 } || c.Name is "resume" or "daily_loss" or "drawdown" or "watchdog", c.Name));
    }

    [Fact]
    public void Blocked_ItNamesTheBlockersInOrder_OnceForAll_AndGoesWhenTheyAreOver()
    {
        EngineHarness desk = Desks.Stopped();
        desk.Start();
        desk.ConnectQuietly();
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "cable"));
        desk.Pass(30);
        AutopilotState now = desk.Snapshot.Autopilot;
        Assert.Equal(("refused", "refused", false, ControlMode.Hold), (now.LastAction, now.LastDecision, now.Armed, desk.Ledger.Control.Mode));
        Assert.Equal("exchange_unreachable:okx-perp", now.Blockers[0]);
        Assert.True(desk.Ledger.Lines.Count(l => l.Type == "autopilot_resume_refused") is 1 or 2);
        Assert.True(desk.HasAlert("autopilot_refused"));
        Assert.Equal(("1/2", "2/2"), (Check(desk, "connectivity").Value, Check(desk, "connectivity").Threshold));
    }

    [Fact]
    public void HeldByAPerson_OrAFrozenStrategy_KeepsItInHold_WithTheReason()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new HoldRequested("anna", "news"));
        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(20);
        Assert.Equal(["hold_reason=news"], desk.Snapshot.Autopilot.Blockers);

        EngineHarness frozen = Desks.Running();
        frozen.Feed(new FreezeRequested(ControlScope.OfStrategy(StrategyNames.CrossExchangeArb), ScopeState.Frozen, "anna", "losses"));
        frozen.Restart();
        frozen.ConnectQuietly();
        frozen.Pass(20);
        Assert.Equal(["strategy_frozen:cross_exchange_arb"], frozen.Snapshot.Autopilot.Blockers);
        Assert.Equal(("blocked_by_risk", ControlMode.Hold), (frozen.Snapshot.Autopilot.LastDecision, frozen.Ledger.Control.Mode));
        Assert.Equal(("strategy_frozen", "active"), (Check(frozen, "strategy").Value, Check(frozen, "strategy").Threshold));
    }

    [Fact]
    public void SwitchedOff_ItSaysDisabled()
    {
        EngineHarness desk = Desks.Stopped(o => o with { Autopilot = false });
        desk.Begin();
        Assert.Equal((false, "disabled", "disabled"), (desk.Snapshot.Autopilot.Enabled, desk.Snapshot.Autopilot.LastAction, desk.Snapshot.Autopilot.LastDecision));
    }

    [Fact]
    public void Clock_KnownTooBadly_IsRedWithItsNumbers()
    {
        EngineHarness desk = Desks.Stopped();
        desk.Start();
        desk.ConnectQuietly();
        desk.Feed(new VenueClockMeasured(VenueId.OkxPerp, TimeSpan.Zero, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(5)));
        desk.Pass(15);
        PreflightCheck clocks = Check(desk, "clocks");
        Assert.Equal((false, "6", "5"), (clocks.Ok, clocks.Value, clocks.Threshold));
        Assert.Contains("preflight_not_passed:clocks", desk.Snapshot.Autopilot.Blockers);
    }

    private static PreflightCheck Check(EngineHarness desk, string name) => desk.Snapshot.Preflight.Single(c => c.Name == name);
}
