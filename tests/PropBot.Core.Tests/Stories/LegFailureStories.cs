using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: whatever happens to one leg, the pair is equal again soon, by the cheaper of completing and taking off.</summary>
public sealed class LegFailureStories
{
    [Fact]
    public void OneLegRefused_GapStillThere_IsHedged()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        Assert.Equal(PairStatus.Partial, desk.Pair(l.Pair).Status);
        Assert.Empty(desk.TakePlaced());

        desk.Refuse(s, RefusalKind.RateLimited);
        OrderIntent hedge = Assert.Single(desk.TakePlaced());
        Assert.Equal((OrderPurpose.Hedge, Desks.Okx, Side.Sell, s.Quantity, false),
            (hedge.Purpose, hedge.Instrument, hedge.Side, hedge.Quantity, hedge.ReduceOnly));
        // Ten basis points under 60,300.0 are 60,239.7.
        Assert.Equal(new Price(60_239.7m), hedge.LimitPrice);
        desk.Complete(hedge);
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);
        Assert.Equal(1, desk.Pair(l.Pair).RescueAttempts);
    }

    [Fact]
    public void OneLegRefused_GapGone_IsTakenOff()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
        desk.Refuse(s, RefusalKind.PriceOutOfBand);
        OrderIntent unwind = Assert.Single(desk.TakePlaced());
        Assert.Equal((OrderPurpose.Unwind, Desks.Binance, Side.Sell, l.Quantity, true),
            (unwind.Purpose, unwind.Instrument, unwind.Side, unwind.Quantity, unwind.ReduceOnly));
        desk.Complete(unwind);
        PairRecord pair = desk.Pair(l.Pair);
        Assert.Equal((PairStatus.Closed, "rescue"), (pair.Status, pair.CloseReason));
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void OneLegPartlyFilled_IsCompletedByTheRest()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Accept(s);
        desk.Fill(s, 0.05m);
        desk.Expire(s);
        OrderIntent hedge = Assert.Single(desk.TakePlaced());
        Assert.Equal((OrderPurpose.Hedge, new Quantity(0.03m)), (hedge.Purpose, hedge.Quantity));
        desk.Complete(hedge);
        Assert.Equal((PairStatus.Open, 0.08m, -0.08m),
            (desk.Pair(l.Pair).Status, desk.Pair(l.Pair).Long.SignedQuantity, desk.Pair(l.Pair).Short.SignedQuantity));
    }

    [Fact]
    public void NakedTime_IsWrittenWithTheFillThatEndsIt()
    {
        EngineHarness desk = Desks.Running();
        desk.Mark(Desks.Binance, 60_000m);
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Pass(0.5);
        // The order that fills is not known to have ended: the pair is equal with one in flight.
        desk.Accept(s);
        desk.Fill(s, 0.08m);
        // 0.08 at 60,000 for half a second; what the ledger has is what a restart finds.
        Assert.Equal(2_400m, desk.Ledger.Pairs[l.Pair].NakedNotionalSeconds);
    }

    [Fact]
    public void BothLegsPartlyFilledAlike_IsASmallerPair()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        foreach (OrderIntent leg in new[] { l, s })
        {
            desk.Accept(leg);
            desk.Fill(leg, 0.05m);
            desk.Expire(leg);
        }

        Assert.Equal((PairStatus.Open, 0.05m), (desk.Pair(l.Pair).Status, desk.Pair(l.Pair).Long.SignedQuantity));
        Assert.Empty(desk.TakePlaced());
    }

    [Fact]
    public void BothLegsRefused_IsAborted_AndTheDirectionCoolsDown()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Refuse(l, RefusalKind.InsufficientMargin);
        desk.Refuse(s, RefusalKind.InsufficientMargin);
        PairRecord pair = desk.Pair(l.Pair);
        Assert.Equal(PairStatus.Aborted, pair.Status);
        Assert.Contains("InsufficientMargin", pair.LastError, StringComparison.Ordinal);

        desk.Pass(4.9);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("cool_down") > 0);
        desk.Pass(1.2);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    [Fact]
    public void HedgeRefusedAgainAndAgain_LastRungIsAReduceOnlyMarketOrder()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.RateLimited);
        for (int attempt = 0; attempt < 4; attempt++)
        {
            OrderIntent hedge = Assert.Single(desk.TakePlaced());
            Assert.Equal(OrderPurpose.Hedge, hedge.Purpose);
            desk.Refuse(hedge, RefusalKind.RateLimited);
            desk.Pass(0.3);
        }

        OrderIntent last = Assert.Single(desk.TakePlaced());
        Assert.Equal((OrderType.Market, true, OrderPurpose.Unwind, Desks.Binance), (last.Type, last.ReduceOnly, last.Purpose, last.Instrument));
        desk.Complete(last, Desks.Bid);
        Assert.Equal(PairStatus.Closed, desk.Pair(l.Pair).Status);
    }

    [Fact]
    public void RescueImpossible_DeadlinePasses_IsToldAndGoesOn()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.VenueUnavailable);
        for (int i = 0; i < 80; i++)
        {
            foreach (OrderIntent order in desk.TakePlaced())
            {
                desk.Refuse(order, RefusalKind.VenueUnavailable);
            }

            desk.Pass(0.2);
        }

        Assert.True(desk.HasAlert("rescue_overdue"));
        Assert.Contains("VenueUnavailable", desk.Pair(l.Pair).LastError, StringComparison.Ordinal);
        desk.Pass(10);
        OrderIntent next = desk.TakePlaced()[^1];
        desk.Complete(next, Desks.Bid);
        Assert.Equal(PairStatus.Closed, desk.Pair(l.Pair).Status);
    }

    [Fact]
    public void VenueRefusesEverything_IsNotFlooded()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.RateLimited);
        int orders = 0;
        for (int tenth = 0; tenth < 600; tenth++)
        {
            foreach (OrderIntent order in desk.TakePlaced())
            {
                orders++;
                desk.Refuse(order, RefusalKind.RateLimited);
            }

            desk.Pass(0.1);
        }

        // The ladder in its first seconds, then one order every few seconds: not the 240 that a fixed pause of 250 ms makes.
        Assert.InRange(orders, 10, 40);
    }

    [Fact]
    public void ClosingRefusedForMinutes_LimitsStayWithinAVenuesPriceBand()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Refuse(l, RefusalKind.VenueUnavailable);
        desk.Refuse(s, RefusalKind.VenueUnavailable);
        OrderIntent? last = null;
        for (int tenth = 0; tenth < 3_000; tenth++)
        {
            foreach (OrderIntent order in desk.TakePlaced())
            {
                last = order;
                desk.Refuse(order, RefusalKind.VenueUnavailable);
            }

            desk.Pass(0.1);
        }

        // Venues refuse a limit some percent away from their index: a ladder without an end would never close the pair again.
        decimal distance = Math.Abs((last!.LimitPrice!.Value.Value / Desks.Bid) - 1m);
        Assert.InRange(distance, 0m, 0.02m);
    }

    [Theory]
    // 0.003 and 0.013 too much on OKX: a lot or two off there, and Binance follows down to OKX's quantity.
    [InlineData("0.077", "0.07")]
    [InlineData("0.067", "0.06")]
    public void ExcessBelowTheCoarseLot_IsMadeEqualOverBothLegs(string filled, string left)
    {
        // Long OKX in steps of 0.01, short Binance in steps of 0.001, Binance refuses new orders below 1,000 USDT.
        Instrument binance = TestInstruments.Make(VenueId.BinanceUm, TestInstruments.Btc, tick: 0.1m, lot: 0.001m, takerBps: 5m, minNotional: 1_000m);
        EngineHarness desk = Desks.Running(null, binance, TestInstruments.OkxBtc);
        desk.Quote(Desks.Binance, Desks.HighBid, Desks.HighAsk);
        IReadOnlyList<OrderIntent> opening = desk.TakePlaced();
        (OrderIntent l, OrderIntent s) = (opening[0], opening[1]);
        Assert.Equal((Desks.Okx, Desks.Binance), (l.Instrument, s.Instrument));
        desk.Complete(l);
        desk.Accept(s);
        desk.Fill(s, WireNumber.Parse(filled));
        desk.Expire(s);

        // OKX cannot sell less than 0.01, and the rest is too little for a new order on Binance (181 or 784 USDT).
        int orders = 0;
        for (int i = 0; i < 20 && desk.Pair(l.Pair).Imbalance != 0m; i++)
        {
            foreach (OrderIntent order in desk.TakePlaced())
            {
                orders++;
                Assert.True(InstrumentOf(desk, order).Lot.Divides(order.Quantity), $"{order.Quantity} is no multiple of the lot on {order.Instrument}");
                desk.Complete(order, order.Side == Side.Buy ? Desks.HighAsk : Desks.Bid);
            }

            desk.Pass(0.3);
        }

        decimal rest = WireNumber.Parse(left);
        Assert.Equal((rest, -rest), (desk.Pair(l.Pair).Long.SignedQuantity, desk.Pair(l.Pair).Short.SignedQuantity));
        Assert.Equal(2, orders);
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void Hold_DuringAPartial_DoesNotStopTheRescue()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Feed(new HoldRequested("anna", "looks odd"));
        desk.Refuse(s, RefusalKind.RateLimited);
        OrderIntent hedge = Assert.Single(desk.TakePlaced());
        desk.Complete(hedge);
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);

        // Closing goes on in HOLD too.
        desk.Pass(0.3);
        (OrderIntent closeLong, OrderIntent closeShort) = desk.Converge();
        desk.Complete(closeLong);
        desk.Complete(closeShort);
        Assert.Equal(PairStatus.Closed, desk.Pair(l.Pair).Status);
    }

    [Fact]
    public void VenueOfTheExcessIsGone_OtherLegIsCompleted()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
        desk.Feed(new VenueLinkChanged(VenueId.BinanceUm, VenueLink.Down, "connection lost"));
        desk.Refuse(s, RefusalKind.RateLimited);
        // Taking off would be cheaper, but Binance cannot be reached.
        OrderIntent hedge = Assert.Single(desk.TakePlaced());
        Assert.Equal((OrderPurpose.Hedge, Desks.Okx), (hedge.Purpose, hedge.Instrument));
        desk.Complete(hedge);
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);
    }

    [Fact]
    public void BothVenuesGone_WaitsForOneOfThem()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Feed(new VenueLinkChanged(VenueId.BinanceUm, VenueLink.Down, "connection lost"));
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "connection lost"));
        desk.Refuse(s, RefusalKind.VenueUnavailable);
        desk.Pass(20);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.HasAlert("rescue_overdue"));
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Up, "connected"));
        desk.Pass(0.2);
        Assert.Equal(OrderPurpose.Hedge, Assert.Single(desk.TakePlaced()).Purpose);
    }

    [Fact]
    public void NakedTime_OneLegForTwoSeconds_IsMeasured()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Mark(Desks.Binance, 60_000m);
        desk.Complete(l);
        desk.Pass(2);
        desk.Complete(s);
        // 0.08 x 60,000 for 2 s.
        Assert.Equal(9_600m, desk.Pair(l.Pair).NakedNotionalSeconds);
    }

    private static Instrument InstrumentOf(EngineHarness desk, OrderIntent order) =>
        desk.Instruments.First(i => i.Id == order.Instrument);
}
