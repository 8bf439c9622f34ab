using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: one person kills in any mode at once; while killed nothing opens whatever else happens; two people lift it.</summary>
public sealed class KillStories
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Kill_InRunAndInHold_HoldsFirstAndLatches(bool held)
    {
        EngineHarness desk = Desks.Running();
        if (held)
        {
            desk.Feed(new HoldRequested("anna", "news"));
        }

        IReadOnlyList<Effect> effects = desk.Feed(new KillRequested("boris", "wrong prices", "k-1", Flatten: true));
        Assert.Null(desk.Engine.Refusal);
        ControlState control = desk.Ledger.Control;
        Assert.Equal(new KillLatch("boris", "wrong prices", desk.At, "k-1", true), control.Kill);
        Assert.Contains(control.Holds.Causes, c => c is { Reason: "kill_switch", Source: "boris", CorrelationId: "k-1" });
        Assert.Equal(ControlMode.Hold, control.Mode);
        Assert.Contains(effects.OfType<AlertRaised>(), a => a is { Code: "kill_switch", Severity: AlertSeverity.Critical });
        ControlState[] steps = [.. effects.OfType<ControlChanged>().Select(c => c.Control)];
        Assert.True(steps[0].IsHeld && !steps[0].IsKilled);
        Assert.Equal("killed", desk.Snapshot.OpeningBlocks[0].Code);
    }

    [Fact]
    public void Killed_NothingOpens_NeitherByApprovalNorByRestartNorByAutopilot()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new KillRequested("anna", "x"));
        desk.LeaveHold();
        Assert.Equal("killed", desk.Engine.Refusal?.Code);
        Assert.Empty(desk.Ledger.Approvals);

        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(30);
        Assert.True(desk.Ledger.Control is { IsKilled: true, Mode: ControlMode.Hold });
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("killed") > 0);
    }

    [Fact]
    public void Unkill_ByOnePerson_IsRefused_ByTwo_LeavesTheHold()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new KillRequested("anna", "x"));
        desk.Request(ApprovalAction.Unkill, "anna", "prices are right again");
        desk.Feed(new ApprovalConfirmed(ApprovalAction.Unkill, null, "anna"));
        Assert.Equal("same_person", desk.Engine.Refusal?.Code);
        Assert.True(desk.Ledger.Control.IsKilled);

        desk.Feed(new ApprovalConfirmed(ApprovalAction.Unkill, null, "boris", "u-1"));
        Assert.False(desk.Ledger.Control.IsKilled);
        Assert.True(desk.Ledger.Control.IsHeld);
        Assert.Equal((ApprovalStatus.Used, "boris"), (desk.Ledger.Approvals[0].Status, desk.Ledger.Approvals[0].UsedBy));
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "control.unkill" && l.Payload.Contains(new("correlation_id", "u-1")));

        // One approval is not another: the lifted kill lets nobody out of the hold.
        desk.Feed(new ResumeRequested("boris", "go"));
        Assert.Equal("hold_active", desk.Engine.Refusal?.Code);
        desk.LeaveHold();
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
    }

    [Fact]
    public void Kill_VoidsWhateverWasOnItsWayToLetGo()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new HoldRequested("anna", "news"));
        desk.RequestResume("anna");
        desk.Feed(new KillRequested("boris", "no"));
        Assert.Equal((ApprovalStatus.Revoked, "killed by boris"), (desk.Ledger.Approvals[0].Status, desk.Ledger.Approvals[0].Note));

        desk.Request(ApprovalAction.Unkill, "anna", "over");
        desk.Feed(new KillRequested("clara", "I insist", "k-2"));
        Assert.Equal(ApprovalStatus.Revoked, desk.Ledger.Approvals[1].Status);
        Assert.Equal("boris", desk.Ledger.Control.Kill?.By);
        Assert.Equal(2, desk.Ledger.Lines.Count(l => l.Type == "control.kill"));
    }

    [Fact]
    public void Kill_DuringAPartial_DoesNotStopTheRescue()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Feed(new KillRequested("anna", "looks odd"));
        desk.Refuse(s, RefusalKind.RateLimited);
        OrderIntent rescue = Assert.Single(desk.TakePlaced());
        desk.Complete(rescue);
        Assert.Equal(0m, desk.Pair(l.Pair).Imbalance);
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void Kill_CancelsWhatRestsOnASymbolThatTheDeskDoesNotTrade()
    {
        EngineHarness desk = Desks.Running();
        desk.AnswersOpenOrders = false;
        InstrumentId elsewhere = new(VenueId.BinanceUm, Symbol.Parse("DOGEUSDT"));
        VenueOrderId order = desk.Venues[VenueId.BinanceUm].RestForeign(elsewhere, Side.Buy, 100m, 0.1m);

        desk.Feed(new KillRequested("anna", "no more", "k-1"));
        for (int i = 0; i < 10; i++)
        {
            desk.AnswerQuestions();
            desk.Pass(0.5);
        }

        Assert.Empty(desk.Venues[VenueId.BinanceUm].OpenOrders(desk.At));
        Sweep done = desk.Ledger.Sweeps["k-1"];
        Assert.Equal((SweepStatus.Done, 1), (done.Status, done.Cancelled));
        SweepOrder cancelled = Assert.Single(done.Orders);
        Assert.Equal((elsewhere, order, SweepOrderOutcome.Cancelled), (cancelled.Instrument, cancelled.VenueOrderId!.Value, cancelled.Outcome));
    }

    [Fact]
    public void Kill_CarriesOutItsSweep_AndWithFlattenClosesThePairs()
    {
        EngineHarness desk = Desks.Running();
        PairId pair = desk.OpenPair();
        desk.Feed(new KillRequested("anna", "no more", "k-1"));
        Assert.Empty(desk.TakePlaced());
        Assert.Equal((SweepKind.Kill, "k-1", false), (desk.Snapshot.Sweeps[0].Kind, desk.Snapshot.Sweeps[0].Id, desk.Snapshot.Sweeps[0].Scope.TakesOff));

        // The id stands for a kill without closing: this one is carried out all the same, under another.
        desk.Feed(new KillRequested("anna", "close it", "k-1", Flatten: true));
        IReadOnlyList<OrderIntent> closing = desk.TakePlaced();
        Assert.Equal(2, closing.Count);
        foreach (OrderIntent order in closing)
        {
            desk.Complete(order);
        }

        for (int i = 0; i < 20; i++)
        {
            desk.AnswerQuestions();
            desk.Pass(0.5);
        }

        Assert.Equal(PairStatus.Closed, desk.Pair(pair).Status);
        Assert.Equal(2, desk.Snapshot.Sweeps.Count(s => s is { Kind: SweepKind.Kill, Status: SweepStatus.Done }));
        Assert.True(desk.Ledger.Control.IsKilled);
        desk.AssertMatchesVenues();
    }
}
