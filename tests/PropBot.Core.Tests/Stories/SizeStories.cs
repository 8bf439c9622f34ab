using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: after people let the desk go on, and where a venue is not well, pairs are small, and everybody sees why.</summary>
public sealed class SizeStories
{
    [Fact]
    public void Autopilot_AfterACleanEnd_OpensAtFullSize()
    {
        EngineHarness desk = Desks.Running();
        Assert.Empty(desk.Snapshot.Size.Factors);
        Assert.Equal(0.08m, desk.Dislocate().Long.Quantity.Value);
    }

    [Fact]
    public void Resume_MakesPairsSmall_UntilThreeWentWell()
    {
        EngineHarness desk = Resumed();
        for (int clean = 0; clean < 3; clean++)
        {
            SizeFactorSnapshot factor = Assert.Single(desk.Snapshot.Size.Factors);
            Assert.Equal(new SizeFactor(SizeReason.AfterResume, 0.25m, clean, 3m), factor.Factor);
            Assert.Contains($"{clean} of 3 clean pairs", factor.English, StringComparison.Ordinal);

            // 5,000 x 0.25 = 1,250; over 60,000.1 that is 0.0208 BTC, 0.02 by the common lot.
            Assert.Equal(0.02m, OpenAndClose(desk));
        }

        Assert.Null(desk.Ledger.Control.Probation);
        Assert.True(desk.HasAlert("size_restored"));
        Assert.Equal(0.08m, OpenAndClose(desk));
    }

    [Fact]
    public void OpenPair_ThatIsEqualForLong_CountsOnce()
    {
        EngineHarness desk = Resumed();
        desk.OpenPair();
        desk.Pass(TimeSpan.FromMinutes(9));
        Assert.Empty(desk.Ledger.Control.Probation!.Clean);
        desk.Pass(TimeSpan.FromMinutes(2));
        Assert.Single(desk.Ledger.Control.Probation!.Clean);
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(l);
        desk.Complete(s);
        Assert.Single(desk.Ledger.Control.Probation!.Clean);
    }

    [Fact]
    public void PairThatHadToBeRescued_StartsTheCountAnew()
    {
        EngineHarness desk = Resumed();
        OpenAndClose(desk);
        Assert.Single(desk.Ledger.Control.Probation!.Clean);

        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.RateLimited);
        desk.Complete(Assert.Single(desk.TakePlaced()));
        desk.Pass(1);
        Assert.Empty(desk.Ledger.Control.Probation!.Clean);
        Assert.Contains(desk.Ledger.Lines, line => line.Type == "control.size" && line.Payload.Contains(new("reason", $"pair {l.Pair} was not clean")));
    }

    [Fact]
    public void Restart_KeepsTheCount()
    {
        EngineHarness desk = Resumed();
        OpenAndClose(desk);
        SizeProbation before = desk.Ledger.Control.Probation!;
        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(20);
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
        Assert.Equal(before, desk.Ledger.Control.Probation);
        Assert.Equal(0.02m, desk.Dislocate().Long.Quantity.Value);
    }

    [Fact]
    public void Autopilot_AfterARunThatLeftAPairUnequal_IsSmall()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent _) = desk.Dislocate();
        desk.Execute(l, 0.08m);
        desk.Restart();
        desk.ConnectQuietly();
        for (int i = 0; i < 8; i++)
        {
            desk.Pass(1);
            desk.AnswerQuestions();
        }

        desk.Complete(Assert.Single(desk.TakePlaced()));
        desk.Pass(20);
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
        Assert.Equal(SizeProbation.BadEnd, desk.Ledger.Control.Probation?.Cause);
    }

    [Fact]
    public void Size_BelowWhatTheVenuesTake_IsTheirLeast()
    {
        EngineHarness desk = Resumed(o => o with { Control = o.Control with { SizeAfterResume = 0.01m } });
        Assert.Equal(0.01m, desk.Dislocate().Long.Quantity.Value);
    }

    [Fact]
    public void Health_BetweenHalfAndWholeOfALimit_LowersTheSizeThere_BeforeAnythingIsHeld()
    {
        EngineHarness desk = Desks.Running();
        Assert.All(desk.Snapshot.Watchdog.Venues, v => Assert.Equal(1m, v.Health!.Score));

        // 3.75 of 5 s: half way from the half of the limit to all of it, weight 0.8: 1 - 0.8 x 0.5 = 0.6.
        desk.Feed(new VenueClockMeasured(VenueId.OkxPerp, TimeSpan.Zero, TimeSpan.FromSeconds(3.75), TimeSpan.FromSeconds(5)));
        desk.Pass(1.1);
        VenueHealth health = desk.Snapshot.Watchdog.Of(VenueId.OkxPerp)!.Health!;
        Assert.Equal(0.6m, health.Score);
        Assert.Equal(new HealthComponent("clock", 3.75m, 5m, 0.8m), health.Components.Single(c => c.Score < 1m));
        Assert.Equal((WatchStatus.Ok, 1m), (desk.Snapshot.Watchdog.Of(VenueId.OkxPerp)!.Status, desk.Snapshot.Size.Fraction));
        SizeFactorSnapshot factor = Assert.Single(desk.Snapshot.Size.Factors);
        Assert.Equal(new SizeFactor(SizeReason.VenueHealth, 0.6m, 0.6m, 0.9m, VenueId.OkxPerp), factor.Factor);

        // 5,000 x 0.6 over 60,000.1 is 0.0499 BTC.
        Assert.Equal(0.04m, desk.Dislocate().Long.Quantity.Value);
    }

    private static EngineHarness Resumed(Func<EngineOptions, EngineOptions>? change = null)
    {
        EngineHarness desk = Desks.Running(change);
        desk.Feed(new HoldRequested("anna", "news"));
        desk.LeaveHold();
        return desk;
    }

    private static decimal OpenAndClose(EngineHarness desk)
    {
        desk.Calm();
        desk.Pass(6);
        desk.Calm();
        PairId pair = desk.OpenPair();
        decimal quantity = desk.Pair(pair).Long.BoughtQuantity;
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(l);
        desk.Complete(s);
        Assert.Equal(PairStatus.Closed, desk.Pair(pair).Status);
        return quantity;
    }
}
