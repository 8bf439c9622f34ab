using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: whatever leg goes first, the other one follows its fills at once, and nothing rests in a book that would not be put there now.</summary>
public sealed class EntryStories
{
    [Fact]
    public void HarderFirst_OnlyTheLeadIsSent_AndEachFillIsFollowedAtOnce()
    {
        EngineHarness desk = Desks.Running(o => With(o, e => e with { Entry = EntryChoice.HarderFirst }));
        OrderIntent lead = Lead(desk);
        LegRole follower = lead.Leg == LegRole.Long ? LegRole.Short : LegRole.Long;
        desk.Accept(lead);
        desk.Fill(lead, 0.05m);
        OrderIntent first = Assert.Single(desk.TakePlaced());
        Assert.Equal((OrderPurpose.Hedge, follower, new Quantity(0.05m)), (first.Purpose, first.Leg, first.Quantity));

        desk.Fill(lead, 0.03m);
        Assert.Empty(desk.TakePlaced());
        desk.Complete(first);
        OrderIntent second = Assert.Single(desk.TakePlaced());
        Assert.Equal((follower, new Quantity(0.03m)), (second.Leg, second.Quantity));
        desk.Complete(second);
        desk.Expire(lead);

        PairRecord pair = desk.Pair(lead.Pair);
        Assert.Equal((PairStatus.Open, 0.08m, -0.08m, 0), (pair.Status, pair.Long.SignedQuantity, pair.Short.SignedQuantity, pair.RescueAttempts));
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void HarderFirst_LeadRefused_NothingIsNaked()
    {
        EngineHarness desk = Desks.Running(o => With(o, e => e with { Entry = EntryChoice.HarderFirst }));
        OrderIntent lead = Lead(desk);
        desk.Refuse(lead, RefusalKind.InsufficientMargin);
        Assert.Empty(desk.TakePlaced());
        Assert.Equal(PairStatus.Aborted, desk.Pair(lead.Pair).Status);
    }

    [Fact]
    public void HarderFirst_HoldBetweenTheLegs_TheFollowerIsSentAllTheSame()
    {
        EngineHarness desk = Desks.Running(o => With(o, e => e with { Entry = EntryChoice.HarderFirst }));
        OrderIntent lead = Lead(desk);
        desk.Accept(lead);
        desk.Feed(new HoldRequested("anna", "news"));
        desk.Fill(lead, 0.08m);
        OrderIntent follow = Assert.Single(desk.TakePlaced());
        desk.Complete(follow);
        desk.Expire(lead);
        Assert.Equal((PairStatus.Open, 0m), (desk.Pair(lead.Pair).Status, desk.Pair(lead.Pair).Imbalance));
    }

    [Fact]
    public void Auto_LatenciesFarApart_TheSlowVenueGoesFirst()
    {
        EngineHarness desk = Desks.Running(o => With(o, e => e with { Entry = EntryChoice.Auto }));
        // Pairs whose OKX leg takes 400 ms longer than the Binance leg, until five orders have told the latencies of each.
        for (int i = 0; i < 3; i++)
        {
            (OrderIntent l, OrderIntent s) = desk.Dislocate();
            Slowly(desk, l, s);
            (OrderIntent closeLong, OrderIntent closeShort) = desk.Converge();
            Slowly(desk, closeLong, closeShort);
        }

        OrderIntent lead = Lead(desk);
        Assert.Equal((Desks.Okx, LegRole.Short), (lead.Instrument, lead.Leg));
        Assert.Equal(new PairEntry(EntryMode.HarderFirst, LegRole.Short), desk.Pair(lead.Pair).Entry);
    }

    [Fact]
    public void Maker_RestsAtItsOwnTouch_AndEachFillIsHedgedAtOnce()
    {
        EngineHarness desk = MakerDesk();
        OrderIntent maker = Lead(desk);
        Assert.Equal(
            (TimeInForce.PostOnly, Desks.Binance, Side.Buy, new Price(Desks.Bid)),
            (maker.TimeInForce, maker.Instrument, maker.Side, maker.LimitPrice!.Value));
        desk.Accept(maker);
        desk.Fill(maker, 0.02m);
        OrderIntent hedge = Assert.Single(desk.TakePlaced());
        Assert.Equal((OrderPurpose.Hedge, Desks.Okx, Side.Sell, new Quantity(0.02m)), (hedge.Purpose, hedge.Instrument, hedge.Side, hedge.Quantity));
        desk.Complete(hedge);
        desk.Fill(maker, 0.06m);
        desk.Complete(Assert.Single(desk.TakePlaced()));
        desk.Expire(maker);
        Assert.Equal((PairStatus.Open, 0.08m), (desk.Pair(maker.Pair).Status, desk.Pair(maker.Pair).Long.SignedQuantity));
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void Maker_FillBelowTheHedgesLot_WaitsForTheNextFill()
    {
        EngineHarness desk = MakerDesk();
        OrderIntent maker = Lead(desk);
        desk.Accept(maker);
        // OKX takes whole 0.01: half of that cannot be hedged there yet, and is no reason to leave the book.
        desk.Fill(maker, 0.005m);
        Assert.Empty(desk.TakePlaced());
        Assert.Empty(Cancels(desk));
        desk.Fill(maker, 0.005m);
        Assert.Equal(new Quantity(0.01m), Assert.Single(desk.TakePlaced()).Quantity);
    }

    [Fact]
    public void Maker_Hold_IsCancelledWithTheSameEvent_AndWhatItFilledIsHedged()
    {
        EngineHarness desk = MakerDesk();
        OrderIntent maker = Lead(desk);
        desk.Accept(maker);
        IReadOnlyList<Effect> effects = desk.Feed(new HoldRequested("anna", "news"));
        Assert.Equal(maker.ClientOrderId, Assert.Single(effects.OfType<CancelOrder>()).ClientOrderId);
        desk.Fill(maker, 0.03m);
        desk.Complete(Assert.Single(desk.TakePlaced()));
        desk.Expire(maker);
        Assert.Equal((PairStatus.Open, 0.03m), (desk.Pair(maker.Pair).Status, desk.Pair(maker.Pair).Long.SignedQuantity));
    }

    [Fact]
    public void Maker_CancelLost_IsSentAgainUntilTheOrderHasItsEnd()
    {
        EngineHarness desk = MakerDesk();
        OrderIntent maker = Lead(desk);
        desk.Accept(maker);
        desk.Feed(new HoldRequested("anna", "news"));
        Assert.Single(Cancels(desk));
        desk.Feed(new CancelAnswered(maker.ClientOrderId, new VenueOutcome.Unknown("timed out")));
        desk.Pass(1.1);
        Assert.Single(Cancels(desk));
        desk.Expire(maker);
        desk.Pass(3);
        Assert.Empty(Cancels(desk));
        Assert.Equal(PairStatus.Aborted, desk.Pair(maker.Pair).Status);
    }

    [Fact]
    public void Maker_RestOver_IsCancelled()
    {
        EngineHarness desk = MakerDesk();
        OrderIntent maker = Lead(desk);
        desk.Accept(maker);
        desk.Pass(9.9);
        Assert.Empty(Cancels(desk));
        desk.Pass(0.2);
        Assert.Single(Cancels(desk));
    }

    [Fact]
    public void Maker_EdgeGone_IsCancelledWithTheTick()
    {
        EngineHarness desk = MakerDesk();
        OrderIntent maker = Lead(desk);
        desk.Accept(maker);
        IReadOnlyList<Effect> effects = desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
        Assert.Single(effects.OfType<CancelOrder>());
    }

    [Fact]
    public void Maker_BookOfTheHedgeVenueUntrusted_IsCancelled()
    {
        EngineHarness desk = MakerDesk();
        OrderIntent maker = Lead(desk);
        desk.Accept(maker);
        Assert.Single(desk.Distrust(Desks.Okx, MarketData.BookTrust.Suspect).OfType<CancelOrder>());
    }

    /// <summary>The close of one pair buys where the offer that is to open another one rests: it would meet our own order.</summary>
    [Fact]
    public void Maker_InTheWayOfAnOrderThatReduces_IsCancelledBeforeIt()
    {
        EngineHarness desk = Desks.Running(
            o => With(o, e => e with { Entry = EntryChoice.Maker }), TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);
        OrderIntent first = OfferedOnBybit(desk);
        desk.Fill(first, first.Quantity.Value);
        desk.Complete(Assert.Single(desk.TakePlaced()));
        desk.Expire(first);
        OrderIntent resting = OfferedOnBybit(desk);
        desk.Pass(2);

        List<Effect> effects = [.. desk.Quote(desk.Pair(first.Pair).Long.Instrument, Desks.HighBid + 60m, Desks.HighAsk + 60m)];
        int close = effects.FindIndex(e => e is PlaceOrder { Intent: { Purpose: OrderPurpose.Close, Side: Side.Buy } bought } && bought.Pair == first.Pair);
        int cancel = effects.FindIndex(e => e is CancelOrder cancelled && cancelled.ClientOrderId == resting.ClientOrderId);
        Assert.True(cancel >= 0 && cancel < close, $"cancelled at {cancel}, closed at {close} of {effects.Count} effects");
        Assert.Contains(effects.OfType<Journaled>(), line => line.Payload.Contains(new("reason", "self_trade")));
    }

    [Fact]
    public void OrderLimit_WithoutRoomForHedgeAndFlatten_NothingOpens()
    {
        // One leg, its hedge and its flatten are three orders within the window; the venue takes two.
        EngineHarness desk = Desks.Running(o => o with
        {
            OrderLimits = new Dictionary<VenueId, IReadOnlyList<OrderLimit>> { [Desks.Okx.Venue] = [new OrderLimit(2, TimeSpan.FromSeconds(10))] },
        });
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.Equal(1, desk.Refusals("order_rate"));
    }

    /// <summary>Each window has room of its own: the minute is full long after the ten seconds are empty, and is over in its turn.</summary>
    [Fact]
    public void OrderLimits_OfSeveralWindows_AllHold()
    {
        EngineHarness desk = Desks.Running(o => o with
        {
            Risk = o.Risk with { CoolDown = TimeSpan.Zero },
            OrderLimits = new Dictionary<VenueId, IReadOnlyList<OrderLimit>>
            {
                [Desks.Okx.Venue] = [new OrderLimit(4, TimeSpan.FromSeconds(10)), new OrderLimit(4, TimeSpan.FromMinutes(1))],
            },
        });
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        foreach (OrderIntent refused in desk.TakePlaced())
        {
            desk.Refuse(refused, RefusalKind.PriceOutOfBand);
        }

        desk.Pass(11);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        foreach (OrderIntent refused in desk.TakePlaced())
        {
            desk.Refuse(refused, RefusalKind.PriceOutOfBand);
        }

        desk.Pass(11);
        long before = desk.Refusals("order_rate");
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.Equal(before + 1, desk.Refusals("order_rate"));

        desk.Pass(45);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.NotEmpty(desk.TakePlaced());
    }

    [Fact]
    public void VenueLimitsRequests_NothingOpensOnIt()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new VenueAccessChanged(Desks.Okx.Venue, VenueAccess.Limited, TimeSpan.FromSeconds(30), "429"));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.Equal(1, desk.Refusals("venue_limited"));
    }

