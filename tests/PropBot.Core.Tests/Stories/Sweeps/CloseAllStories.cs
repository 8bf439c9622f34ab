using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories.Sweeps;

/// <summary>Goal: close-all leaves nothing anywhere, proves it by the venues' own words, and does it once per id.</summary>
public sealed class CloseAllStories
{
    [Fact]
    public void OpenPair_IsHeldClosedAndConfirmedByEveryVenue()
    {
        EngineHarness desk = Desks.Running();
        PairId pair = desk.OpenPair();
        desk.CloseAll();
        Assert.Equal((ControlMode.Hold, "close_all", "anna"), (desk.Ledger.Control.Mode, desk.Ledger.Control.HoldReason, desk.Ledger.Control.HoldSource));
        IReadOnlyList<OrderIntent> closing = desk.TakePlaced();
        Assert.Equal([(Desks.Binance, Side.Sell, 0.08m, true), (Desks.Okx, Side.Buy, 0.08m, true)], closing.Select(o => (o.Instrument, o.Side, o.Quantity.Value, o.ReduceOnly)));
        Assert.Equal((0, 2, SweepStatus.Running), (desk.Sweep().LegsDone, desk.Sweep().Legs.Count, desk.Sweep().Status));
        closing.ToList().ForEach(o => desk.Complete(o));
        desk.Serve(2);

        Sweep done = desk.Sweep();
        Assert.Equal((SweepStatus.Done, 2), (done.Status, done.LegsDone));
        Assert.Equal((PairStatus.Closed, "close_all"), (desk.Pair(pair).Status, desk.Pair(pair).CloseReason));
        Assert.All(done.Venues, v => Assert.True(v is { OrdersCleanAt: not null, PositionsCleanAt: not null, Wait: SweepWait.None }));
        Assert.Equal(closing.Select(o => o.ClientOrderId), done.Legs.SelectMany(l => l.Orders));
        Assert.True(desk.IsFlat());
        desk.AssertMatchesVenues();
    }

