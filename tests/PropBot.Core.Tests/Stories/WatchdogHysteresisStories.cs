using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: a venue that comes and goes is not well, one long outage is over when it is over, and a restart makes no venue well.</summary>
public sealed class WatchdogHysteresisStories
{
    [Fact]
    public void Link_AwayAlmostAlways_NeverForLongAtOnce_DegradesAndHolds()
    {
        EngineHarness desk = Desks.Running(o => o with { Watchdog = o.Watchdog with { AutoHold = true } });
        Flap(desk, times: 4, away: 4.9, there: 0.5);
        Assert.Equal(WatchStatus.Degraded, Okx(desk).Status);
        Flap(desk, times: 3, away: 4.9, there: 0.5);
        Assert.Equal((WatchStatus.AutoHold, ControlMode.Hold), (Okx(desk).Status, desk.Ledger.Control.Mode));
    }

    [Fact]
    public void Link_AwayHalfOfTheTime_LosesSize_Degrades_AndRecoversWhenTheWindowHasPassed()
    {
        EngineHarness desk = Desks.Running();
        Flap(desk, times: 4, away: 3, there: 3);
        // 12 of 18 s, 1 - 0.8 x (1 - (1 - 12 / 18) / 0.5) = 0.7333: before the state changes pairs there are smaller.
        Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
        Assert.Equal(new HealthComponent("failing", 12m, 18m, 0.8m), Component(desk, "failing"));
        Assert.Equal(0.7333m, desk.Snapshot.Size.Factors.Single(f => f.Factor.Venue == VenueId.OkxPerp).Factor.Fraction);

        Flap(desk, times: 2, away: 3, there: 3);
        Assert.Equal(
            (WatchStatus.Degraded, "link: it comes and goes, it failed for 18 of the last 60 s, the last time: cable"), (Okx(desk).Status, Okx(desk).Reason));

        // The first of the six outages leaves the window, and 5 s after that it is well.
        desk.Pass(20);
        Assert.Equal(WatchStatus.Degraded, Okx(desk).Status);
        desk.Pass(12);
        Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
    }

    [Fact]
    public void Link_LostBetweenTwoLooks_IsSeen()
    {
        EngineHarness desk = Desks.Running();
        for (int i = 0; i < 8; i++)
        {
            // Away for 0.3 s of every second, and back before each look.
            Lose(desk);
            desk.Pass(0.3);
            Return(desk);
            desk.Pass(0.7);
        }

        Assert.Equal((WatchStatus.Degraded, "link: cable"), (Okx(desk).Status, Okx(desk).Reason));
    }

    [Fact]
    public void Link_OneLongOutage_IsOverFiveSecondsAfterItEnds()
    {
        EngineHarness desk = Desks.Running();
        Lose(desk);
        desk.Pass(45);
        Return(desk);
        desk.Pass(6);
        Assert.Equal((WatchStatus.Ok, 1m), (Okx(desk).Status, Okx(desk).Health!.Score));
    }

    [Fact]
    public void Link_DegradedAgainAndAgain_StaysDegraded()
    {
        EngineHarness desk = Desks.Running();
        Flap(desk, times: 3, away: 6.5, there: 6.5);
        int changes = desk.Snapshot.Watchdog.Transitions.Count;
        Flap(desk, times: 6, away: 6.5, there: 6.5);
        Assert.Equal(WatchStatus.Degraded, Okx(desk).Status);
        Assert.Equal(changes, desk.Snapshot.Watchdog.Transitions.Count);
    }

    [Fact]
    public void Recovery_AShortFailureBeginsTheWaitAnew()
    {
        EngineHarness desk = Desks.Running();
        Lose(desk);
        desk.Pass(7);
        Return(desk);
        desk.Pass(3);
        Lose(desk);
        desk.Pass(1);
        Return(desk);
        desk.Pass(3.5);
        Assert.Equal(WatchStatus.Degraded, Okx(desk).Status);
        desk.Pass(2.5);
        Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
    }

