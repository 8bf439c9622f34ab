using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: a dislocation becomes a pair with equal legs, the pair is taken off when prices meet, and the profit is the cash.</summary>
public sealed class PairLifeStories
{
    [Fact]
    public void Dislocation_OfFiftyBps_OpensBothLegsWithTheSameBaseQuantity()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();

        Assert.Equal((Desks.Binance, Side.Buy, LegRole.Long), (l.Instrument, l.Side, l.Leg));
        Assert.Equal((Desks.Okx, Side.Sell, LegRole.Short), (s.Instrument, s.Side, s.Leg));
        Assert.Equal(new Quantity(0.08m), l.Quantity);
        Assert.Equal(l.Quantity, s.Quantity);
        Assert.All([l, s], o => Assert.Equal((OrderPurpose.Open, TimeInForce.Ioc, false), (o.Purpose, o.TimeInForce, o.ReduceOnly)));
        // Two basis points over 60,000.1 is 60,012.10002, up to the tick; under 60,300.0 it is 60,287.94, down to the tick.
        Assert.Equal(new Price(60_012.2m), l.LimitPrice);
        Assert.Equal(new Price(60_287.9m), s.LimitPrice);
        Assert.Equal((new Price(Desks.Ask), new Price(Desks.HighBid)), (l.ReferencePrice, s.ReferencePrice));
    }

    [Fact]
    public void Quantity_OkxCountsInTensOfMillis_IsRoundedToTheCommonLot()
    {
        // Lots of 0.003 and 0.01 have 0.03 in common: 0.0833 becomes 0.06.
        Instrument odd = TestInstruments.Make(VenueId.BinanceUm, TestInstruments.Btc, tick: 0.1m, lot: 0.003m, takerBps: 5m, minNotional: 100m);
        EngineHarness desk = Desks.Running(null, odd, TestInstruments.OkxBtc);
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        Assert.Equal((new Quantity(0.06m), new Quantity(0.06m)), (l.Quantity, s.Quantity));
    }

    [Fact]
    public void Pair_OpenedAndConverged_ClosesAndItsPartsAreTheCash()
    {
        EngineHarness desk = Desks.Running();
        PairId id = desk.OpenPair();
        desk.Quote(Desks.Binance, 60_100.0m, 60_100.1m);
        desk.Quote(Desks.Okx, 60_100.0m, 60_100.1m);
        IReadOnlyList<OrderIntent> closing = desk.TakePlaced();
        Assert.Equal(2, closing.Count);
        Assert.All(closing, o => Assert.Equal((OrderPurpose.Close, true, new Quantity(0.08m)), (o.Purpose, o.ReduceOnly, o.Quantity)));
        Assert.Equal((Side.Sell, Side.Buy), (closing[0].Side, closing[1].Side));

        // One tick better on the long leg, two ticks worse on the short one.
        desk.Complete(closing[0], 60_100.1m);
        Assert.Equal(PairStatus.Partial, desk.Pair(id).Status);
        desk.Complete(closing[1], 60_100.3m);

        PairRecord pair = desk.Pair(id);
        Assert.Equal((PairStatus.Closed, ExitRule.Converged), (pair.Status, pair.CloseReason));
        // Bought 0.08 at 60,000.1 and sold at 60,100.1: +8. Sold 0.08 at 60,300.0 and bought at 60,100.3: +15.976. Cash 23.976.
        // Fees, 5 bps of 4,800.008 + 4,808.008 + 4,824.0 + 4,808.024 = 19,240.04: 9.62002. Left: 14.35598.
        // At the touches 8 - 0.008 + 15.976 + 0.016 = 23.984, so the fills cost 0.008.
        PairPnl pnl = pair.RealizedPnl();
        Assert.Equal((23.984m, -0.008m, -9.62002m, 0m), (pnl.Spread, pnl.Slippage, pnl.Fees, pnl.Funding));
        Assert.Equal(14.35598m, pnl.Total);
        Assert.Equal(14.35598m, desk.Venues.Values.Sum(v => v.Wallet) - 200_000m);
        Assert.Equal(200_014.35598m, desk.Snapshot.Totals.Equity);
        decimal cash = desk.Venues.Keys.Sum(v => desk.Ledger.Balance(LedgerAccount.Cash(v), Asset.Usdt));
        Assert.Equal(200_014.35598m, cash);
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void OpenPair_JustFilled_HasLostItsFeesAndHalfItsSpreadsAndNoMore()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Mark(Desks.Binance, 60_000.1m);
        desk.Mark(Desks.Okx, 60_300.0m);
        // Entry prices as marks: what is left is the fees, 5 bps of 4,800.008 + 4,824 = 4.812004.
        PairSnapshot shown = Assert.Single(desk.Snapshot.ActivePairs);
        Assert.Equal((0m, 0m, -4.812004m), (shown.Pnl.Spread, shown.Pnl.Slippage, shown.Pnl.Fees));
        Assert.Equal(199_995.187996m, desk.Snapshot.Totals.Equity);
    }

    [Fact]
    public void OpenPair_GapRunsAway_IsStopped()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        // Opened at 49.98 bps; 150 more is the stop: 60,000 x 1.0202 = 61,212.
        desk.Quote(Desks.Okx, 61_190.0m, 61_190.1m);
        Assert.Empty(desk.TakePlaced());
        desk.Quote(Desks.Okx, 61_212.0m, 61_212.1m);
        Assert.Equal(2, desk.TakePlaced().Count);
        Assert.Equal(ExitRule.Stop, Assert.Single(desk.Ledger.ActivePairs).CloseReason);
    }

    [Fact]
    public void OpenPair_HeldForTooLong_IsClosed()
    {
        EngineHarness desk = Desks.Running(o => o with { Strategy = o.Strategy with { MaxHolding = TimeSpan.FromMinutes(1) } });
        desk.OpenPair();
        desk.Pass(59);
        Assert.Empty(desk.TakePlaced());
        desk.Pass(2);
        Assert.Equal(2, desk.TakePlaced().Count);
        Assert.Equal(ExitRule.MaxHolding, Assert.Single(desk.Ledger.ActivePairs).CloseReason);
    }

    /// <summary>One person may tighten the age of a book to its least at once. That stops opening; the stop does not wait for both books to move at once.</summary>
    [Fact]
    public void OpenPair_BooksMayBeATenthOfASecondOld_IsStoppedStill()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Feed(new LimitLowered(new LimitChange(LimitName.BookStaleAfter, 0.1m), "anna", "careful"));
        Assert.Null(desk.Engine.Refusal);
        desk.Skip(TimeSpan.FromSeconds(1.5));
        desk.Quote(Desks.Okx, 61_212.0m, 61_212.1m);
        Assert.Equal(2, desk.TakePlaced().Count);
        Assert.Equal(ExitRule.Stop, Assert.Single(desk.Ledger.ActivePairs).CloseReason);
    }

    [Fact]
    public void OpenPair_BookOlderThanAnyExitTakes_IsNotJudged()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Skip(TimeSpan.FromSeconds(2.5));
        desk.Quote(Desks.Okx, 61_212.0m, 61_212.1m);
        Assert.Empty(desk.TakePlaced());
    }

    /// <summary>How long it was held is known without any price.</summary>
    [Fact]
    public void OpenPair_HeldForTooLong_OneBookIsNotTrusted_IsClosed()
    {
        EngineHarness desk = Desks.Running(o => o with { Strategy = o.Strategy with { MaxHolding = TimeSpan.FromMinutes(1) } });
        desk.OpenPair();
        desk.Distrust(Desks.Binance, BookTrust.Unsynced);
        desk.Silence(Desks.Binance);
        desk.Pass(59);
        Assert.Equal(PairStatus.Open, Assert.Single(desk.Ledger.ActivePairs).Status);
        desk.Pass(2);
        Assert.Equal((PairStatus.Closing, ExitRule.MaxHolding), (Assert.Single(desk.Ledger.ActivePairs).Status, Assert.Single(desk.Ledger.ActivePairs).CloseReason));
    }

    [Fact]
    public void OpenPair_MostOfTheEdgeIsThere_IsTakenEarly()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        // Expected about 29.9 bps of 4,800: 14.3; seven tenths are 10.0. Closing costs 4.8 more in fees, so the legs must have
        // brought 10.0 + 4.8 + 4.8 = 19.7: OKX has come back by 19.7 / 0.08 = 246 to about 60,054, above the quiet price.
        desk.Quote(Desks.Okx, 60_060.0m, 60_060.1m);
        Assert.Empty(desk.TakePlaced());
        desk.Quote(Desks.Okx, 60_050.0m, 60_050.1m);
        Assert.Equal(2, desk.TakePlaced().Count);
        Assert.Equal(ExitRule.TakeProfit, Assert.Single(desk.Ledger.ActivePairs).CloseReason);
    }

    [Fact]
    public void ClosingOrders_BothExpireUnfilled_AreTriedAgainFurtherOut()
    {
        EngineHarness desk = Desks.Running();
        PairId id = desk.OpenPair();
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Accept(l);
        desk.Expire(l);
        desk.Accept(s);
        desk.Expire(s);
        Assert.Empty(desk.TakePlaced());
        desk.Pass(0.3);
        IReadOnlyList<OrderIntent> again = desk.TakePlaced();
        Assert.Equal(2, again.Count);
        Assert.True(again[0].LimitPrice < l.LimitPrice);
        Assert.True(again[1].LimitPrice > s.LimitPrice);
        desk.Complete(again[0]);
        desk.Complete(again[1]);
        Assert.Equal(PairStatus.Closed, desk.Pair(id).Status);
    }

    [Fact]
    public void Depth_ForAnInstrumentNobodyTrades_IsIgnored()
    {
        EngineHarness desk = Desks.Running();
        var other = TestBooks.View(TestInstruments.OkxEth, [(3_000m, 1m)], [(3_000.01m, 1m)], desk.Elapsed);
        Assert.Empty(desk.Feed(new DepthChanged(other)));
    }

    [Fact]
    public void Fees_OfTheVenueChange_DecideTheNextOpening()
    {
        EngineHarness desk = Desks.Running();
        // 25 bps on one venue: a round trip costs 60, more than the dislocation of 50.
        Instrument dearer = TestInstruments.OkxBtc with { Fees = new FeeSchedule(Rate.FromBps(2m), Rate.FromBps(25m)) };
        desk.Feed(new InstrumentsLoaded(VenueId.OkxPerp, [dearer]));
        IReadOnlyList<Effect> effects = desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Desks.AssertNoOrders(effects);
        Assert.Equal(30m, desk.Snapshot.Edges.First(e => e.LongVenue == VenueId.BinanceUm).Edge.EntryFeesBps);
    }
}
