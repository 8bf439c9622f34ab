using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>
/// Goal: what a UTC day has lost is counted from the books, with the fill that loses it; a limit that is reached holds the desk, survives
/// restarts and ends at midnight.
/// </summary>
public sealed class DayStories
{
    /// <summary>0.08 BTC, 0.05 % of the notional on each side of each leg: 0.08 x 60,000.1 x 0.0005 and 0.08 x 60,300 x 0.0005.</summary>
    private const decimal OpeningFees = 2.400004m + 2.412m;

    [Fact]
    public void OpenPair_HasRealisedItsFeesOnly_AndTheVariantCountsTheMarks()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Mark(Desks.Binance, 60_000m);
        desk.Mark(Desks.Okx, 60_400m);
        desk.Pass(0.1);
        DaySnapshot day = desk.Snapshot.Day;
        Assert.Equal(-OpeningFees, day.Realized);
        Assert.Equal(OpeningFees, day.Losses);
        // The long leg lost 0.1 and the short one 100 for each of 0.08.
        Assert.Equal(-OpeningFees - 0.008m - 8m, day.EquityChange);
        Assert.Equal(OpeningFees + 8.008m, day.WorstLosses);
    }

    [Fact]
    public void PositionOfYesterday_ClosedToday_CountsWholeToday_AtItsOwnEntry()
    {
        EngineHarness desk = Desks.Stopped(o => o with { Risk = o.Risk with { MaxDailyLoss = new Notional(30m) } });
        desk.At = EngineHarness.Noon.AddHours(11).AddMinutes(59);
        desk.Begin();
        desk.OpenPair();
        // All of the loss happens yesterday: today equity does not move any more.
        desk.Mark(Desks.Binance, 59_650m);
        desk.Mark(Desks.Okx, 60_300m);
        desk.Pass(60);
        Assert.Equal(new DateOnly(2025, 10, 11), desk.Snapshot.Day.Date);
        Assert.Equal(0m, desk.Snapshot.Day.Realized);
        Assert.Equal(0m, desk.Snapshot.Day.EquityChange);

        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(l, 59_650m);
        desk.Complete(s, 60_300m);
        DaySnapshot day = desk.Snapshot.Day;
        // 0.08 x (59,650 - 60,000.1) on the long leg, nothing on the short one, and the closing fees.
        Assert.Equal((0.08m * (59_650m - 60_000.1m)) - (0.08m * 0.0005m * (59_650m + 60_300m)), day.Realized);
        Assert.Equal(30m, day.MaxLoss);
        Assert.True(day.IsLossBreached);
        Assert.Equal((ControlMode.Hold, "DAILY_LOSS_BREACH"), (desk.Ledger.Control.Mode, desk.Ledger.Control.HoldReason));
    }

    [Fact]
    public void FillThatReachesTheLimit_HoldsInTheSameEvent_AndIsAuditedOnce()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxDailyLoss = new Notional(30m) } });
        desk.OpenPair();
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(s, 60_300m);
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
        desk.Accept(l);
        IReadOnlyList<Effect> effects = desk.Tell(desk.Execute(l, l.Quantity.Value, 59_600m));

        Assert.Equal("DAILY_LOSS_BREACH", desk.Ledger.Control.HoldReason);
        Journaled audit = Assert.Single(effects.OfType<Journaled>(), j => j.Type == "audit");
        Assert.Contains(new("reason", "DAILY_LOSS_BREACH"), audit.Payload);
        Assert.Contains(new("operator", "system"), audit.Payload);
        desk.Expire(l);
        for (int i = 0; i < 20; i++)
        {
            Assert.DoesNotContain(desk.Feed(new ClockTicked()), e => e is Journaled { Type: "audit" });
        }
    }

    [Fact]
    public void LimitReachedBetweenTwoLegs_TheSecondLegIsNotOpened()
    {
        // The first leg's own fee reaches the limit: 0.08 x 60,300 x 0.0005 = 2.412.
        EngineHarness desk = Desks.Running(o => o with
        {
            Risk = o.Risk with { MaxDailyLoss = new Notional(2.4m) },
            Execution = o.Execution with { Entry = EntryChoice.HarderFirst },
        });
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        OrderIntent lead = Assert.Single(desk.TakePlaced());
        desk.Complete(lead);
        Assert.DoesNotContain(desk.TakePlaced(), o => o.Purpose == OrderPurpose.Open);
        Assert.Equal("DAILY_LOSS_BREACH", desk.Ledger.Control.HoldReason);
    }

    [Fact]
    public void Breach_SurvivesARestart_EvenWhenTheMarksHaveComeBack_AndEndsAtMidnight()
    {
        EngineHarness desk = Desks.Stopped(o => o with { Risk = o.Risk with { MaxDailyLoss = new Notional(30m) } });
        desk.At = EngineHarness.Noon.AddHours(11).AddMinutes(50);
        desk.Begin();
        Lose(desk);
        decimal realized = desk.Snapshot.Day.Realized;
        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(5);
        Assert.True(desk.Snapshot.Day.IsLossBreached);
        Assert.Equal(realized, desk.Snapshot.Day.Realized);
        desk.Pass(TimeSpan.FromMinutes(11));
        Assert.Equal((false, 0m), (desk.Snapshot.Day.IsLossBreached, desk.Snapshot.Day.Realized));
        // Midnight ends the breach; the hold is let go by people.
        Assert.Equal(ControlMode.Hold, desk.Ledger.Control.Mode);
    }

    [Fact]
    public void LossBookedByTheFirstEventAfterMidnight_IsTodays()
    {
        EngineHarness desk = Desks.Stopped();
        desk.At = EngineHarness.Noon.AddHours(11).AddMinutes(59);
        desk.Begin();
        desk.OpenPair();
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(s, 60_300m);
        desk.Accept(l);
        desk.Skip(TimeSpan.FromMinutes(1));
        desk.Fill(l, l.Quantity.Value, 59_600m);
        // 0.08 x (59,600 - 60,000.1) and 0.08 x 59,600 x 0.0005.
        Assert.Equal(-32.008m - 2.384m, desk.Snapshot.Day.Realized);
    }

    [Fact]
    public void LimitThatIsOnlyWatched_IsShown_AndStopsNothing()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxDailyLoss = new Notional(30m), EnforcesDayLimits = false } });
        Lose(desk);
        Assert.True(desk.Snapshot.Day is { IsLossBreached: true, IsBlocking: false });
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
        Assert.True(desk.HasAlert("daily_loss"));
        desk.Pass(6);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    [Fact]
    public void Drawdown_IsMeasuredFromTheHighestSampleOfTheDay_AndHolds()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxDayDrawdownBps = 20m } });
        desk.OpenPair();
        desk.Mark(Desks.Binance, 60_600m);
        desk.Mark(Desks.Okx, 60_300m);
        // Samples are kept every 10 s.
        desk.Pass(11);
        decimal peak = desk.Ledger.Control.DayPeakEquity!.Value;
        Assert.Equal(desk.Snapshot.Totals.Equity, peak);

        desk.Mark(Desks.Binance, 60_000m);
        desk.Pass(0.1);
        // 0.08 x 600 = 48 below the peak.
        Assert.Equal(48m / peak * 10_000m, desk.Snapshot.Day.DrawdownBps);
        Assert.False(desk.Snapshot.Day.IsDrawdownBreached);
        desk.Mark(Desks.Binance, 60_600m - (0.0021m * peak / 0.08m));
        desk.Pass(0.1);
        Assert.True(desk.Snapshot.Day.IsDrawdownBreached);
        Assert.Equal("DRAWDOWN_BREACH", desk.Ledger.Control.HoldReason);

        desk.Mark(Desks.Binance, 60_600m);
        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(20);
        Assert.Equal(peak, desk.Ledger.Control.DayPeakEquity);
        desk.LeaveHold();
        Assert.Equal("preflight_failed", desk.Engine.Refusal?.Code);
    }

    [Fact]
    public void LegThatIsReducedAndBuiltAgain_KeepsWhatItLost()
    {
        // Bought at 60,500, sold at 60,000: 40 lost. Built again at 59,500, which is what it holds now.
        LegRecord leg = new LegRecord { Instrument = Desks.Binance }
            .Traded(Side.Buy, 0.08m, 4_840m, 4_840m).Traded(Side.Sell, 0.08m, 4_800m, 4_800m).Traded(Side.Buy, 0.08m, 4_760m, 4_760m);
        Assert.Equal((0.08m, 4_760m), (leg.SignedQuantity, leg.Cost));
        Assert.Equal(-40m, leg.CashFlow + leg.Cost);
        // A part sold leaves the average; more than all of it turns round at the price of that trade.
        Assert.Equal(2_380m, leg.Traded(Side.Sell, 0.04m, 2_400m, 2_400m).Cost);
        Assert.Equal(-1_200m, leg.Traded(Side.Sell, 0.1m, 6_000m, 6_000m).Cost);
        Assert.Equal(0m, leg.Traded(Side.Sell, 0.08m, 4_800m, 4_800m).Cost);
    }

    [Fact]
    public void LossWhileNoProcessIsThere_IsOfTheDayThatFindsIt()
    {
        EngineHarness desk = Desks.Stopped();
        desk.At = EngineHarness.Noon.AddHours(11).AddMinutes(50);
        desk.Begin();
        desk.OpenPair();
        desk.Mark(Desks.Binance, 60_000m);
        desk.Mark(Desks.Okx, 60_300m);
        desk.Pass(11);
        desk.Skip(TimeSpan.FromMinutes(30));
        desk.Restart();
        desk.ConnectQuietly();
        desk.Mark(Desks.Binance, 59_000m);
        desk.Mark(Desks.Okx, 60_300m);
        desk.Pass(1);
        Assert.Equal(new DateOnly(2025, 10, 11), desk.Snapshot.Day.Date);
        // 0.08 x 1,000.
        Assert.Equal(-80m, desk.Snapshot.Day.EquityChange);
    }

    [Fact]
    public void VenueThatFallsSilent_IsValuedLikeTheOthers_SoThatOldMarksBreachNothing()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxDailyLoss = new Notional(30m) } });
        desk.OpenPair();
        desk.Mark(Desks.Binance, 60_300m);
        desk.Mark(Desks.Okx, 60_300m);
        desk.Silence(Desks.Okx);
        desk.Pass(61);
        // The market falls by 3 % and OKX tells nothing of it: the short leg has gained what the long one lost.
        desk.Mark(Desks.Binance, 58_500m);
        desk.Pass(0.1);
        Assert.False(desk.Snapshot.Day.IsLossBreached);
        Assert.Equal(-OpeningFees + (0.08m * (60_300m - 60_000.1m)), desk.Snapshot.Day.EquityChange);
    }

    [Fact]
    public void VenueThatJoinsDuringTheDay_BringsCapital_AndHidesNoLoss()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Mark(Desks.Binance, 59_900m);
        desk.Mark(Desks.Okx, 60_300m);
        desk.Pass(11);
        decimal? lost = desk.Snapshot.Day.EquityChange;
        // The same ledger with a third venue, whose account of 100,000 is read for the first time.
        EngineHarness joined = Desks.Stopped(null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);
        var engine = new TradingEngine(joined.Options);
        long sequence = 0;
        Feed(new EngineStarted(desk.Ledger.Recover()));
        foreach (VenueId venue in joined.Venues.Keys)
        {
            Feed(new InstrumentsLoaded(venue, [.. joined.Instruments.Where(i => i.Id.Venue == venue)]));
            Feed(new VenueLinkChanged(venue, VenueLink.Up, "connected"));
            Feed(new AccountReported((desk.Venues.GetValueOrDefault(venue) ?? joined.Venues[venue]).Account(desk.At, null)));
        }

        Feed(new MarkPriceChanged(Desks.Binance, new Price(59_900m), default));
        Feed(new MarkPriceChanged(Desks.Okx, new Price(60_300m), default));
        Feed(new ClockTicked());
        Assert.True(lost < -8m);
        Assert.Equal(lost, engine.Snapshot().Day.EquityChange);

        void Feed(EngineEvent happened) => engine.Process(new EngineInput(++sequence, desk.At, TimeSpan.FromSeconds(sequence), happened));
    }

    [Theory]
    // Contract, section 4.2: losses = max(-R, 0), used = min(losses / L x 100, 1000), remaining = L - losses.
    [InlineData(-80, 200, 80, 40, 120)]
    [InlineData(15, 200, 0, 0, 200)]
    [InlineData(-250, 200, 250, 125, -50)]
    [InlineData(-3000, 200, 3000, 1000, -2800)]
    public void Figures_AreTheContracts(decimal realized, decimal limit, decimal losses, decimal used, decimal remaining)
    {
        DaySnapshot day = SampleDesk.Today(realized, limit: limit);
        Assert.Equal((losses, used, remaining), (day.Losses, day.PercentageUsed, day.Remaining!.Value));
    }

    [Fact]
    public void Figures_WithoutALimit_HaveNoRemainder()
    {
        DaySnapshot day = SampleDesk.Today(-80m, limit: null);
        Assert.Equal((80m, 0m, null), (day.Losses, day.PercentageUsed, day.Remaining));
        Assert.False(day.IsBlocking);
    }

    /// <summary>Opens the pair and closes it with 0.08 x 400.1 lost on the long leg.</summary>
    private static void Lose(EngineHarness desk)
    {
        desk.OpenPair();
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(s, 60_300m);
        desk.Complete(l, 59_600m);
    }
}
