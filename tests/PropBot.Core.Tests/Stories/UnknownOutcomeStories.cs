using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: an outcome that is not known is asked for by its id, never sent again, and believed only when it is proof.</summary>
public sealed class UnknownOutcomeStories
{
    [Fact]
    public void AnswerLost_OrderWasFilled_IsFoundByItsId()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Execute(s, 0.08m);
        IReadOnlyList<Effect> effects = desk.LoseAnswer(s);
        Assert.Equal(OrderStatus.Unknown, desk.StatusOf(s));
        Assert.Equal(s.ClientOrderId, Assert.Single(effects.OfType<QueryOrder>()).ClientOrderId);

        // The report tells of the fill, the fills are asked for, the pair is equal. Nothing was sent a second time.
        desk.AnswerQuestions();
        desk.Pass(1.1);
        desk.AnswerQuestions();
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);
        Assert.Empty(desk.TakePlaced());
        Assert.Equal(1, desk.Snapshot.Counters.UnknownOutcomes);
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void AnswerLost_NotFoundAtOnce_IsNotBelieved()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.LoseAnswer(s);
        int questions = 0;
        for (int tenth = 0; tenth < 58; tenth++)
        {
            questions += desk.TakeQuestions().OfType<QueryOrder>().Count(q => q.ClientOrderId == s.ClientOrderId);
            desk.NotFound(s);
            desk.Pass(0.1);
        }

        // 5.8 s: asked at once and about every second since, and the leg is neither given up nor sent again.
        Assert.Equal(OrderStatus.Unknown, desk.StatusOf(s));
        Assert.InRange(questions, 5, 7);
        Assert.Empty(desk.TakePlaced());

        // It was on its way all the time.
        desk.Fill(s, 0.08m);
        desk.Expire(s);
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);
    }

    [Fact]
    public void AnswerLost_OfAnOrderThatLeftLate_IsNotBelievedBeforeItsTime()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        // The ledger took the event only after half a minute, so the orders left only then.
        desk.Skip(TimeSpan.FromSeconds(30));
        desk.Feed(new OrderSentLate(l.ClientOrderId));
        desk.Feed(new OrderSentLate(s.ClientOrderId));
        desk.Complete(l);
        desk.LoseAnswer(s);
        for (int tenth = 0; tenth < 58; tenth++)
        {
            desk.NotFound(s);
            desk.Pass(0.1);
        }

        Assert.Equal(OrderStatus.Unknown, desk.StatusOf(s));
        Assert.Empty(desk.TakePlaced());
        for (int tenth = 0; tenth < 30; tenth++)
        {
            desk.NotFound(s);
            desk.Pass(0.1);
        }

        Assert.Equal(OrderStatus.NeverReached, desk.StatusOf(s));
    }

    [Fact]
    public void AnswerLost_NotFoundAfterSixSeconds_NeverReachedAndTheOtherLegIsRescued()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.LoseAnswer(s);
        // Each question is answered at once; the first that is asked after six seconds is the proof.
        for (int tenth = 0; tenth < 72; tenth++)
        {
            Assert.True(tenth > 60 || desk.StatusOf(s) == OrderStatus.Unknown);
            desk.AnswerQuestions();
            desk.Pass(0.1);
        }

        Assert.Equal(OrderStatus.NeverReached, desk.StatusOf(s));
        OrderIntent rescue = Assert.Single(desk.TakePlaced());
        Assert.Equal(OrderPurpose.Hedge, rescue.Purpose);
        desk.Complete(rescue);
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);
    }

    [Theory]
    [InlineData(5.0, 0.0, 0.0, 6.0)]
    [InlineData(5.0, 3.0, 0.0, 9.0)]
    [InlineData(10.0, 0.0, 0.0, 10.8)]
    [InlineData(10.0, 2.0, 0.0, 12.8)]
    [InlineData(10.0, 2.0, 3.0, 15.8)]
    public void NotFound_IsBelievedOnlyWhenTheRequestCannotArriveAnyMore(double window, double uncertainty, double delay, double patience)
    {
        EngineHarness desk = Desks.Running(
            options => options with { Execution = options.Execution with { DelayBeforeSending = TimeSpan.FromSeconds(delay) } });
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Feed(new VenueClockMeasured(
            s.Instrument.Venue, TimeSpan.Zero, TimeSpan.FromSeconds(uncertainty), TimeSpan.FromSeconds(window)));
        desk.Complete(l);
        desk.LoseAnswer(s);
        int tenths = 0;
        while (desk.StatusOf(s) == OrderStatus.Unknown && tenths < 200)
        {
            desk.AnswerQuestions();
            desk.Pass(0.1);
            tenths++;
        }

        // The first question after that time is answered at once; one is asked about every second.
        Assert.Equal(OrderStatus.NeverReached, desk.StatusOf(s));
        Assert.InRange(tenths / 10.0, patience, patience + 1.3);
    }

    [Fact]
    public void NotFound_AskedEarlyAndAnsweredLate_IsNotBelieved()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.LoseAnswer(s);
        // The venue looked for the order when it was asked, at the very beginning; its answer took seven seconds.
        desk.Pass(7);
        desk.NotFound(s);
        Assert.Equal(OrderStatus.Unknown, desk.StatusOf(s));
        Assert.Empty(desk.TakePlaced());
    }

    [Fact]
    public void QueryFails_IsAskedAgain()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.LoseAnswer(s);
        Assert.Single(desk.TakeQuestions());
        desk.Feed(new OrderQueryFailed(s.Instrument, s.ClientOrderId, "503"));
        desk.Pass(1.1);
        Assert.Single(desk.TakeQuestions());
        Assert.Equal(OrderStatus.Unknown, desk.StatusOf(s));
    }

    [Fact]
    public void Query_IsNeverAnswered_IsAskedAgainInTheEnd()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.LoseAnswer(s);
        Assert.Single(desk.TakeQuestions());
        desk.Pass(9.8);
        Assert.Empty(desk.TakeQuestions());
        desk.Pass(0.4);
        Assert.Single(desk.TakeQuestions());
    }

    [Fact]
    public void NoAnswerToAnyQuestion_IsToldAndStopsOpeningOnThatVenue()
    {
        EngineHarness desk = Desks.Running(
            null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BinanceEth, TestInstruments.OkxEth);
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Execute(l, 0.08m);
        desk.Execute(s, 0.08m);
        desk.LoseAnswer(l);
        desk.LoseAnswer(s);
        // Both legs may be there or not: nothing is known to be unequal, so no rescue has a deadline.
        for (int i = 0; i < 16; i++)
        {
            desk.Pass(1);
            foreach (QueryOrder question in desk.TakeQuestions().OfType<QueryOrder>())
            {
                desk.Feed(new OrderQueryFailed(question.Instrument, question.ClientOrderId, "503"));
            }
        }

        Assert.True(desk.HasAlert("order_unresolved"));
        Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code == "reconciliation" && b.English.Contains(l.ClientOrderId.Value, StringComparison.Ordinal));
        desk.Quote(TestInstruments.OkxEth.Id, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("reconciliation") > 0);
        desk.Quote(TestInstruments.OkxEth.Id, Desks.Bid, Desks.Ask);

        desk.Pass(1);
        desk.AnswerQuestions();
        desk.Pass(1.1);
        desk.AnswerQuestions();
        desk.Pass(0.1);
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);
        Assert.DoesNotContain(desk.Snapshot.OpeningBlocks, b => b.Code == "reconciliation");
    }

    [Fact]
    public void DuplicateClientOrderId_MeansItIsThere_AndIsAsked()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Execute(s, 0.08m);
        desk.Refuse(s, RefusalKind.DuplicateClientOrderId);
        Assert.Equal(OrderStatus.Unknown, desk.StatusOf(s));
        desk.AnswerQuestions();
        desk.Pass(1.1);
        desk.AnswerQuestions();
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);
    }

    /// <summary>As after a ledger was restored from a backup and gave an id a second time.</summary>
    [Theory]
    [InlineData("instrument")]
    [InlineData("side")]
    [InlineData("quantity")]
    [InlineData("limit")]
    public void DuplicateClientOrderId_OfAnOrderThatIsNotOurs_IsACase_AndNothingOfItIsBooked(string what)
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.DuplicateClientOrderId);
        OrderReport other = Other(desk, s, what);
        desk.Feed(new OrderReported(other));

        Assert.Equal(CaseMatter.Of(s.Instrument, CaseKind.Contradiction, s.ClientOrderId.Value), desk.OnlyCase()?.Matter);
        Assert.True(desk.HasAlert("venue_contradiction"));
        Assert.Equal(OrderStatus.Rejected, desk.StatusOf(s));

        // The venue tells the other order's fill and end again, as after a reconnect.
        desk.Tell(new FillReport(
            s.Instrument, s.ClientOrderId, new TradeId("old"), s.Side, s.ReferencePrice, s.Quantity, new Money(-1m, Asset.Usdt), false, desk.At));
        desk.Feed(new OrderReported(other));
        Assert.Equal(l.ClientOrderId, Assert.Single(desk.Ledger.Fills).Fill.ClientOrderId);
        Assert.Equal(Quantity.Zero, desk.Ledger.Recover().Orders.Single(o => o.Intent.ClientOrderId == s.ClientOrderId).CumulativeQuantity);

        // Ours never was there, so the leg that stands alone is hedged or taken off by an order of another id.
        desk.Pass(1.1);
        OrderIntent next = Assert.Single(desk.TakePlaced());
        Assert.NotEqual(s.ClientOrderId, next.ClientOrderId);
        desk.Complete(next);
        Assert.Equal(0m, desk.Pair(l.Pair).Imbalance);
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void Report_AskedForById_OfAnotherOrder_IsNotBelieved_AndTheOrderStaysUnknown()
    {
        EngineHarness desk = Desks.Running();
        (_, OrderIntent s) = desk.Dislocate();
        desk.LoseAnswer(s);
        desk.Feed(new OrderReported(Other(desk, s, "side")));

        Assert.Equal(CaseMatter.Of(s.Instrument, CaseKind.Contradiction, s.ClientOrderId.Value), desk.OnlyCase()?.Matter);
        Assert.Equal(OrderStatus.Unknown, desk.StatusOf(s));
        Assert.Empty(desk.Ledger.Fills);
    }

    [Fact]
    public void Report_ThatSaysWhatWasOrdered_IsBelieved_AndALessOfAReducingOrderToo()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        OrderReport told = Other(desk, s, "nothing");
        Assert.True(told.Fits(s));
        Assert.False((told with { Instrument = l.Instrument }).Fits(s));
        OrderReport less = told with { Quantity = new Quantity(s.Quantity.Value / 2m), CumulativeQuantity = Quantity.Zero };
        Assert.False(less.Fits(s));
        Assert.True(less.Fits(s with { ReduceOnly = true }));
        Assert.False((told with { Quantity = new Quantity(s.Quantity.Value * 2m) }).Fits(s with { ReduceOnly = true }));
    }

    [Fact]
    public void VenueComesBack_EveryOpenQuestionIsAskedAtOnce()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "connection lost"));
        desk.LoseAnswer(s);
        desk.Pass(3);
        Assert.Empty(desk.TakeQuestions());
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Up, "connected"));
        Assert.Contains(desk.TakeQuestions(), q => q is QueryOrder(var instrument, var id) && instrument == Desks.Okx && id == s.ClientOrderId);
    }

    [Fact]
    public void Fill_ToldThreeTimes_IsCountedOnce()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Accept(l);
        FillReport fill = desk.Fill(l, 0.08m);
        Assert.Empty(desk.Tell(fill));
        desk.Expire(l);
        Assert.Empty(desk.Tell(fill));
        desk.Complete(s);
        Assert.Equal((0.08m, PairStatus.Open), (desk.Pair(l.Pair).Long.BoughtQuantity, desk.Pair(l.Pair).Status));
        Assert.Equal(2, desk.Snapshot.Counters.DuplicateFills);
    }

    [Fact]
    public void Fill_BeforeTheAnswer_IsTaken()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Fill(l, 0.08m);
        desk.Expire(l);
        desk.Accept(l);
        Assert.Equal(OrderStatus.Filled, desk.StatusOf(l));
        desk.Complete(s);
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);
        Assert.Empty(desk.TakePlaced());
    }

    [Fact]
    public void Report_OfTheEndBeforeItsFills_WaitsForThem()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        FillReport first = desk.Execute(s, 0.05m);
        FillReport second = desk.Execute(s, 0.03m);
        desk.Expire(s);
        // The order is done, its fills are not here: nothing may be sent on half of the truth.
        Assert.Equal((OrderStatus.Filled, PairStatus.Partial), (desk.StatusOf(s), desk.Pair(l.Pair).Status));
        desk.Tell(second);
        Assert.Empty(desk.TakePlaced());
        desk.Tell(first);
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);
        Assert.Empty(desk.TakePlaced());
    }

    [Fact]
    public void Fills_NeverTold_AreAskedFor()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Execute(s, 0.08m);
        desk.Expire(s);
        desk.Pass(1.1);
        Assert.Contains(desk.TakeQuestions(), q => q is QueryFills(_, var id) && id == s.ClientOrderId);
        desk.Tell(desk.Venues[VenueId.OkxPerp].FillsOf(s.ClientOrderId)[0]);
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);
    }

    [Fact]
    public void LateFill_AfterTheClose_ReopensAndFlattens()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Accept(l);
        desk.Fill(l, 0.05m);
        desk.Expire(l);
        desk.Accept(s);
        desk.Fill(s, 0.05m);
        desk.Expire(s);
        (OrderIntent closeLong, OrderIntent closeShort) = desk.Converge();
        desk.Complete(closeLong);
        desk.Complete(closeShort);
        PairPnl before = desk.Snapshot.Totals.ClosedPnl;
        Assert.Equal(PairStatus.Closed, desk.Pair(l.Pair).Status);

        // The venue had said that 0.05 was all of the opening order.
        desk.Fill(l, 0.02m);
        Assert.Equal((PairStatus.Partial, "late_fill"), (desk.Pair(l.Pair).Status, desk.Pair(l.Pair).CloseReason));
        Assert.True(desk.HasAlert("late_fill"));
        Assert.Equal(0, desk.Snapshot.Totals.ClosedPairs);
        desk.Pass(0.3);
        OrderIntent off = Assert.Single(desk.TakePlaced());
        Assert.Equal((OrderPurpose.Close, Side.Sell, new Quantity(0.02m), true), (off.Purpose, off.Side, off.Quantity, off.ReduceOnly));
        desk.Complete(off);
        Assert.Equal(PairStatus.Closed, desk.Pair(l.Pair).Status);
        // 0.02 bought at 60,000.1 and sold at 60,000.0: -0.002; fees 5 bps of 2,400.002: -1.200001.
        Assert.Equal(before.Total - 1.202001m, desk.Snapshot.Totals.ClosedPnl.Total);
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void LateReport_OfAFillAfterTheAbort_IsFollowedUp()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Accept(l);
        desk.Expire(l);
        desk.Refuse(s, RefusalKind.RateLimited);
        Assert.Equal(PairStatus.Aborted, desk.Pair(l.Pair).Status);

        // A later report of the same order tells of 0.02; its fill message is lost.
        desk.Execute(l, 0.02m);
        desk.Expire(l);
        desk.Pass(1.2);
        Assert.Contains(desk.TakeQuestions(), q => q is QueryFills(_, var id) && id == l.ClientOrderId);
        desk.Tell(desk.Venues[VenueId.BinanceUm].FillsOf(l.ClientOrderId)[0]);
        desk.Complete(Assert.Single(desk.TakePlaced()));
        Assert.Equal(PairStatus.Closed, desk.Pair(l.Pair).Status);
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void Fill_OfAnotherSideThanOrdered_IsNotBookedAndStopsOpening()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, _) = desk.Dislocate();
        FillReport fill = desk.Execute(l, 0.08m);
        desk.Tell(fill with { Side = Side.Sell });
        Assert.True(desk.HasAlert("venue_contradiction"));
        Assert.Empty(desk.Ledger.Fills);
        Assert.Equal(CaseMatter.Of(l.Instrument, CaseKind.Contradiction, l.ClientOrderId.Value), desk.OnlyCase()?.Matter);
    }

    [Fact]
    public void Fill_OfMoreThanOrdered_IsNotBookedAndStopsOpening()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, _) = desk.Dislocate();
        FillReport fill = desk.Execute(l, 0.08m);
        desk.Tell(fill with { Quantity = new Quantity(0.081m) });
        Assert.True(desk.HasAlert("venue_contradiction"));
        Assert.Empty(desk.Ledger.Fills);
    }

    [Fact]
    public void AnswerLost_VenueSilentBeyondTheDeadline_TheHeldLegIsTakenOff()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.LoseAnswer(s);
        desk.Pass(14.5);
        Assert.Empty(desk.TakePlaced());
        desk.Pass(1);
        OrderIntent unwind = Assert.Single(desk.TakePlaced());
        Assert.Equal((LegRole.Long, Side.Sell, 0.08m, true), (unwind.Leg, unwind.Side, unwind.Quantity.Value, unwind.ReduceOnly));
        desk.Complete(unwind);
        Assert.Equal((0m, "unresolved"), (desk.Pair(l.Pair).Imbalance, desk.Pair(l.Pair).CloseReason));

        // It was filled after all: that leg is taken off as well.
        desk.Fill(s, 0.08m);
        desk.Expire(s);
        desk.Pass(0.5);
        OrderIntent rest = Assert.Single(desk.TakePlaced());
        Assert.Equal((LegRole.Short, Side.Buy, 0.08m, true), (rest.Leg, rest.Side, rest.Quantity.Value, rest.ReduceOnly));
        desk.Complete(rest);
        Assert.Equal(PairStatus.Closed, desk.Pair(l.Pair).Status);
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void ForeignFillAndOrder_AreToldAndChangeNothing()
    {
        EngineHarness desk = Desks.Running();
        var foreign = new FillReport(Desks.Okx, new ClientOrderId("byhand1"), new TradeId("t1"), Side.Buy, new Price(60_000m),
            new Quantity(1m), new Money(-30m, Asset.Usdt), false, desk.At);
        desk.Tell(foreign);
        Assert.True(desk.HasAlert("foreign_fill"));
        Assert.Empty(desk.Ledger.Fills);
        desk.Feed(new ForeignOrderSeen(new OrderReport(Desks.Okx, new ClientOrderId("byhand2"), new VenueOrderId("9"),
            OrderStatus.Acknowledged, Quantity.Zero, 0m, desk.At)));
        Assert.True(desk.HasAlert("foreign_order"));
    }

    /// <summary>A report under the order's id, filled as ordered, with one thing that is another.</summary>
    private static OrderReport Other(EngineHarness desk, OrderIntent order, string what) => new(
        what == "instrument" ? Desks.Binance : order.Instrument,
        order.ClientOrderId,
        new VenueOrderId("old"),
        OrderStatus.Filled,
        order.Quantity,
        order.ReferencePrice.Value,
        desk.At)
    {
        Side = what == "side" ? Opposite(order.Side) : order.Side,
        Quantity = what == "quantity" ? new Quantity(order.Quantity.Value + 0.01m) : order.Quantity,
        LimitPrice = what == "limit" ? new Price(order.LimitPrice!.Value.Value + 1m) : order.LimitPrice,
    };

    private static Side Opposite(Side side) => side == Side.Buy ? Side.Sell : Side.Buy;
}
