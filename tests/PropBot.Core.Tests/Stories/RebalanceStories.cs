using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>
/// Goal: with the rebalancer on, a tail is completed in batches whatever brake is engaged; only failures count, and when they are
/// too many the pair is taken off. The vectors are those of the engine's contract, section 5.2, with failures counted instead of
/// attempts (its defect D40).
/// </summary>
public sealed class RebalanceStories
{
    /// <summary>A tail of 0.08 BTC, 4,800 USDT, in batches of 1,000: 0.01 each, since OKX's lot is 0.01 and 1,000 / 60,000 = 0.0166.</summary>
    private static readonly RebalancerOptions Vector = new() { BatchNotional = 1_000m, RetryDelay = TimeSpan.FromMilliseconds(1), Interval = TimeSpan.FromSeconds(5) };

    [Theory]
    [InlineData(30, 20, 0.666667)]
    [InlineData(20, 30, 0.666667)]
    [InlineData(3, 1, 0.333333)]
    [InlineData(2_000_000, 1_999_999, 0.999999)]
    [InlineData(10_000_000, 9_999_999, 0.999999)]
    [InlineData(30, 30, 1)]
    [InlineData(0, 0, 1)]
    public void FilledRatio_IsRoundedAsInTheContract_AndWhatIsUnequalIsNeverShownAsEqual(int bought, int sold, double ratio)
    {
        var pair = new PairRecord
        {
            Id = new PairId(1),
            Symbol = Desks.Binance.Symbol,
            Status = PairStatus.Partial,
            Long = new LegRecord { Instrument = Desks.Binance, BoughtQuantity = bought },
            Short = new LegRecord { Instrument = Desks.Okx, SoldQuantity = sold },
            TargetQuantity = new Quantity(Math.Max(bought, sold)),
            ExpectedEdge = default,
            OpenedAt = EngineHarness.Noon,
        };
        Assert.Equal((decimal)ratio, PropBot.Core.Engine.Desks.Rebalancer.RatioOf(pair));
    }

