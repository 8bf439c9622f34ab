using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: what really happens at a venue shows in its state, not at every hiccup and not for longer than it lasts.</summary>
public sealed class WatchdogStories
{
    [Fact]
    public void Start_NoVenueIsWellBeforeItWasSeenSo()
    {
        EngineHarness desk = Desks.Stopped();
        desk.Start();
        Assert.All(desk.Snapshot.Watchdog.Venues, v => Assert.Equal((WatchStatus.Unknown, "no sample yet"), (v.Status, v.Reason)));
        Assert.False(desk.Snapshot.Watchdog.IsOk);
        desk.ConnectQuietly();
        desk.Pass(1.1);
        Assert.True(desk.Snapshot.Watchdog.IsOk);
        Assert.All(desk.Snapshot.Watchdog.Venues, v => Assert.Equal("", v.Reason));
        Assert.False(desk.HasAlert("watchdog_status"));
    }

    [Fact]
    public void Link_LostForAMoment_IsOverlooked_LongerIsDegraded_AndRecoversAfterAWhile()
    {
        EngineHarness desk = Desks.Running();
        Lose(desk);
        desk.Pass(4);
        Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
        desk.Pass(2);
        Assert.Equal((WatchStatus.Degraded, "link: cable"), (Okx(desk).Status, Okx(desk).Reason));
        Assert.Equal(WatchStatus.Ok, desk.Snapshot.Watchdog.Of(VenueId.BinanceUm)!.Status);

        Return(desk);
        desk.Pass(4);
        Assert.Equal(WatchStatus.Degraded, Okx(desk).Status);
        desk.Pass(2);
        Assert.Equal((WatchStatus.Ok, ""), (Okx(desk).Status, Okx(desk).Reason));
        Assert.Equal(
            [(WatchStatus.Degraded, WatchStatus.Ok), (WatchStatus.Ok, WatchStatus.Degraded)],
            desk.Snapshot.Watchdog.Transitions.Where(t => t.Venue == VenueId.OkxPerp && t.Previous != WatchStatus.Unknown).Select(t => (t.Previous, t.Current)));
        Assert.True(desk.HasAlert("watchdog_status"));
    }

    [Fact]
    public void Checks_EachForAMoment_AreNotAddedUp()
    {
        EngineHarness desk = Desks.Running();
        for (int i = 0; i < 5; i++)
        {
            Lose(desk);
            desk.Pass(3);
            Return(desk);
            desk.Feed(new VenueClockMeasured(VenueId.OkxPerp, TimeSpan.Zero, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(5)));
            desk.Pass(3);
            desk.Feed(new VenueClockMeasured(VenueId.OkxPerp, TimeSpan.Zero, TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(5)));
        }

        Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
    }

    [Fact]
    public void Book_SilentForLong_Degrades_AndIsWellWhenItSpeaksAgain()
    {
        EngineHarness desk = Desks.Running();
        desk.Silence(Desks.Okx);
        desk.Pass(23);
        Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
        desk.Pass(4);
        Assert.Equal((WatchStatus.Degraded, "book BTCUSDT: no message for 20 s"), (Okx(desk).Status, Okx(desk).Reason));
        desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
        desk.Pass(7);
        Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
    }

    [Fact]
    public void Book_ThatBreaksAgainAndAgain_IsNoFailureOfTheVenue_AndOpensNothing()
    {
        EngineHarness desk = Desks.Running();
        for (int i = 0; i < 10; i++)
        {
            // One lost question for a snapshot, at the pace that such a book is asked at.
            desk.Distrust(Desks.Okx, BookTrust.Unsynced);
            desk.Pass(i % 3 == 0 ? 119 : 60);
            Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
            Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code.StartsWith("book", StringComparison.Ordinal));
            // Whole for less than an interval of the watchdog's: between two looks.
            desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
            desk.Pass(0.3);
        }