    [Theory]
    [InlineData(BookTrust.Suspect)]
    [InlineData(BookTrust.Unsynced)]
    [InlineData(BookTrust.Crossed)]
    public void Book_ThatIsBrokenAndTalks_LowersTheScoreAtOnce(BookTrust trust)
    {
        EngineHarness desk = Desks.Running();
        Assert.Equal(1m, Okx(desk).Health!.Score);
        desk.Distrust(Desks.Okx, trust);
        desk.Pass(1.1);
        // Its only book: the whole weight of 0.8.
        Assert.Equal(new HealthComponent("trust", 1m, 1m, 0.8m, 0m), Component(desk, "trust"));
        Assert.Equal((WatchStatus.Ok, 0.2m), (Okx(desk).Status, Okx(desk).Health!.Score));
        Assert.Equal(0.2m, desk.Snapshot.Size.Factors.Single(f => f.Factor.Venue == VenueId.OkxPerp).Factor.Fraction);

        desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
        desk.Pass(1.1);
        // Broken for a moment between two looks is seen as well.
        desk.Distrust(Desks.Okx, trust);
        desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
        desk.Pass(1);
        Assert.Equal(0.2m, Okx(desk).Health!.Score);
        desk.Pass(1);
        Assert.Equal(1m, Okx(desk).Health!.Score);
    }

    [Fact]
    public void Book_ThatIsSilent_LowersTheScoreWhenItIsStale()
    {
        EngineHarness desk = Desks.Running();
        desk.Silence(Desks.Okx);
        desk.Pass(desk.Options.Risk.BookStaleAfter + TimeSpan.FromSeconds(1.1));
        Assert.Equal((WatchStatus.Ok, 0.2m), (Okx(desk).Status, Okx(desk).Health!.Score));
    }

    [Fact]
    public void Degraded_OverARestart_IsKeptUntilTheVenueIsSeenWell_BeforeAnythingOpens()
    {
        EngineHarness desk = Desks.Running();
        Lose(desk);
        desk.Pass(8);
        DateTimeOffset? since = Okx(desk).Since;
        Assert.NotNull(since);
        desk.Restart();
        Assert.Equal((WatchStatus.Degraded, "not seen well since the start; before it: link: cable", since), (Okx(desk).Status, Okx(desk).Reason, Okx(desk).Since));
        desk.ConnectQuietly();
        desk.Pass(3);
        Assert.Equal((WatchStatus.Degraded, ControlMode.Hold), (Okx(desk).Status, desk.Ledger.Control.Mode));
        desk.Pass(20);
        Assert.Equal((WatchStatus.Ok, ControlMode.Run), (Okx(desk).Status, desk.Ledger.Control.Mode));
        Assert.Null(desk.Ledger.Control.Troubled);
        desk.Restart();
        Assert.Equal(WatchStatus.Unknown, Okx(desk).Status);
    }

    [Fact]
    public void Degraded_OverARestartThatTakesItsTime_HoldsOnlyWhenThePatienceIsOver()
    {
        EngineHarness desk = Desks.Running(o => o with { Watchdog = o.Watchdog with { AutoHold = true } });
        Lose(desk);
        desk.Pass(8);
        desk.Restart();
        desk.Pass(70);
        Assert.Equal(WatchStatus.Degraded, Okx(desk).Status);
        desk.Pass(10);
        Assert.Equal(WatchStatus.AutoHold, Okx(desk).Status);
    }

    [Fact]
    public void SwitchedOffWhileItHolds_HoldsNobodyAnyMore()
    {
        EngineHarness desk = Desks.Running(o => o with { Watchdog = o.Watchdog with { AutoHold = true } });
        Lose(desk);
        desk.Pass(25);
        Assert.Equal(WatchStatus.AutoHold, Okx(desk).Status);
        desk.Feed(new ConfigurationTaken(desk.Options with { Watchdog = desk.Options.Watchdog with { Enabled = false } }, RaisesRisk: false, "anna", "drill"));
        desk.Pass(1);
        Return(desk);
        desk.LeaveHold();
        Assert.Equal((ControlMode.Run, null), (desk.Ledger.Control.Mode, desk.Ledger.Control.Troubled));
    }

    private static void Flap(EngineHarness desk, int times, double away, double there)
    {
        for (int i = 0; i < times; i++)
        {
            Lose(desk);
            desk.Pass(away);
            Return(desk);
            desk.Pass(there);
        }
    }

    private static void Lose(EngineHarness desk) => desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "cable"));

    private static void Return(EngineHarness desk) => desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Up, "connected"));

    private static VenueWatchSnapshot Okx(EngineHarness desk) => desk.Snapshot.Watchdog.Of(VenueId.OkxPerp)!;

    private static HealthComponent Component(EngineHarness desk, string name) => Okx(desk).Health!.Components.Single(c => c.Name == name);
}