    [Fact]
    public void Tail_IsCompletedInBatches_AttemptsAreCounted_AndItEndsSettled()
    {
        (EngineHarness desk, PairId id) = TakenOverWithATail(Vector with { BatchNotional = 1_800m });
        // 1,800 / 60,000 = 0.03: three batches of 0.03, 0.03 and 0.02.
        var ratios = new List<decimal>();
        var statuses = new List<RebalanceStatus>();
        for (int cycle = 0; cycle < 3; cycle++)
        {
            OrderIntent batch = NextBatch(desk);
            Assert.Equal((OrderPurpose.Hedge, LegRole.Short), (batch.Purpose, batch.Leg));
            desk.Complete(batch);
            ratios.Add(desk.Pair(id).Rebalance!.FilledRatio);
            statuses.Add(desk.Pair(id).Rebalance!.Status);
        }

        PairRecord pair = desk.Pair(id);
        Assert.Equal([0.375m, 0.75m, 1m], ratios);
        Assert.Equal([RebalanceStatus.Rebalancing, RebalanceStatus.Rebalancing, RebalanceStatus.Settled], statuses);
        Assert.Equal((PairStatus.Open, 3, 0, null), (pair.Status, pair.Rebalance!.Attempts, pair.Rebalance.Failures, pair.Rebalance.LastError));
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void DefaultDelay_TheNextCycleWaits()
    {
        (EngineHarness desk, PairId id) = TakenOverWithATail(new RebalancerOptions());
        desk.Complete(NextBatch(desk));
        desk.Pass(6);
        Assert.Empty(desk.TakePlaced());
        Assert.Equal((PairStatus.Partial, RebalanceStatus.Waiting), (desk.Pair(id).Status, desk.Pair(id).Rebalance!.Status));
        desk.Pass(30);
        Assert.Single(desk.TakePlaced());
    }

    [Fact]
    public void ManyBatches_OnlyFailuresCount()
    {
        // Eight batches of 0.01 with a budget of two failures: a counter of attempts would have given up after two.
        (EngineHarness desk, PairId id) = TakenOverWithATail(Vector with { MaxRetries = 2 });
        for (int batch = 0; batch < 8; batch++)
        {
            desk.Complete(NextBatch(desk));
        }

        Assert.Equal((PairStatus.Open, 8, RebalanceStatus.Settled), (desk.Pair(id).Status, desk.Pair(id).Rebalance!.Attempts, desk.Pair(id).Rebalance!.Status));
    }

    [Fact]
    public void EveryAttemptFails_ErrorThenExhausted_AlertAndFlat()
    {
        (EngineHarness desk, PairId id) = TakenOverWithATail(Vector with { MaxRetries = 2 });
        for (int failure = 1; failure <= 2; failure++)
        {
            desk.Refuse(NextBatch(desk), RefusalKind.VenueUnavailable);
            Assert.Equal((RebalanceStatus.Error, failure, failure), (desk.Pair(id).Rebalance!.Status, desk.Pair(id).Rebalance!.Attempts, desk.Pair(id).Rebalance!.Failures));
        }

        OrderIntent unwind = NextBatch(desk);
        Assert.Equal((LegRole.Long, Side.Sell, true, OrderPurpose.Close), (unwind.Leg, unwind.Side, unwind.ReduceOnly, unwind.Purpose));
        RebalanceRecord record = desk.Pair(id).Rebalance!;
        Assert.Equal((RebalanceStatus.Exhausted, 2), (record.Status, record.Attempts));
        Assert.Contains("VenueUnavailable", record.LastError, StringComparison.Ordinal);
        Assert.True(desk.HasAlert("rebalance_exhausted"));
        desk.Complete(unwind);
        Assert.Equal((PairStatus.Closed, "rebalance_exhausted"), (desk.Pair(id).Status, desk.Pair(id).CloseReason));
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void Hold_DoesNotStopIt()
    {
        (EngineHarness desk, PairId id) = TakenOverWithATail(Vector);
        Assert.Equal(ControlMode.Hold, desk.Snapshot.Control.Mode);
        desk.Complete(NextBatch(desk));
        Assert.Equal(0.07m, desk.Pair(id).Imbalance);
    }

    [Fact]
    public void FastRescueGoesFirst_TheRebalancerTakesWhatItLeft()
    {
        EngineHarness desk = Desks.Running(o => With(o, Vector));
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.RateLimited);
        for (int attempt = 0; attempt < 4; attempt++)
        {
            OrderIntent hedge = Assert.Single(desk.TakePlaced());
            Assert.Equal(new Quantity(0.08m), hedge.Quantity);
            desk.Refuse(hedge, RefusalKind.RateLimited);
            desk.Pass(0.3);
        }

        OrderIntent batch = Assert.Single(desk.TakePlaced());
        Assert.Equal((OrderPurpose.Hedge, new Quantity(0.01m)), (batch.Purpose, batch.Quantity));
        Assert.Equal((RebalanceStatus.Rebalancing, 1), (desk.Pair(l.Pair).Rebalance!.Status, desk.Pair(l.Pair).Rebalance!.Attempts));
    }

    [Fact]
    public void BatchPrices_MakeTheLegsAverage_AndItsFillsAreInTheBooks()
    {
        (EngineHarness desk, PairId id) = TakenOverWithATail(Vector with { BatchNotional = 2_400m });
        // Two batches of 0.04: one at 60,000, one at 60,100; the leg's entry is their average, 60,050 (defect D43).
        desk.Complete(NextBatch(desk), 60_000m);
        desk.Complete(NextBatch(desk), 60_100m);
        LegRecord leg = desk.Pair(id).Short;
        Assert.Equal(60_050m, leg.SoldNotional / leg.SoldQuantity);
        Assert.Equal(-0.08m, desk.Ledger.Balance(LedgerAccount.Position(Desks.Okx), Desks.Okx.Symbol.Base));
    }

    /// <summary>A run that found a pair with its long leg of 0.08 BTC and nothing on the other side, with every price equal, in HOLD.</summary>
    private static (EngineHarness Desk, PairId Pair) TakenOverWithATail(RebalancerOptions options)
    {
        EngineHarness desk = Desks.Running(o => With(o, options) with { Autopilot = true });
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.VenueUnavailable);
        desk.TakePlaced();
        desk.Feed(new HoldRequested("anna", "drill"));
        desk.Restart();
        desk.ConnectQuietly();
        // The rescue order of the last run never reached the venue: known six seconds after the start.
        while (desk.Pair(l.Pair).Rebalance is null)
        {
            desk.Pass(0.1);
            desk.AnswerQuestions();
        }

        return (desk, l.Pair);
    }

    private static EngineOptions With(EngineOptions options, RebalancerOptions rebalancer) =>
        options with { Execution = options.Execution with { Rebalancer = rebalancer } };

    private static OrderIntent NextBatch(EngineHarness desk)
    {
        for (int tenth = 0; tenth < 60; tenth++)
        {
            if (desk.TakePlaced() is [OrderIntent batch])
            {
                return batch;
            }

            desk.Pass(0.1);
        }

        throw new InvalidOperationException("no batch within 6 s");
    }
}