        Assert.DoesNotContain(desk.Snapshot.Watchdog.Transitions, t => t.Current == WatchStatus.Degraded);
    }

    [Fact]
    public void Book_NeverWholeAgain_Degrades_UntilItIs()
    {
        EngineHarness desk = Desks.Running();
        desk.Distrust(Desks.Okx, BookTrust.Unsynced);
        desk.Pass(123);
        Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
        desk.Pass(4);
        Assert.Equal((WatchStatus.Degraded, "book BTCUSDT: it has not been whole for 120 s, it is Unsynced"), (Okx(desk).Status, Okx(desk).Reason));
        Assert.Equal(WatchStatus.Ok, desk.Snapshot.Watchdog.Of(VenueId.BinanceUm)!.Status);
        desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
        desk.Pass(7);
        Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
    }

    [Fact]
    public void Start_ThatTakesItsTime_IsNoDegradation_OneThatDoesNotEndIs()
    {
        EngineHarness desk = Desks.Stopped();
        desk.Start();
        desk.Pass(58);
        Assert.Equal((WatchStatus.Unknown, false), (Okx(desk).Status, desk.Snapshot.Watchdog.IsOk));
        desk.Pass(4);
        Assert.All(desk.Snapshot.Watchdog.Venues, v => Assert.Equal(WatchStatus.Degraded, v.Status));
        desk.ConnectQuietly();
        desk.Pass(7);
        Assert.True(desk.Snapshot.Watchdog.IsOk);
    }

    [Fact]
    public void Book_NeverWholeSinceTheStart_Degrades()
    {
        EngineHarness desk = Desks.Stopped();
        desk.Start();
        desk.Connect();
        desk.Pass(60);
        Assert.Equal(WatchStatus.Unknown, Okx(desk).Status);
        desk.Pass(70);
        Assert.Equal((WatchStatus.Degraded, "book BTCUSDT: it has not been whole for 120 s, it is Unsynced"), (Okx(desk).Status, Okx(desk).Reason));
    }

    [Theory]
    [InlineData(0.5, WatchStatus.Degraded)]
    [InlineData(6, WatchStatus.Ok)]
    public void Book_WrongAfterEverySnapshot_Degrades_UnlessItStandsForAWhile(double standsSeconds, WatchStatus expected)
    {
        EngineHarness desk = Desks.Running();
        for (int i = 0; i < 14; i++)
        {
            desk.Distrust(Desks.Okx, BookTrust.Suspect);
            desk.Pass(10);
            desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
            desk.Pass(standsSeconds);
        }

        Assert.Equal(expected, Okx(desk).Status);
    }

    [Fact]
    public void Recovery_WaitsForABookThatWasWholeSince()
    {
        EngineHarness desk = Desks.Running();
        Lose(desk);
        desk.Distrust(Desks.Okx, BookTrust.Unsynced);
        desk.Pass(7);
        Return(desk);
        desk.Pass(20);
        Assert.Equal(WatchStatus.Degraded, Okx(desk).Status);
        desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
        desk.Pass(1.1);
        Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
    }

    [Fact]
    public void Requests_NobodyAnswers_Degrade_AndTheLastFailureIsNamed()
    {
        EngineHarness desk = Desks.Running();
        desk.AnswersAccounts = false;
        desk.AnswersOpenOrders = false;
        desk.Pass(15);
        desk.Feed(new AccountQueryFailed(VenueId.OkxPerp, "timed out"));
        Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
        desk.Pass(12);
        Assert.Equal("rest: no request was answered for 20 s, the last one failed: timed out", Okx(desk).Reason);
        desk.AnswerQuestions();
        desk.Pass(7);
        // Still nobody answers by himself, but the answers that came count.
        Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
    }

    [Fact]
    public void ClockAndAccess_Degrade()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new VenueClockMeasured(VenueId.OkxPerp, TimeSpan.Zero, TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(5)));
        desk.Feed(new VenueAccessChanged(VenueId.BinanceUm, VenueAccess.Banned, TimeSpan.FromMinutes(2), "418"));
        desk.Pass(7);
        Assert.StartsWith("clock: ", Okx(desk).Reason, StringComparison.Ordinal);
        Assert.Equal("access: Banned: 418", desk.Snapshot.Watchdog.Of(VenueId.BinanceUm)!.Reason);
    }

    [Theory]
    [InlineData(true, "rejects: 6 of the last 6 orders were refused")]
    [InlineData(false, "unknowns: 6 of the last 6 orders got no certain answer")]
    public void Orders_RefusedOrUnknown_Degrade(bool refused, string reason)
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { CoolDown = TimeSpan.Zero } });
        OrderIntent order = desk.Dislocate().Short;
        for (int i = 0; i < 6; i++)
        {
            VenueOutcome outcome = refused
                ? new VenueOutcome.Refused(new VenueRefusal(RefusalKind.Unmapped, "-1", "x"))
                : new VenueOutcome.Unknown("no answer");
            desk.Feed(new PlaceAnswered(order.ClientOrderId, outcome));
        }

        desk.Pass(7);
        Assert.Contains(reason, Okx(desk).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void AutoHold_SwitchedOff_OnlyDegrades()
    {
        EngineHarness desk = Desks.Running();
        Lose(desk);
        desk.Pass(120);
        Assert.Equal(WatchStatus.Degraded, Okx(desk).Status);
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
    }

    [Fact]
    public void AutoHold_HoldsOncePerBreach_AndTheAuditSaysSoOnce()
    {
        EngineHarness desk = AutoHolding();
        Assert.Equal(WatchStatus.AutoHold, Okx(desk).Status);
        HoldCause cause = Assert.Single(desk.Ledger.Control.Holds.Causes);
        Assert.Equal((HoldKind.Guard, "watchdog:okx-perp", "exchange_watchdog:okx-perp link: cable"), (cause.Kind, cause.Source, cause.Reason));
        desk.Pass(60);
        Assert.Equal(cause, Assert.Single(desk.Ledger.Control.Holds.Causes));
        Assert.Equal(["AUTO_HOLD_WATCHDOG", "AUTO_TRADE_OFF"], Audits(desk));
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "audit" && l.Payload.Contains(new("reason", "WATCHDOG_AUTO_HOLD")) && l.Payload.Contains(new("operator", "system")));

        // It recovers by itself; the hold is people's to release.
        Return(desk);
        desk.Pass(8);
        Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
        Assert.Equal(ControlMode.Hold, desk.Ledger.Control.Mode);
        desk.LeaveHold();
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);

        // The next breach is another one.
        Lose(desk);
        desk.Pass(25);
        Assert.Equal(4, Audits(desk).Count);
    }

    [Fact]
    public void Opening_WhileTheWatchdogHolds_IsSkippedByIt_AndByTheHoldOfAPersonBeforeIt()
    {
        EngineHarness desk = AutoHolding();
        Return(desk);
        desk.Pass(8);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.True(desk.Refusals("hold") > 0);
        Assert.Equal(desk.Refusals("hold"), desk.Snapshot.Counters.WatchdogSkips);

        EngineHarness held = Desks.Running(o => o with { Watchdog = o.Watchdog with { AutoHold = true } });
        held.Feed(new HoldRequested("anna", "lunch", "h1"));
        Lose(held);
        held.Pass(25);
        Return(held);
        held.Pass(8);
        held.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(2, held.Ledger.Control.Holds.Causes.Count);
        Assert.True(held.Refusals("hold") > 0);
        Assert.Equal(0, held.Snapshot.Counters.WatchdogSkips);
    }

    [Fact]
    public void AutoHold_ReleasedWhileItLasts_HoldsAgainAtOnce()
    {
        EngineHarness desk = AutoHolding();
        desk.RequestResume("anna");
        desk.ConfirmResume("boris");
        Assert.False(desk.Ledger.Control.IsHeld);
        desk.Feed(new ResumeRequested("boris", "go"));
        Assert.Equal("preflight_failed", desk.Engine.Refusal?.Code);
        desk.Pass(0.1);
        Assert.True(desk.Ledger.Control.IsHeld);
        Assert.Equal(2, Audits(desk).Count);
    }

    /// <summary>Goal: one venue's long outage is set aside by people, and the others go on without it.</summary>
    [Fact]
    public void AutoHold_OfAVenueThatPeopleFroze_HoldsNobody_AndHoldsAgainWhenItIsReleasedUnwell()
    {
        EngineHarness desk = AutoHolding();
        Assert.Contains(desk.Snapshot.Preflight, c => c is { Name: "watchdog", Ok: false, BlocksResume: true });
        desk.Feed(new FreezeRequested(ControlScope.Of(VenueId.OkxPerp), ScopeState.Frozen, "anna", "outage", "f1"));
        Assert.Contains(desk.Snapshot.Preflight, c => c is { Name: "watchdog", Ok: false, BlocksResume: false });
        desk.LeaveHold();
        desk.Pass(30);
        Assert.Equal((WatchStatus.AutoHold, ControlMode.Run, false), (Okx(desk).Status, desk.Ledger.Control.Mode, desk.Ledger.Control.IsHeld));
        Assert.Equal(2, Audits(desk).Count);

        // A restart forgets neither, and holds for it no more than before.
        desk.Restart();
        Assert.Equal(WatchStatus.AutoHold, Okx(desk).Status);
        desk.Pass(1);
        Assert.DoesNotContain(desk.Ledger.Control.Holds.Causes, c => c.Kind == HoldKind.Guard);

        Release(desk);
        HoldCause cause = Assert.Single(desk.Ledger.Control.Holds.Causes, c => c.Kind == HoldKind.Guard);
        Assert.Equal("watchdog:okx-perp", cause.Source);
    }

    [Fact]
    public void AutoHold_ReachedWhileFrozen_IsInTheAuditWithoutAHold_AndReleasedWellHoldsNobody()
    {
        EngineHarness desk = Desks.Running(o => o with { Watchdog = o.Watchdog with { AutoHold = true } });
        desk.Feed(new FreezeRequested(ControlScope.Of(VenueId.OkxPerp), ScopeState.ReduceOnly, "anna", "maintenance", "f1"));
        Lose(desk);
        desk.Pass(25);
        Assert.Equal((WatchStatus.AutoHold, ControlMode.Run), (Okx(desk).Status, desk.Ledger.Control.Mode));
        Assert.Equal(["AUTO_HOLD_WATCHDOG"], Audits(desk));

        Return(desk);
        desk.Pass(8);
        Release(desk);
        desk.Pass(1);
        Assert.Equal((WatchStatus.Ok, ControlMode.Run), (Okx(desk).Status, desk.Ledger.Control.Mode));
        Assert.Equal(["AUTO_HOLD_WATCHDOG"], Audits(desk));
    }

    private static void Release(EngineHarness desk)
    {
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(7), ApprovalAction.Unfreeze, "anna", "over") { Releases = ControlScope.Of(VenueId.OkxPerp) });
        desk.Feed(new ApprovalConfirmed(ApprovalAction.Unfreeze, OperatorSteps.IdOf(7), "boris"));
        Assert.Null(desk.Engine.Refusal);
    }

    [Fact]
    public void AutoHold_AfterARestart_StaysUntilTheVenueIsSeenWell()
    {
        EngineHarness desk = AutoHolding();
        desk.Restart();
        Assert.Equal(WatchStatus.AutoHold, Okx(desk).Status);
        desk.ConnectQuietly();
        desk.Pass(2);
        Assert.Equal((WatchStatus.AutoHold, "not seen well since the start; before it: link: cable"), (Okx(desk).Status, Okx(desk).Reason));
        desk.Pass(4);
        Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
        Assert.Equal("watchdog:okx-perp", desk.Ledger.Control.HoldSource);
    }

    [Fact]
    public void Watchdog_SwitchedOff_WatchesNobody()
    {
        EngineHarness desk = Desks.Running(o => o with { Watchdog = o.Watchdog with { Enabled = false, AutoHold = true } });
        Lose(desk);
        desk.Pass(60);
        Assert.Equal((false, 0), (desk.Snapshot.Watchdog.Enabled, desk.Snapshot.Watchdog.Venues.Count));
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
    }

    [Fact]
    public void DailyLoss_Breached_HoldsWithTheSameEvent_OncePerBreachInTheAudit_AndAgainWhenReleased()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxDailyLoss = new Notional(10m) } });
        desk.OpenPair();
        desk.Mark(Desks.Binance, 60_000m);
        // The short leg of 0.08 loses 190 x 0.08 = 15.2 at this mark.
        desk.Mark(Desks.Okx, 60_490m);
        IReadOnlyList<Effect> tick = desk.Feed(new ClockTicked());
        Assert.Contains(tick.OfType<ControlChanged>(), c => c.Control is { Mode: ControlMode.Hold, HoldReason: "DAILY_LOSS_BREACH", HoldSource: "autopilot_guard" });
        desk.Pass(10);
        desk.RequestResume("anna");
        desk.ConfirmResume("boris");
        desk.Pass(0.1);
        Assert.Equal("DAILY_LOSS_BREACH", desk.Ledger.Control.HoldReason);
        Assert.Equal(["AUTO_TRADE_OFF"], Audits(desk));
    }

    private static EngineHarness AutoHolding()
    {
        EngineHarness desk = Desks.Running(o => o with { Watchdog = o.Watchdog with { AutoHold = true } });
        Lose(desk);
        desk.Pass(25);
        return desk;
    }

    private static void Lose(EngineHarness desk) => desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "cable"));

    private static void Return(EngineHarness desk) => desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Up, "connected"));

    private static VenueWatchSnapshot Okx(EngineHarness desk) => desk.Snapshot.Watchdog.Of(VenueId.OkxPerp)!;

    private static IReadOnlyList<string> Audits(EngineHarness desk) =>
        [.. desk.Ledger.Lines.Where(l => l.Type == "audit").Select(l => l.Payload.Single(p => p.Key == "action").Value)];
}