    /// <summary>
    /// Quantity 0.08. Long leg: mid 60,000.05, sold at 60,000.0: 0.05 x 0.08 = 0.004 and the fee. Short leg: mid 60,300.05, bought at
    /// 60,300.1: 0.004 and the fee. The fills are at the touch that the estimate walked, so both agree to the last digit.
    /// </summary>
    [Fact]
    public void Cost_OfFillsAtTheTouch_IsTheEstimate()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.CloseAll();
        desk.Serve(2);
        Sweep done = desk.Sweep();
        decimal longFee = 0.08m * 60_000.0m * TestInstruments.BinanceBtc.Fees.Taker.Value;
        decimal shortFee = 0.08m * 60_300.1m * TestInstruments.OkxBtc.Fees.Taker.Value;
        Assert.Equal([0.004m + longFee, 0.004m + shortFee], done.Legs.Select(l => l.EstimatedCost!.Value));
        Assert.Equal(done.EstimatedCost, done.ActualCost);
        Assert.Equal([60_000.0m, 60_300.1m], done.Legs.Select(l => l.AveragePrice));
        Assert.Equal(0.008m + longFee + shortFee, decimal.Parse(Assert.Single(desk.Lines("close_all.executed")).Value("actual_cost"), System.Globalization.CultureInfo.InvariantCulture), 4);
    }

    [Fact]
    public void SameId_SendsNothingAndIsADuplicate_AnotherRequestUnderItIsAConflict()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.CloseAll();
        Assert.Equal(2, desk.TakePlaced().Count);
        Assert.Empty(desk.CloseAll().OfType<VenueEffect>());
        Assert.Single(desk.Lines("close_all.duplicate"));
        desk.Ask(SweepKind.CloseExposure, SweepSteps.Everything with { Venue = VenueId.OkxPerp });
        Assert.Single(desk.Lines("close_exposure.conflict"));
        Assert.Single(desk.Ledger.Sweeps);
        Assert.Empty(desk.TakePlaced());
    }

    [Fact]
    public void NewIdAfterTheSamePairWasOpenedAgain_ClosesAgain_TheOldIdDoesNot()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { CoolDown = TimeSpan.Zero } });
        desk.OpenPair();
        desk.CloseAll();
        desk.Serve(2);
        desk.Calm();
        desk.LeaveHold();
        PairId second = desk.OpenPair();
        Assert.Empty(desk.CloseAll().OfType<VenueEffect>());
        Assert.Equal(PairStatus.Open, desk.Pair(second).Status);
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);
        desk.CloseAll("shift-2");
        desk.Serve(2);
        Assert.Equal((SweepStatus.Done, PairStatus.Closed), (desk.Sweep("shift-2").Status, desk.Pair(second).Status));
        Assert.True(desk.IsFlat());
    }

    [Fact]
    public void InHoldAfterADailyLoss_ClosesAllTheSame()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxDailyLoss = new Notional(100m) } });
        PairId pair = desk.OpenPair();
        desk.Feed(new HoldRequested("anna", "maintenance"));
        desk.Mark(Desks.Binance, 55_000m);
        desk.Pass(1);
        Assert.NotNull(desk.Ledger.Control.DailyLossBreachedOn);
        desk.CloseAll();
        desk.Serve(2);
        Assert.Equal((SweepStatus.Done, PairStatus.Closed), (desk.Sweep().Status, desk.Pair(pair).Status));
        Assert.Equal("maintenance", desk.Ledger.Control.HoldReason);
    }

    [Fact]
    public void OpeningOrdersOnTheirWay_AreWaitedForAndTakenOff()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.CloseAll();
        Assert.Empty(desk.TakePlaced());
        desk.Complete(l);
        desk.Complete(s);
        desk.Serve(2);
        Assert.Equal((SweepStatus.Done, PairStatus.Closed), (desk.Sweep().Status, desk.Pair(l.Pair).Status));
        Assert.Equal([0.08m, 0.08m], desk.Sweep().Legs.Select(leg => leg.Filled));
        Assert.True(desk.IsFlat());
    }

    [Fact]
    public void RefusedOrders_AreToldPerLegAndTriedAgain()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.CloseAll();
        foreach (OrderIntent order in desk.TakePlaced())
        {
            desk.Refuse(order, RefusalKind.PriceOutOfBand);
        }

        Assert.All(desk.Sweep().Legs, l => Assert.Contains("PriceOutOfBand", l.Trouble, StringComparison.Ordinal));
        Assert.Equal(SweepStatus.Running, desk.Sweep().Status);
        desk.Serve(3);
        Assert.Equal(SweepStatus.Done, desk.Sweep().Status);
        Assert.All(desk.Sweep().Legs, l => Assert.Equal(2, l.Orders.Count));
    }

    [Fact]
    public void NothingHeld_EndsWithTheVenuesWordAllTheSame()
    {
        EngineHarness desk = Desks.Running();
        desk.CloseAll();
        Assert.Equal(SweepStatus.Running, desk.Sweep().Status);
        desk.AnswerQuestions();
        Assert.Equal(SweepStatus.Done, desk.Sweep().Status);
        Assert.Empty(desk.Sweep().Legs);
    }

    [Fact]
    public void WhileItRuns_NothingOpens_EvenAfterAResume()
    {
        EngineHarness desk = Desks.Running();
        desk.CloseAll();
        desk.LeaveHold();
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals(RiskRule.Sweep.Code()) > 0);
        Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code == "sweep");
        desk.Serve(1);
        desk.Quote(Desks.Okx, Desks.HighBid + 1m, Desks.HighAsk + 1m);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    [Fact]
    public void DryRun_AndARunThatOnlyReads_SendNothingAndKeepNoSweep()
    {
        EngineHarness desk = Desks.Running();
        PairId pair = desk.OpenPair();
        Assert.Empty(desk.CloseAll(dryRun: true).OfType<VenueEffect>());
        Assert.Equal((PairStatus.Open, ControlMode.Run), (desk.Pair(pair).Status, desk.Ledger.Control.Mode));
        Assert.Empty(desk.Ledger.Sweeps);
        Assert.Single(desk.Lines("close_all.simulated"));
        Assert.Equal([(pair, LegRole.Long, 0.08m), (pair, LegRole.Short, 0.08m)], desk.Snapshot.Exits.Select(e => (e.Pair!.Value, e.Role, e.Quantity)));
        Assert.All(desk.Snapshot.Exits, e => Assert.True(e.EstimatedCost > 0m));
        // The id of a dry run is free: the real one may have it.
        Assert.Equal(2, desk.CloseAll().OfType<PlaceOrder>().Count());

        EngineHarness reader = Desks.Running(o => o with { ReadOnly = true });
        Assert.Empty(reader.CloseAll().OfType<VenueEffect>());
        Assert.Single(reader.Lines("close_all.simulated"));
    }

    [Fact]
    public void AnswersToQuestionsAskedBeforeTheLastOrderEnded_ProveNothing()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.AnswersAccounts = false;
        desk.CloseAll();
        IReadOnlyList<VenueEffect> early = desk.TakeQuestions();
        foreach (OrderIntent order in desk.TakePlaced())
        {
            desk.Complete(order);
        }

        Assert.Contains(early, q => q is QueryAccount);
        foreach (VenueEffect question in early)
        {
            // As of the answer nothing is left; as of the question it was not known.
            desk.Feed(question switch
            {
                QueryAccount account => new AccountReported(desk.Venues[account.Venue].Account(desk.At)) { Question = account.Question },
                QueryOpenOrders orders => new OpenOrdersReported(orders.Venue, []) { Question = orders.Question },
                _ => throw new System.Diagnostics.UnreachableException($"{question} is not asked here"),
            });
        }

        Assert.Equal(SweepStatus.Running, desk.Sweep().Status);
        Assert.All(desk.Sweep().Venues, v => Assert.True(v is { OrdersCleanAt: null, PositionsCleanAt: null }));
        desk.Serve(2);
        Assert.Equal(SweepStatus.Done, desk.Sweep().Status);
    }
}