    private static void Slowly(EngineHarness desk, OrderIntent atBinance, OrderIntent atOkx)
    {
        desk.Complete(atBinance);
        desk.Pass(0.4);
        desk.Complete(atOkx);
    }

    private static EngineHarness MakerDesk() => Desks.Running(o => With(o, e => e with { Entry = EntryChoice.Maker }));

    private static Core.Engine.EngineOptions With(Core.Engine.EngineOptions options, Func<ExecutionOptions, ExecutionOptions> change) =>
        options with { Execution = change(options.Execution) };

    private static OrderIntent Lead(EngineHarness desk)
    {
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        return Assert.Single(desk.TakePlaced());
    }

    /// <summary>An offer that opens and rests at Bybit.</summary>
    private static OrderIntent OfferedOnBybit(EngineHarness desk)
    {
        desk.Quote(Desks.Bybit, Desks.HighBid, Desks.HighAsk);
        OrderIntent offer = Assert.Single(desk.TakePlaced());
        Assert.Equal((TimeInForce.PostOnly, Desks.Bybit, Side.Sell, OrderPurpose.Open), (offer.TimeInForce, offer.Instrument, offer.Side, offer.Purpose));
        desk.Accept(offer);
        return offer;
    }

    private static IEnumerable<CancelOrder> Cancels(EngineHarness desk) => [.. desk.TakeQuestions().OfType<CancelOrder>()];
}
