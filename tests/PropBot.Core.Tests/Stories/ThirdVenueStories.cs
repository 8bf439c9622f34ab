using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: when neither of a pair's own venues takes an order, what is naked is hedged elsewhere; when nobody does, a person is called.</summary>
public sealed class ThirdVenueStories
{
    [Fact]
    public void OneLegFilled_BothVenuesDown_IsHedgedOnTheThird_AndTakenOffWhenTheyAreBack()
    {
        (EngineHarness desk, OrderIntent l) = NakedLong();
        Down(desk, Desks.Binance.Venue);
        OrderIntent hedge = AfterTheVenueOfTheShortIsDown(desk);
        Assert.Equal(
            (LegRole.Third, OrderPurpose.Hedge, Desks.Bybit, Side.Sell, l.Quantity, false),
            (hedge.Leg, hedge.Purpose, hedge.Instrument, hedge.Side, hedge.Quantity, hedge.ReduceOnly));
        desk.Complete(hedge);
        PairRecord pair = desk.Pair(l.Pair);
        Assert.Equal((PairStatus.Closing, 0m, -0.08m, PairRecord.HedgedElsewhere), (pair.Status, pair.Imbalance, pair.Third!.SignedQuantity, pair.CloseReason));

        desk.Pass(60);
        Assert.Empty(desk.TakePlaced());
        Up(desk, Desks.Binance.Venue);
        desk.Pass(0.2);
        IReadOnlyList<OrderIntent> closes = desk.TakePlaced();
        Assert.Equal([Desks.Binance, Desks.Bybit], closes.Select(c => c.Instrument));
        Assert.All(closes, c => Assert.True(c is { ReduceOnly: true, Purpose: OrderPurpose.Close }));
        foreach (OrderIntent close in closes)
        {
            desk.Complete(close);
        }

        Assert.Equal(PairStatus.Closed, desk.Pair(l.Pair).Status);
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void CloseWhoseVenueRefusesEverything_IsTriedLaterEachTime_WhateverFillsElsewhere()
    {
        EngineHarness desk = ThreeVenues();
        PairId id = desk.OpenPair();
        var placed = new List<OrderIntent>(TwoOf(desk.Converge()));
        var hedges = new List<TimeSpan>();
        int orders = 0;
        TimeSpan end = desk.Elapsed + TimeSpan.FromMinutes(10);
        while (desk.Elapsed < end)
        {
            foreach (OrderIntent order in placed)
            {
                orders++;
                if (order.Instrument == Desks.Binance)
                {
                    desk.Refuse(order, RefusalKind.VenueUnavailable);
                    continue;
                }

                if (order.Purpose == OrderPurpose.Hedge)
                {
                    hedges.Add(desk.Elapsed);
                }

                desk.Complete(order);
            }

            desk.Pass(0.25);
            placed = [.. desk.TakePlaced()];
        }

        // 15 s, 30 s, 60 s, ... lie between the hedges that a refused close needs.
        Assert.InRange(hedges.Count, 4, 7);
        Assert.All(hedges.Skip(2).Zip(hedges.Skip(1), (later, earlier) => later - earlier).Zip(hedges.Skip(1).Zip(hedges, (b, a) => b - a)), p => Assert.True(p.First > p.Second * 1.5));
        Assert.InRange(orders, 20, 100);
        Assert.Equal(0m, desk.Pair(id).Imbalance);
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void EveryStep_IsJournaledWithItsRungAndItsBound()
    {
        (EngineHarness desk, OrderIntent l) = NakedLong();
        Down(desk, Desks.Binance.Venue);
        Down(desk, Desks.Okx.Venue);
        var steps = new List<Journaled>();
        desk.Observer = (_, effects) => steps.AddRange(effects.OfType<Journaled>().Where(j => j.Type == "rescue.step"));
        desk.Pass(0.3);
        Journaled step = Assert.Single(steps);
        Assert.Equal(
            [l.Pair.ToString(), "ThirdVenue", "Third", "0.08"],
            step.Payload.Where(p => p.Key is "pair" or "rung" or "leg" or "imbalance").Select(p => p.Value));
        Assert.Contains(step.Payload, p => p.Key == "seconds_left" && decimal.Parse(p.Value, System.Globalization.CultureInfo.InvariantCulture) > 14m);
    }

    /// <summary>
    /// Better netted than naked: the pair that is long there keeps its leg by our books, and each leg is taken off by an order that the
    /// venue takes, whatever is left of the sum.
    /// </summary>
    [Fact]
    public void ThirdVenue_HoldsTheOtherDirectionForAnotherPair_IsUsedWhenThereIsNoOther_AndBothPairsEndWhole()
    {
        EngineHarness desk = Desks.Stopped(null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);
        Record(desk, HedgedElsewhere(1, Leg(Desks.Bybit, 0.08m), Leg(Desks.Okx, -0.08m), third: null) with { Status = PairStatus.Open, CloseReason = null });
        Record(desk, HedgedElsewhere(2, Leg(Desks.Binance, 0.08m), Leg(Desks.Okx, 0m), third: null));
        desk.Start();
        desk.ConnectQuietly();
        Down(desk, Desks.Binance.Venue);
        Down(desk, Desks.Okx.Venue);
        desk.TakePlaced();
        foreach (OrderRecord open in desk.Ledger.Orders.Values.Where(o => !o.Status.IsTerminal()).ToArray())
        {
            desk.Refuse(open.Intent, RefusalKind.VenueUnavailable);
        }

        desk.Pass(3);
        OrderIntent hedge = Assert.Single(desk.TakePlaced());
        Assert.Equal((LegRole.Third, Desks.Bybit, Side.Sell, 0.08m), (hedge.Leg, hedge.Instrument, hedge.Side, hedge.Quantity.Value));
        desk.Complete(hedge);
        Assert.Equal(0m, desk.Venues[Desks.Bybit.Venue].PositionOf(Desks.Bybit));
        Assert.Equal((0.08m, 0m), (desk.Pair(new PairId(1)).Long.SignedQuantity, desk.Pair(new PairId(1)).Imbalance));
        Assert.Equal(0m, desk.Pair(new PairId(2)).Imbalance);
        desk.Pass(30);
        Assert.DoesNotContain(desk.Snapshot.Cases, c => c.Matter.Kind == CaseKind.Position);

        Up(desk, Desks.Binance.Venue);
        Up(desk, Desks.Okx.Venue);
        desk.Pass(1);
        IReadOnlyList<OrderIntent> closes = desk.TakePlaced();
        Assert.Equal(4, closes.Count);
        Assert.All(closes, c => Assert.Equal(c.Instrument != Desks.Bybit, c.ReduceOnly));
        foreach (OrderIntent close in closes)
        {
            desk.Complete(close);
        }

        Assert.All(desk.Ledger.Pairs.Values, pair => Assert.Equal(PairStatus.Closed, pair.Status));
        desk.AssertMatchesVenues();
    }

    /// <summary>The other pair's leg is being taken off there, by an order that may only reduce: this hedge would net out what it is to reduce.</summary>
    [Fact]
    public void ThirdVenue_AnotherPairIsBeingTakenOffThere_IsNotUsedUntilThatHasAnEnd()
    {
        EngineHarness desk = Desks.Stopped(null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);
        Record(desk, HedgedElsewhere(1, Leg(Desks.Bybit, 0.08m), Leg(Desks.Okx, 0m), third: null));
        Record(desk, HedgedElsewhere(2, Leg(Desks.Binance, 0.08m), Leg(Desks.Okx, 0m), third: null));
        desk.Start();
        desk.ConnectQuietly();
        Down(desk, Desks.Binance.Venue);
        Down(desk, Desks.Okx.Venue);
        desk.TakePlaced();
        foreach (OrderRecord open in desk.Ledger.Orders.Values.Where(o => !o.Status.IsTerminal()).ToArray())
        {
            desk.Refuse(open.Intent, RefusalKind.VenueUnavailable);
        }

        desk.Pass(3);
        OrderIntent unwind = Assert.Single(desk.TakePlaced());
        Assert.True(unwind is { Pair.Number: 1, ReduceOnly: true, Side: Side.Sell } && unwind.Instrument == Desks.Bybit);
        desk.Complete(unwind);
        desk.Pass(3);
        Assert.Equal((LegRole.Third, Desks.Bybit, new PairId(2)), Assert.Single(desk.TakePlaced().Select(o => (o.Leg, o.Instrument, o.Pair))));
    }

    [Fact]
    public void EveryRungFails_APersonIsCalled_NothingOpens_AndTheLadderGoesOn()
    {
        (EngineHarness desk, OrderIntent l) = NakedLong();
        var tried = new List<OrderIntent>();
        for (int i = 0; i < 300; i++)
        {
            foreach (OrderIntent order in desk.TakePlaced())
            {
                tried.Add(order);
                desk.Refuse(order, RefusalKind.VenueUnavailable);
            }

            desk.Pass(0.2);
        }

        Assert.True(desk.HasAlert("rescue_exhausted"));
        // After the first hedge three more, three at the market, three on the third venue, then the market again, ever more slowly.
        Assert.All(tried.Take(3), o => Assert.Equal((OrderPurpose.Hedge, LegRole.Short), (o.Purpose, o.Leg)));
        Assert.All(tried.Skip(3).Take(3), o => Assert.Equal((OrderType.Market, LegRole.Long), (o.Type, o.Leg)));
        Assert.All(tried.Skip(6).Take(3), o => Assert.Equal((OrderPurpose.Hedge, LegRole.Third), (o.Purpose, o.Leg)));
        Assert.All(tried.Skip(9), o => Assert.Equal((OrderType.Market, true, Desks.Binance), (o.Type, o.ReduceOnly, o.Instrument)));
        Assert.InRange(tried.Count, 14, 30);
        Assert.Single(desk.Snapshot.Alerts, a => a.Code == "rescue_exhausted");

        desk.LeaveHold();
        Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code == "naked_pair");
        Assert.Equal(RiskRule.NakedPair, desk.Snapshot.Brake);
        desk.Pass(6);
        desk.Complete(desk.TakePlaced()[^1], Desks.Bid);
        Assert.True(desk.Pair(l.Pair).IsFlat);
        Assert.DoesNotContain(desk.Snapshot.OpeningBlocks, b => b.Code == "naked_pair");
        Assert.Null(desk.Snapshot.Brake);
    }

    [Fact]
    public void ThirdLeg_SurvivesARestart()
    {
        (EngineHarness desk, OrderIntent l) = NakedLong();
        Down(desk, Desks.Binance.Venue);
        desk.Complete(AfterTheVenueOfTheShortIsDown(desk));
        desk.Restart();
        Assert.Equal(-0.08m, Assert.Single(desk.Snapshot.ActivePairs).Pair.Third!.SignedQuantity);
        desk.ConnectQuietly();
        desk.Pass(0.2);
        foreach (OrderIntent close in desk.TakePlaced())
        {
            desk.Complete(close);
        }

        Assert.Equal(PairStatus.Closed, desk.Pair(l.Pair).Status);
        desk.AssertMatchesVenues();
    }

    /// <summary>A venue whose streams come back one by one may still refuse every order: each close would take the hedge off for nothing.</summary>
    [Fact]
    public void ThirdLeg_IsTakenOffOnlyOnceTheOtherVenueIsWhollyUp()
    {
        (EngineHarness desk, _) = NakedLong();
        Down(desk, Desks.Binance.Venue);
        desk.Complete(AfterTheVenueOfTheShortIsDown(desk));
        desk.Feed(new VenueLinkChanged(Desks.Binance.Venue, VenueLink.Connecting, "public stream is up"));
        desk.Pass(30);
        Assert.Empty(desk.TakePlaced());
        Up(desk, Desks.Binance.Venue);
        desk.Pass(0.2);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    /// <summary>
    /// Two pairs hold against each other on the third venue, so it holds nothing that could be reduced. Each closes its own leg with an
    /// order that the venue takes; by our books none of them makes anything larger.
    /// </summary>
    [Fact]
    public void TwoThirdLegsNetOutAtTheirVenue_BothAreClosed()
    {
        EngineHarness desk = Desks.Stopped(null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);
        PairRecord a = HedgedElsewhere(1, Leg(Desks.Binance, 0.08m), Leg(Desks.Okx, 0m), Leg(Desks.Bybit, -0.08m));
        PairRecord b = HedgedElsewhere(2, Leg(Desks.Binance, 0m), Leg(Desks.Okx, -0.08m), Leg(Desks.Bybit, 0.08m));
        Record(desk, a);
        Record(desk, b);
        Assert.Equal(0m, desk.Venues[Desks.Bybit.Venue].PositionOf(Desks.Bybit));
        desk.Start();
        desk.ConnectQuietly();
        desk.Pass(0.3);
        IReadOnlyList<OrderIntent> closes = desk.TakePlaced();
        Assert.Equal(4, closes.Count);
        Assert.All(closes, c => Assert.Equal((OrderPurpose.Close, c.Leg != LegRole.Third), (c.Purpose, c.ReduceOnly)));
        foreach (OrderIntent close in closes)
        {
            desk.Complete(close);
        }

        Assert.All(desk.Ledger.Pairs.Values, p => Assert.Equal(PairStatus.Closed, p.Status));
        desk.AssertMatchesVenues();
    }

    /// <summary>While another pair's hedge is on its way there, a second one in the other direction would net out with it.</summary>
    [Fact]
    public void ThirdVenue_AHedgeOfTheOtherDirectionIsOnItsWay_IsNotUsed()
    {
        EngineHarness desk = Desks.Stopped(null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);
        Record(desk, HedgedElsewhere(1, Leg(Desks.Binance, 0.08m), Leg(Desks.Okx, 0m), third: null));
        Record(desk, HedgedElsewhere(2, Leg(Desks.Binance, 0m), Leg(Desks.Okx, -0.08m), third: null));
        desk.Start();
        desk.ConnectQuietly();
        Down(desk, Desks.Binance.Venue);
        Down(desk, Desks.Okx.Venue);
        desk.TakePlaced();
        foreach (OrderRecord open in desk.Ledger.Orders.Values.Where(o => !o.Status.IsTerminal()).ToArray())
        {
            desk.Refuse(open.Intent, RefusalKind.VenueUnavailable);
        }

        desk.Pass(3);
        OrderIntent hedge = Assert.Single(desk.TakePlaced());
        Assert.Equal((LegRole.Third, Desks.Bybit), (hedge.Leg, hedge.Instrument));
    }

    /// <summary>A pair as an earlier run left it, at its venues and in the ledger; every leg was traded at 60,000.</summary>
    private static void Record(EngineHarness desk, PairRecord pair)
    {
        var effects = new List<Effect> { new PairChanged(pair) };
        foreach (LegRole role in pair.Roles)
        {
            LegRecord leg = pair.Leg(role);
            if (leg.SignedQuantity != 0m)
            {
                desk.Venues[leg.Instrument.Venue].Interfere(leg.Instrument, leg.SignedQuantity, Desks.Bid);
                effects.Add(new EntryPosted(DeskBooks.AdoptionOf(pair.Id, leg.Instrument, leg.SignedQuantity, new Price(Desks.Bid), EngineHarness.Noon)));
            }
        }

        desk.Ledger.Apply(effects);
    }

    private static PairRecord HedgedElsewhere(long number, LegRecord l, LegRecord s, LegRecord? third) => new()
    {
        Id = new PairId(number),
        Symbol = Desks.Binance.Symbol,
        Status = third is null ? PairStatus.Partial : PairStatus.Closing,
        Long = l,
        Short = s,
        Third = third,
        TargetQuantity = new Quantity(0.08m),
        ExpectedEdge = default,
        OpenedAt = EngineHarness.Noon,
        CloseReason = PairRecord.HedgedElsewhere,
    };

    private static LegRecord Leg(InstrumentId id, decimal held) => new()
    {
        Instrument = id,
        BoughtQuantity = Math.Max(held, 0m),
        BoughtNotional = Math.Max(held, 0m) * Desks.Bid,
        SoldQuantity = Math.Max(-held, 0m),
        SoldNotional = Math.Max(-held, 0m) * Desks.Bid,
    };

    private static EngineHarness ThreeVenues() =>
        Desks.Running(null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);

    /// <summary>Long Binance is filled, the short on OKX refused; the hedge that follows is refused too.</summary>
    private static (EngineHarness Desk, OrderIntent Long) NakedLong()
    {
        EngineHarness desk = ThreeVenues();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        Assert.Equal((Desks.Binance, Desks.Okx), (l.Instrument, s.Instrument));
        // No brake stops any of it.
        desk.Feed(new HoldRequested("anna", "drill"));
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.VenueUnavailable);
        foreach (OrderIntent order in desk.TakePlaced())
        {
            desk.Refuse(order, RefusalKind.VenueUnavailable);
        }

        return (desk, l);
    }

    private static OrderIntent AfterTheVenueOfTheShortIsDown(EngineHarness desk)
    {
        Down(desk, Desks.Okx.Venue);
        desk.Pass(0.3);
        return Assert.Single(desk.TakePlaced());
    }

    private static OrderIntent[] TwoOf((OrderIntent First, OrderIntent Second) both) => [both.First, both.Second];

    private static void Down(EngineHarness desk, VenueId venue) => desk.Feed(new VenueLinkChanged(venue, VenueLink.Down, "connection lost"));

    private static void Up(EngineHarness desk, VenueId venue) => desk.Feed(new VenueLinkChanged(venue, VenueLink.Up, "connected"));
}
