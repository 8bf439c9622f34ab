using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: a budget that burns makes new pairs small, then stops opening, comes back step by step, and never stands in the way of a rescue.</summary>
public sealed class SloStories
{
    /// <summary>The harness tells each book once a second: 95 of 100 gaps are at most 1,000 ms, by the bounds of the measure 1,000 less a few.</summary>
    private const decimal GapLimit = 800m;

    [Fact]
    public void Gaps_AboveTheirLimit_HalveTheSize_AndAfterFiveMinutesNothingOpens()
    {
        EngineHarness desk = Limited(SloMetric.StreamGap, GapLimit);
        desk.Pass(6);
        SloMeasure gap = desk.Snapshot.Slo.Of(SloMetric.StreamGap)!;
        Assert.Equal(SloLevel.Burning, gap.Level);
        Assert.InRange(gap.Short!.Value, 950m, 1_000m);
        Assert.InRange(gap.Burn!.Value, 950m / GapLimit, 1_000m / GapLimit);
        SizeFactorSnapshot factor = Assert.Single(desk.Snapshot.Size.Factors);
        Assert.Equal((SizeReason.SloBudget, 0.5m), (factor.Factor.Reason, factor.Factor.Fraction));
        Assert.Contains("ws_gap_ms_p95", factor.English, StringComparison.Ordinal);
        Assert.True(desk.HasAlert("slo_breach"));

        // 5,000 x 0.5 over 60,000.1 is 0.0416 BTC.
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        Assert.Equal(0.04m, l.Quantity.Value);
        desk.Complete(l);
        desk.Complete(s);
        (OrderIntent bought, OrderIntent sold) = desk.Converge();
        desk.Complete(bought);
        desk.Complete(sold);

        desk.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal(SloLevel.Exhausted, desk.Snapshot.Slo.Worst);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("slo_budget") > 0);
        Assert.Equal(RiskRule.SloBudget, desk.Snapshot.Brake);
        Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code == "slo_budget" && b.English.Contains("ws_gap_ms_p95", StringComparison.Ordinal));
    }

    [Fact]
    public void CalmBudget_ComesBackByWayOfSmallPairs()
    {
        // 1,000 ms are more than twice of it: exhausted at once.
        EngineHarness desk = Limited(SloMetric.StreamGap, 400m);
        desk.Pass(6);
        Assert.Equal(SloLevel.Exhausted, desk.Snapshot.Slo.Worst);

        // Without a book there is no data once the short window is over; two calm minutes are a step.
        desk.Silence(Desks.Binance);
        desk.Silence(Desks.Okx);
        desk.Pass(TimeSpan.FromMinutes(6.5));
        Assert.Null(desk.Snapshot.Slo.Of(SloMetric.StreamGap)!.Short);
        Assert.Equal(SloLevel.Exhausted, desk.Snapshot.Slo.Worst);
        desk.Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(SloLevel.Burning, desk.Snapshot.Slo.Worst);
        desk.Pass(TimeSpan.FromMinutes(2));
        Assert.Equal(SloLevel.Ok, desk.Snapshot.Slo.Worst);
        Assert.Null(desk.Ledger.Control.Slo);
        Assert.True(desk.HasAlert("slo_restored"));
        Assert.Equal(
            [("OK", "EXHAUSTED"), ("EXHAUSTED", "BURNING"), ("BURNING", "OK")],
            desk.Ledger.Lines.Where(line => line.Type == "control.slo")
                .Select(line => (line.Payload.Single(p => p.Key == "before").Value, line.Payload.Single(p => p.Key == "now").Value)));
    }

    [Fact]
    public void NakedRisk_StopsOpening_NeverTheRescue_AndARestartGivesNothingBack()
    {
        EngineHarness desk = Limited(SloMetric.NakedRisk, 40_000m);
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.RateLimited);

        // 0.08 BTC x 60,000 = 4,800 USDT: 9 s of it use the budget of an hour up, twice as much is exhausted.
        StayNaked(desk, 7);
        Assert.Equal(SloLevel.Ok, desk.Snapshot.Slo.Worst);
        StayNaked(desk, 4);
        Assert.Equal(SloLevel.Burning, desk.Snapshot.Slo.Worst);
        StayNaked(desk, 9);
        Assert.Equal(SloLevel.Exhausted, desk.Snapshot.Slo.Of(SloMetric.NakedRisk)!.Level);

        // The next attempt comes all the same.
        IReadOnlyList<OrderIntent> rescue = [];
        for (int second = 0; second < 60 && rescue.Count == 0; second++)
        {
            desk.Pass(1);
            rescue = desk.TakePlaced();
        }

        desk.Complete(Assert.Single(rescue));
        Assert.Equal(0m, desk.Pair(l.Pair).Imbalance);

        SloBurn before = Assert.Single(desk.Ledger.Control.Slo!.Burns);
        Assert.Equal((SloMetric.NakedRisk, SloLevel.Exhausted), (before.Metric, before.Level));
        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(20);
        Assert.Equal(before, Assert.Single(desk.Ledger.Control.Slo!.Burns));
        Assert.Equal(SloLevel.Exhausted, desk.Snapshot.Slo.Worst);
    }

    /// <summary>Goal: a process that ends again and again does not find the hour's budget whole each time.</summary>
    [Fact]
    public void NakedRisk_SpentBeforeARestart_IsSpentAfterIt()
    {
        EngineHarness desk = Limited(SloMetric.NakedRisk, 40_000m);
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.RateLimited);
        StayNaked(desk, 7);
        decimal spent = desk.Snapshot.Slo.Of(SloMetric.NakedRisk)!.Long!.Value;
        Assert.InRange(spent, 7 * 4_790m, 7 * 4_830m);

        desk.Restart();
        desk.ConnectQuietly();
        Assert.InRange(desk.Snapshot.Slo.Of(SloMetric.NakedRisk)!.Long!.Value, spent, spent + 4_830m);
        Assert.Equal(SloLevel.Ok, desk.Snapshot.Slo.Worst);
        // Four more seconds are too many of what is left, and would not be of a whole one.
        StayNaked(desk, 4);
        Assert.Equal(SloLevel.Burning, desk.Snapshot.Slo.Worst);
    }

    [Fact]
    public void Orders_AreMeasured_OnceThereAreEnough()
    {
        EngineHarness desk = Limited(SloMetric.RejectRate, 0.5m);
        desk.Pass(2);
        Assert.Equal((null, null), (desk.Snapshot.Slo.Of(SloMetric.RejectRate)!.Short, desk.Snapshot.Slo.Of(SloMetric.OrderCycle)!.Short));
        for (int i = 0; i < 2; i++)
        {
            desk.OpenPair();
            (OrderIntent l, OrderIntent s) = desk.Converge();
            desk.Complete(l);
            desk.Complete(s);
            desk.Calm();
            desk.Pass(6);
        }

        (OrderIntent bought, OrderIntent sold) = desk.Dislocate();
        desk.Complete(bought);
        desk.Refuse(sold, RefusalKind.RateLimited);
        desk.Complete(Assert.Single(desk.TakePlaced()));
        desk.Pass(2);

        // Two pairs of four orders, then two and the rescue: eleven, one of them refused.
        Assert.Equal(1m / 11m, desk.Snapshot.Slo.Of(SloMetric.RejectRate)!.Short);
        Assert.NotNull(desk.Snapshot.Slo.Of(SloMetric.OrderCycle)!.Short);
        Assert.Equal(SloLevel.Ok, desk.Snapshot.Slo.Worst);
    }

    /// <summary>Both windows hold the same for the first minutes: a short burst would burn both, and the desk would stop for one bad minute.</summary>
    [Fact]
    public void Burst_AfterTheStart_BurnsNothingUntilTheLongWindowHoldsMoreThanTheShortOne()
    {
        EngineHarness desk = Limited(SloMetric.StreamGap, 400m, longWindowFrom: TimeSpan.FromMinutes(10));
        desk.Pass(TimeSpan.FromMinutes(9));
        SloMeasure early = desk.Snapshot.Slo.Of(SloMetric.StreamGap)!;
        Assert.NotNull(early.Short);
        Assert.Equal((null, null, SloLevel.Ok), (early.Long, early.Burn, early.Level));
        Assert.Equal(0.08m, desk.Dislocate().Long.Quantity.Value);

        desk.Pass(TimeSpan.FromMinutes(2));
        SloMeasure late = desk.Snapshot.Slo.Of(SloMetric.StreamGap)!;
        Assert.NotNull(late.Long);
        Assert.Equal(SloLevel.Exhausted, late.Level);
    }

    [Fact]
    public void RestartWhileItBurns_IsNotCalmForHavingForgottenTheHour()
    {
        EngineHarness desk = Limited(SloMetric.StreamGap, 400m, longWindowFrom: TimeSpan.FromMinutes(10));
        desk.Pass(TimeSpan.FromMinutes(11));
        Assert.Equal(SloLevel.Exhausted, desk.Snapshot.Slo.Worst);
        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(TimeSpan.FromMinutes(6));
        Assert.Null(desk.Snapshot.Slo.Of(SloMetric.StreamGap)!.Burn);
        Assert.Equal(SloLevel.Exhausted, desk.Snapshot.Slo.Worst);
    }

    /// <summary>What a venue says to cancels, whatever becomes of the order.</summary>
    [Fact]
    public void Cancels_WithoutACertainEffect_AreMeasuredOnceThereAreEnough_AndBurn()
    {
        EngineHarness desk = Limited(SloMetric.CancelFailRate, 0.3m);
        ClientOrderId order = desk.Dislocate().Long.ClientOrderId;
        VenueRefusal gone = new(RefusalKind.OrderNotFound, "-2011", "Unknown order sent.");
        VenueRefusal limited = new(RefusalKind.RateLimited, "-1003", "Too many requests.");
        VenueOutcome[] outcomes =
        [
            new VenueOutcome.Accepted(new VenueOrderId("1")), new VenueOutcome.Refused(gone), new VenueOutcome.Unknown("timed out"), new VenueOutcome.Refused(limited),
        ];
        foreach (VenueOutcome outcome in outcomes)
        {
            desk.Feed(new CancelAnswered(order, outcome));
        }

        desk.Pass(2);
        // Four say nothing.
        Assert.Null(desk.Snapshot.Slo.Of(SloMetric.CancelFailRate)!.Short);
        desk.Feed(new CancelAnswered(order, outcomes[0]));
        desk.Pass(2);
        // An order that has gone needs no cancel: two of five.
        SloMeasure failed = desk.Snapshot.Slo.Of(SloMetric.CancelFailRate)!;
        Assert.Equal((0.4m, SloLevel.Burning), (failed.Short, failed.Level));
    }

    [Fact]
    public void Difference_WithAVenue_StopsOpeningAtOnce_AndComesBackWhenItIsResolved()
    {
        EngineHarness desk = Limited(SloMetric.Mismatches, 0m, longWindowFrom: TimeSpan.FromMinutes(10));
        desk.Pass(2);
        Assert.Equal((0m, SloLevel.Ok), (desk.Snapshot.Slo.Of(SloMetric.Mismatches)!.Short, desk.Snapshot.Slo.Worst));
        desk.Venues[VenueId.OkxPerp].Deposit(25m);
        desk.Pass(60);
        Assert.Single(desk.Snapshot.Cases);
        SloMeasure open = desk.Snapshot.Slo.Of(SloMetric.Mismatches)!;
        Assert.Equal((1m, SloLevel.Exhausted), (open.Short, open.Level));

        desk.Venues[VenueId.OkxPerp].Deposit(-25m);
        desk.Pass(TimeSpan.FromMinutes(1));
        Assert.Empty(desk.Snapshot.Cases);
        Assert.Equal(SloLevel.Exhausted, desk.Snapshot.Slo.Worst);
        desk.Pass(TimeSpan.FromMinutes(5));
        Assert.Equal((0m, SloLevel.Ok), (desk.Snapshot.Slo.Of(SloMetric.Mismatches)!.Short, desk.Snapshot.Slo.Worst));
    }

    [Fact]
    public void SwitchedOff_IsMeasuredAndDoesNothing()
    {
        EngineHarness desk = Limited(SloMetric.StreamGap, 1m, isOn: false);
        desk.Pass(6);
        SloMeasure gap = desk.Snapshot.Slo.Of(SloMetric.StreamGap)!;
        Assert.True(gap.Burn > 100m);
        Assert.Equal(SloLevel.Ok, gap.Level);
        Assert.Equal(0.08m, desk.Dislocate().Long.Quantity.Value);
    }

    /// <summary>The venue refuses every attempt to make the pair equal.</summary>
    private static void StayNaked(EngineHarness desk, int seconds)
    {
        for (int half = 0; half < 2 * seconds; half++)
        {
            desk.Pass(0.5);
            foreach (OrderIntent attempt in desk.TakePlaced())
            {
                desk.Refuse(attempt, RefusalKind.RateLimited);
            }
        }
    }

    private static EngineHarness Limited(SloMetric metric, decimal limit, bool isOn = true, TimeSpan longWindowFrom = default) => Desks.Running(o => o with
    {
        Slo = new SloOptions { Enabled = isOn, LongWindowFrom = longWindowFrom, Limits = new Dictionary<SloMetric, decimal> { [metric] = limit } },
    });
}
