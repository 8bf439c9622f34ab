using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: each limit makes orders smaller or refuses them, and says so by its own name.</summary>
public sealed class LimitStories
{
    private static readonly Instrument[] ThreeVenues = [TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc];

    [Theory]
    [InlineData("symbol")]
    [InlineData("venue")]
    [InlineData("total")]
    public void Cap_SmallerThanAnOrder_MakesTheOrderSmaller(string cap)
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = Capped(o.Risk, cap, 3_000m) });
        (OrderIntent l, _) = desk.Dislocate();
        // 3,000 / 60,000.1 = 0.04999, in lots of 0.01: 0.04.
        Assert.Equal(new Quantity(0.04m), l.Quantity);
    }

    [Theory]
    [InlineData("symbol", "symbol_cap")]
    [InlineData("venue", "venue_cap")]
    [InlineData("total", "total_cap")]
    public void Cap_UsedUpByTheFirstPair_RefusesTheSecond(string cap, string rule)
    {
        // The first pair takes 0.08 x 60,000.05 = 4,800.004 of 4,850; the 50 left are below the smallest order of 100.
        EngineHarness desk = Desks.Running(o => o with { Risk = Capped(o.Risk, cap, 4_850m) }, ThreeVenues);
        desk.OpenPair();
        desk.Quote(Desks.Bybit, Desks.HighBid + 300m, Desks.HighAsk + 300m);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals(rule) > 0);
    }

    [Fact]
    public void Cap_OrdersInFlight_CountAtTheirFullQuantity()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = Capped(o.Risk, "symbol", 6_000m) }, ThreeVenues);
        desk.Dislocate();
        desk.Quote(Desks.Bybit, Desks.HighBid + 300m, Desks.HighAsk + 300m);
        // 6,000 - 4,800.004 = 1,199.996 of room: / 60,000.1 = 0.01999, in lots of 0.001: 0.019.
        IReadOnlyList<OrderIntent> second = desk.TakePlaced();
        Assert.All(second, o => Assert.Equal(new Quantity(0.019m), o.Quantity));
        Assert.Equal([Desks.Binance, Desks.Bybit], second.Select(o => o.Instrument));
    }

    [Fact]
    public void ActivePairs_AtTheirLimit_RefuseTheNext()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxActivePairs = 1 } }, ThreeVenues);
        desk.OpenPair();
        desk.Quote(Desks.Bybit, Desks.HighBid + 300m, Desks.HighAsk + 300m);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("active_pairs") > 0);
    }

    [Fact]
    public void SameDirection_OpenAlready_IsNotOpenedTwice()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Quote(Desks.Okx, Desks.HighBid + 10m, Desks.HighAsk + 10m);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("symbol_busy") > 0);
    }

    [Fact]
    public void OpposingLeg_OnAnInstrumentHeldTheOtherWay_IsRefused()
    {
        EngineHarness desk = Desks.Running(null, ThreeVenues);
        desk.OpenPair();
        // Bybit far below: long Bybit, short Binance would sell what the first pair bought.
        desk.Quote(Desks.Bybit, Desks.Bid - 200m, Desks.Ask - 200m);
        IReadOnlyList<OrderIntent> placed = desk.TakePlaced();
        Assert.DoesNotContain(placed, o => o.Instrument == Desks.Binance && o.Side == Side.Sell);
        Assert.True(desk.Refusals("opposing_leg") > 0 || placed.All(o => o.Instrument != Desks.Binance));
    }

    [Theory]
    // Half of what is free is for the rescue: 4,800.1 / 60,000.1 = 0.0800.., in lots of 0.01.
    [InlineData("9600.2", "0.08")]
    [InlineData("9600", "0.07")]
    [InlineData("1300", "0.01")]
    public void Margin_ForLegAndRescue_MakesTheOrderSmaller(string available, string quantity)
    {
        EngineHarness desk = Desks.Stopped();
        desk.AvailableBalance = WireNumber.Parse(available);
        desk.Begin();
        (OrderIntent l, _) = desk.Dislocate();
        Assert.Equal(WireNumber.Parse(quantity), l.Quantity.Value);
    }

    [Fact]
    public void Margin_BelowTheSmallestOrder_IsRefusedUntilThereIsMore()
    {
        EngineHarness desk = Desks.Stopped();
        desk.AvailableBalance = 200m;
        desk.Begin();
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("margin") > 0);

        desk.AvailableBalance = 10_000m;
        desk.Pass(6);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    [Fact]
    public void Margin_OfAPairSinceTheLastStatement_IsNotSpentTwice()
    {
        EngineHarness desk = Desks.Stopped(
            null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);
        // 7,500 for legs on each venue. The first pair takes 0.08 x 60,000.05 = 4,800.004 on Binance; 2,699.996 are left.
        desk.AvailableBalance = 15_000m;
        desk.Begin();
        desk.Dislocate();
        desk.Quote(Desks.Bybit, Desks.HighBid + 300m, Desks.HighAsk + 300m);
        // / 60,000.1 = 0.04499, in lots of 0.001.
        Assert.Equal([0.044m, 0.044m], desk.TakePlaced().Select(o => o.Quantity.Value));
    }

    [Fact]
    public void DailyLoss_Reached_StopsOpeningUntilTheUtcDayIsOver_AlsoAfterARestart()
    {
        EngineHarness desk = Desks.Stopped(o => o with { Risk = o.Risk with { MaxDailyLoss = new Notional(20m) } });
        desk.At = EngineHarness.Noon.AddHours(11).AddMinutes(58);
        desk.Begin();
        desk.OpenPair();
        desk.Mark(Desks.Binance, 60_000m);
        // Fees 4.812004 and 0.08 x (60,490 - 60,300) = 15.2 on the short leg, 0.008 on the long: 20.02.
        desk.Mark(Desks.Okx, 60_485m);
        desk.Pass(0.1);
        Assert.Null(desk.Ledger.Control.DailyLossBreachedOn);
        desk.Mark(Desks.Okx, 60_490m);
        desk.Pass(0.1);
        Assert.Equal(new DateOnly(2025, 10, 10), desk.Ledger.Control.DailyLossBreachedOn);
        Assert.True(desk.HasAlert("daily_loss"));
        Assert.Equal("daily_loss", desk.Snapshot.OpeningBlocks[0].Code);

        Assert.Equal((ControlMode.Hold, "DAILY_LOSS_BREACH"), (desk.Ledger.Control.Mode, desk.Ledger.Control.HoldReason));

        // Closing is allowed; opening again is not, even though the marks have come back.
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(l);
        desk.Complete(s);
        desk.Pass(6);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());

        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(20);
        Assert.Equal(ControlMode.Hold, desk.Ledger.Control.Mode);
        Assert.Contains(desk.Snapshot.Preflight, c => c is { Name: "daily_loss", Ok: false });
        desk.LeaveHold();
        Assert.Equal("preflight_failed", desk.Engine.Refusal?.Code);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("daily_loss") > 0);

        desk.Calm();
        desk.Pass(TimeSpan.FromSeconds(120));
        Assert.Equal(new DateOnly(2025, 10, 11), desk.Ledger.Control.DayAnchor);
        Assert.Null(desk.Ledger.Control.DailyLossBreachedOn);
        desk.LeaveHold();
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    /// <summary>A loss of exactly the cap is one for the rule, so the line of the limits says it too, and goes on saying it when the marks come back.</summary>
    [Fact]
    public void DailyLoss_ExactlyAtTheCap_IsBreachedOnItsLine_UntilTheDayIsOver()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxDailyLoss = new Notional(20.020004m) } });
        desk.OpenPair();
        desk.Mark(Desks.Binance, 60_000m);
        desk.Mark(Desks.Okx, 60_490m);
        desk.Pass(0.1);
        RiskLine line = LossLine(desk);
        Assert.Equal((20.020004m, 20.020004m, true), (line.Threshold, line.Current, line.IsBreached));
        desk.Mark(Desks.Okx, 60_300m);
        desk.Pass(0.1);
        line = LossLine(desk);
        Assert.True(line.Current < line.Threshold);
        Assert.True(line.IsBreached);
    }

    [Fact]
    public void DailyLoss_PairCarriedOverMidnight_CountsWhatItLosesToday()
    {
        EngineHarness desk = Desks.Stopped(o => o with { Risk = o.Risk with { MaxDailyLoss = new Notional(20m) } });
        desk.At = EngineHarness.Noon.AddHours(11).AddMinutes(59);
        desk.Begin();
        desk.OpenPair();
        desk.Mark(Desks.Binance, 60_000m);
        desk.Mark(Desks.Okx, 60_450m);
        desk.Pass(60);
        Assert.Equal(new DateOnly(2025, 10, 11), desk.Ledger.Control.DayAnchor);
        Assert.Equal(0m, desk.Snapshot.Day.WorstLosses);
        // 0.08 x 100 more today.
        desk.Mark(Desks.Binance, 60_000m);
        desk.Mark(Desks.Okx, 60_550m);
        desk.Pass(0.1);
        Assert.Equal(8m, desk.Snapshot.Day.WorstLosses);
        Assert.Null(desk.Ledger.Control.DailyLossBreachedOn);
    }

    [Fact]
    public void LedgerFailure_StopsOpening()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new LedgerFailed("disk full"));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("ledger_failed") > 0);
    }

    [Fact]
    public void LedgerRestored_OpensAgain_AndTellsPeopleAndTheLedger()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new LedgerFailed("disk full"));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());

        var outage = new LedgerOutage("E1S7", "disk full", desk.At.AddSeconds(-40), desk.At, 9, [new ClientOrderId("pbdesk1p1l0")]);
        IReadOnlyList<Effect> told = desk.Feed(new LedgerRestored(outage));
        Assert.Contains(new OutageRecorded(outage), told);
        AlertRaised alert = Assert.Single(told.OfType<AlertRaised>());
        Assert.Equal("ledger_restored", alert.Code);
        Assert.Contains("after 40 s; 1 opening orders were not sent", alert.English, StringComparison.Ordinal);
        Assert.Contains("перерыв 40 с", alert.Russian, StringComparison.Ordinal);

        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    [Fact]
    public void OrdersThatWereKeptButNotSent_AreNeverReached_AndTheirPairIsAborted()
    {
        EngineHarness desk = Desks.Running();
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        IReadOnlyList<OrderIntent> placed = desk.TakePlaced();
        Assert.Equal(2, placed.Count);
        foreach (OrderIntent intent in placed)
        {
            IReadOnlyList<Effect> told = desk.Feed(new OrderNotSent(intent.ClientOrderId, "its prices were 42 s old"));
            Assert.Contains(told, e => e is Journaled { Type: "order.never_sent" });
            OrderRecord record = Assert.Single(told.OfType<OrderChanged>()).Order;
            Assert.Equal((OrderStatus.NeverReached, "never sent: its prices were 42 s old"), (record.Status, record.Detail));
        }

        Assert.Equal(PairStatus.Aborted, Assert.Single(desk.Snapshot.RecentPairs).Pair.Status);
        Assert.Empty(desk.Snapshot.ActivePairs);
    }

    [Fact]
    public void Hold_ByAPerson_RefusesAndRunAllowsAgain()
    {
        EngineHarness desk = Desks.Running();
        IReadOnlyList<Effect> held = desk.Feed(new HoldRequested("anna", "news"));
        Assert.Contains(held, e => e is Journaled { Type: "control.hold" });
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        desk.LeaveHold();
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    private static RiskOptions Capped(RiskOptions risk, string cap, decimal limit) => cap switch
    {
        "symbol" => risk with { MaxNotionalPerSymbol = new Notional(limit) },
        "venue" => risk with { MaxNotionalPerVenue = new Notional(limit) },
        _ => risk with { MaxNotionalTotal = new Notional(limit) },
    };

    private static RiskLine LossLine(EngineHarness desk) => desk.Snapshot.Risk.Lines.Single(l => l.Limit == "daily_loss");
}
