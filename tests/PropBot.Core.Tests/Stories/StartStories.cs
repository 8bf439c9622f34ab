using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: every start is in HOLD, and only green checks or a person lead out of it.</summary>
public sealed class StartStories
{
    [Fact]
    public void Start_FreshLedger_IsInHoldAndOpensNothing()
    {
        EngineHarness desk = Desks.Stopped(o => o with { Autopilot = false });
        desk.Start();
        Assert.Equal(ControlMode.Hold, desk.Ledger.Control.Mode);
        Assert.Equal("restart_safe_mode", desk.Ledger.Control.HoldReason);
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "restart.begin");

        desk.ConnectQuietly();
        desk.Pass(20);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.Equal("hold", desk.Snapshot.OpeningBlocks[0].Code);
        Assert.True(desk.Refusals("hold") > 0);
    }

    [Fact]
    public void Autopilot_EachCheckInTurn_LeavesHoldOnlyWhenAllAreGreen()
    {
        EngineHarness desk = Desks.Stopped();
        desk.Start();
        desk.Pass(1);
        Assert.Equal(ControlMode.Hold, desk.Ledger.Control.Mode);

        desk.Feed(new InstrumentsLoaded(VenueId.BinanceUm, [TestInstruments.BinanceBtc]));
        desk.Feed(new InstrumentsLoaded(VenueId.OkxPerp, [TestInstruments.OkxBtc]));
        desk.Feed(new VenueLinkChanged(VenueId.BinanceUm, VenueLink.Up, "connected"));
        desk.Quote(Desks.Binance, Desks.Bid, Desks.Ask);
        desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
        desk.Pass(1);
        Assert.Equal(["connectivity", "accounts", "trading_rights", "margin_tiers", "resume", "daily_loss"], desk.Snapshot.Preflight.Where(c => !c.Ok).Select(c => c.Name));
        Assert.Equal(ControlMode.Hold, desk.Ledger.Control.Mode);

        desk.Distrust(Desks.Okx, BookTrust.Suspect);
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Up, "connected"));
        desk.Pass(1);
        Assert.Equal(["books"], desk.Snapshot.Preflight.Where(c => !c.Ok).Select(c => c.Name));
        Assert.Equal(ControlMode.Hold, desk.Ledger.Control.Mode);

        desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
        IReadOnlyList<Effect> tick = desk.Feed(new ClockTicked());
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
        Assert.Contains(tick, e => e is Journaled { Type: "control.run" });
    }

    [Fact]
    public void Autopilot_SwitchedOff_WaitsForAPerson()
    {
        EngineHarness desk = Desks.Running(o => o with { Autopilot = false });
        Assert.Equal(ControlMode.Hold, desk.Ledger.Control.Mode);
        desk.LeaveHold();
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
        Assert.Null(desk.Ledger.Control.HoldReason);
    }

    [Fact]
    public void OperatorHold_SurvivesARestart_AndTheAutopilotLeavesItAlone()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new HoldRequested("anna", "exchange maintenance"));
        ControlState held = desk.Ledger.Control;
        Assert.Equal(("anna", "exchange maintenance"), (held.HoldSource, held.HoldReason));

        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(30);
        Assert.Equal((held.HoldSource, held.HoldReason, held.HoldSince),
            (desk.Ledger.Control.HoldSource, desk.Ledger.Control.HoldReason, desk.Ledger.Control.HoldSince));
        Assert.Equal(ControlMode.Hold, desk.Ledger.Control.Mode);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
    }

    [Fact]
    public void OperatorHold_DuringTheStartUpHold_IsThePersonsFromThenOn()
    {
        EngineHarness desk = Desks.Stopped();
        desk.Start();
        desk.Feed(new HoldRequested("anna", "not yet"));
        desk.ConnectQuietly();
        desk.Pass(20);
        Assert.Equal((ControlMode.Hold, "anna"), (desk.Ledger.Control.Mode, desk.Ledger.Control.HoldSource));
    }

    [Fact]
    public void SecondHold_IsJournaledAndTheFirstStays()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new HoldRequested("anna", "news"));
        IReadOnlyList<Effect> second = desk.Feed(new HoldRequested("boris", "lunch", "r-1"));
        Journaled line = Assert.Single(second.OfType<Journaled>(), j => j.Type == "control.hold");
        Assert.Equal(["boris", "ui", "lunch", "r-1"], line.Payload.Select(p => p.Value));
        Assert.Equal("anna", desk.Ledger.Control.HoldSource);
    }

    [Fact]
    public void OperatorCalledBootstrap_IsNotOverruledByTheAutopilot()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new HoldRequested("bootstrap", "news"));
        desk.Pass(5);
        Assert.Equal(ControlMode.Hold, desk.Ledger.Control.Mode);
    }

    [Fact]
    public void Running_AfterARestart_StartsInHoldAgain()
    {
        EngineHarness desk = Desks.Running();
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
        desk.Restart();
        Assert.Equal((ControlMode.Hold, "restart_safe_mode"), (desk.Ledger.Control.Mode, desk.Ledger.Control.HoldReason));
        desk.ConnectQuietly();
        desk.Pass(1);
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
    }

    [Fact]
    public void Process_SequenceWithAGap_IsRefused()
    {
        var engine = new TradingEngine(Desks.Options(TestInstruments.BinanceBtc, TestInstruments.OkxBtc));
        Assert.Throws<InvariantViolation>(() => engine.Process(new EngineInput(2, EngineHarness.Noon, TimeSpan.Zero, new ClockTicked())));
        Assert.Throws<InvariantViolation>(() => engine.Process(new EngineInput(1, EngineHarness.Noon, TimeSpan.Zero, new ClockTicked())));
    }
}
