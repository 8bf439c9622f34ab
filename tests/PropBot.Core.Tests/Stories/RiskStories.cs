using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: every order that opens passes the rules with what is in flight at its worst, and what reduces risk passes none.</summary>
public sealed class RiskStories
{
    private static readonly Instrument[] ThreeVenues = [TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc];

    [Theory]
    [InlineData("order")]
    [InlineData("asset")]
    [InlineData("strategy")]
    [InlineData("own_symbol")]
    [InlineData("delta")]
    public void Limit_SmallerThanAnOrder_MakesTheOrderSmaller(string limit)
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = Limited(o.Risk, limit, 3_000m) });
        (OrderIntent l, _) = desk.Dislocate();
        // 3,000 / 60,300.05, the dearer leg, = 0.0497, in lots of 0.01.
        Assert.Equal(new Quantity(0.04m), l.Quantity);
    }

    [Theory]
    [InlineData("asset", "asset_cap")]
    [InlineData("strategy", "strategy_cap")]
    [InlineData("delta", "net_delta")]
    public void Limit_UsedUpByOrdersInFlight_RefusesTheSecond(string limit, string rule)
    {
        // The first pair takes 0.08 x 60,300.05 = 4,824.004 of 4,850; what is left is below Binance's smallest order of 100.
        EngineHarness desk = Desks.Running(o => o with { Risk = Limited(o.Risk, limit, 4_850m) }, ThreeVenues);
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        // Nobody knows what became of either.
        desk.LoseAnswer(l);
        desk.LoseAnswer(s);
        desk.Quote(Desks.Bybit, Desks.HighBid + 300m, Desks.HighAsk + 300m);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals(rule) > 0);
    }

    [Fact]
    public void Limit_OfAPairWhoseOpeningIsUnknown_StillCountsAfterARestart()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = Limited(o.Risk, "asset", 4_850m) }, ThreeVenues);
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Reach(l);
        desk.Reach(s);
        desk.Restart();
        Assert.Contains(desk.Snapshot.Risk.Lines, line => line is { Limit: "asset_cap", Scope: "BTC" } && line.Current > 0m);
    }

    [Fact]
    public void NetDelta_OfANakedLeg_StopsOpeningAndNotItsRescue()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = Limited(o.Risk, "delta", 9_000m) }, ThreeVenues);
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        // The short leg fills nothing: 0.08 BTC stand alone, and the rescue is sent all the same.
        desk.Accept(s);
        desk.Expire(s);
        OrderIntent rescue = Assert.Single(desk.TakePlaced());
        Assert.NotEqual(OrderPurpose.Open, rescue.Purpose);
        // 0.08 x 60,000.05 = 4,800 stand alone and the rescue may fill or not: 4,199 are left, / 60,600.05 = 0.069.
        desk.Quote(Desks.Bybit, Desks.HighBid + 300m, Desks.HighAsk + 300m);
        Assert.All(desk.TakePlaced().Where(o => o.Purpose == OrderPurpose.Open), o => Assert.Equal(0.069m, o.Quantity.Value));
    }

    [Fact]
    public void OpenOrders_AtTheirLimit_RefuseTheNextPairThere()
    {
        EngineHarness desk = Desks.Running(
            o => o with { Risk = o.Risk with { VenueOpenOrders = new Dictionary<VenueId, int> { [VenueId.BinanceUm] = 1 } } }, ThreeVenues);
        (OrderIntent l, _) = desk.Dislocate();
        desk.Quote(Desks.Bybit, Desks.HighBid + 300m, Desks.HighAsk + 300m);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("open_orders") > 0);
        desk.Complete(l);
        desk.Quote(Desks.Bybit, Desks.HighBid + 300m, Desks.HighAsk + 300m);
        Assert.NotEmpty(desk.TakePlaced());
    }

    [Fact]
    public void Leverage_AtItsLimit_MakesTheOrderSmaller()
    {
        // 0.03 x 100,000 of equity = 3,000 for legs on each venue: 3,000 / 60,300.05 = 0.0497.
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxLeverage = 0.03m } });
        Assert.Equal(0.04m, desk.Dislocate().Long.Quantity.Value);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(0.0241m, Math.Round(desk.Snapshot.Risk.Lines.Single(x => x is { Limit: "leverage", Scope: "okx-perp" }).Current, 4, MidpointRounding.ToZero));
    }

    [Theory]
    // Isolated at leverage L with 2 % of maintenance: a long is liquidated (1/L - 0.02) / 0.98 below its price: 0.082 at 10, 0.188 at 5.
    [InlineData(10, false)]
    [InlineData(5, true)]
    public void LiquidationDistance_OfAnIsolatedLeg_DecidesByItsLeverage(int leverage, bool opens)
    {
        EngineHarness desk = Desks.Running(o => o with
        {
            MarginTerms = new Dictionary<VenueId, MarginTerms> { [VenueId.BinanceUm] = new(MarginMode.Isolated, leverage) },
        });
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(opens, desk.TakePlaced().Count > 0);
        Assert.Equal(opens ? 0 : 1, Math.Min(1, desk.Refusals("liquidation_distance")));
    }

    [Fact]
    public void LiquidationDistance_OfAHeldLegBelowTheAlarm_IsToldAndToldToBeOver()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        VenueTruth okx = desk.Venues[VenueId.OkxPerp];
        AccountReport account = okx.Account(desk.At, null);
        desk.AnswersAccounts = false;
        Tell(desk, account, liquidationAt: 65_000m);
        // The mark is the mid, 60,300.05: 4,699.95 / 60,300.05 = 7.8 % away.
        desk.Pass(2);
        AlertRaisedOnce(desk, "liquidation_near");
        Tell(desk, account, liquidationAt: 70_000m);
        desk.Pass(2);
        AlertRaisedOnce(desk, "liquidation_near_resolved");
    }

    [Fact]
    public void LiquidationDistance_AfterARestart_IsToldOnceTheAccountWasRead_AndNotBefore()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        AccountReport account = desk.Venues[VenueId.OkxPerp].Account(desk.At, null);
        desk.AnswersAccounts = false;
        desk.Restart();
        desk.ConnectQuietly();
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        desk.Pass(3);
        Assert.DoesNotContain(desk.Snapshot.Alerts, a => a.Code == "liquidation_near");
        Tell(desk, account, liquidationAt: 65_000m);
        desk.Pass(2);
        AlertRaisedOnce(desk, "liquidation_near");
    }

    [Fact]
    public void Stress_ThatOneVenueCouldNotBear_IsRefusedWithItsScenario()
    {
        // 4,824 on OKX move by 50 %: 2,412 of 100,000 is more than 2 %.
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { StressMove = 0.5m, MaxStressLoss = 0.02m } });
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        var denial = Assert.Single(desk.Snapshot.Risk.Denials, d => d.Code == "stress");
        Assert.Equal(0.02m, denial.Limit);
        Assert.Equal(0.0241m, Math.Round(denial.Actual, 4, MidpointRounding.ToZero));
        // The short leg loses in a rise while the venue of the long one is down.
        Assert.Contains("BTC +50 %", denial.English, StringComparison.Ordinal);
        Assert.Contains("binance-um is down", denial.English, StringComparison.Ordinal);
        Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code == "stress");
    }

    [Fact]
    public void PriceBand_BelowThePlannedPrice_RefusesOpeningAndClampsWhatReduces()
    {
        EngineHarness desk = Desks.Running();
        TellLimits(desk, Desks.Okx, highest: 61_000m, lowest: 60_500m);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("price_band") > 0);

        TellLimits(desk, Desks.Okx, highest: 61_000m, lowest: 59_000m);
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Complete(s);
        // The closing buy would pay up to 60,000.1 and 5 basis points; the venue takes 60,010 at the most.
        TellLimits(desk, Desks.Okx, highest: 60_010.05m, lowest: 59_000m);
        (_, OrderIntent close) = desk.Converge();
        Assert.Equal((Side.Buy, new Price(60_010.0m)), (close.Side, close.LimitPrice));
    }

    [Fact]
    public void PriceOutlier_FarFromWhatTheBookLastShowed_WaitsUntilItHasStood()
    {
        EngineHarness desk = Desks.Running();
        desk.Quote(Desks.Okx, 66_000m, 66_000.1m);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("price_outlier") > 0);
        var denial = Assert.Single(desk.Snapshot.Risk.Denials, d => d.Code == "price_outlier");
        Assert.Equal(300m, denial.Limit);
        Assert.True(denial.Actual > 300m);
    }

    [Fact]
    public void Runaway_MoreOpeningOrdersThanAllowed_HoldsTheDeskAlsoAfterARestart()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxOrdersPerMinute = 3, CoolDown = TimeSpan.Zero } }, ThreeVenues);
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Complete(s);
        // Two of three are sent, two more would be four.
        desk.Quote(Desks.Bybit, Desks.HighBid + 300m, Desks.HighAsk + 300m);
        Assert.Empty(desk.TakePlaced());
        Assert.Equal((ControlMode.Hold, "runaway_orders_per_min", "runaway_breaker"), (desk.Ledger.Control.Mode, desk.Ledger.Control.HoldReason, desk.Ledger.Control.HoldSource));

        // The pair that is open closes all the same.
        (OrderIntent closeLong, OrderIntent closeShort) = desk.Converge();
        desk.Complete(closeLong);
        desk.Complete(closeShort);

        desk.Skip(TimeSpan.FromSeconds(5));
        desk.Restart();
        Assert.Equal(2m, desk.Snapshot.Risk.Lines.Single(x => x.Limit == "runaway_orders_per_min").Current);
        desk.Pass(60);
        Assert.Equal(0m, desk.Snapshot.Risk.Lines.Single(x => x.Limit == "runaway_orders_per_min").Current);
    }

    [Fact]
    public void VenueRejects_InARow_StopOpeningThereForLongerEachTime_AndAreForgottenWithTheFirstOrderTaken()
    {
        EngineHarness desk = Desks.Running(o => o with { Risk = o.Risk with { MaxVenueRejects = 2, CoolDown = TimeSpan.Zero, RejectPause = TimeSpan.FromSeconds(10) } });
        desk.OpenPair();
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(l);
        desk.Complete(s);
        RefuseBoth(desk);
        RefuseBoth(desk);
        Assert.Empty(Opened(desk));
        Assert.True(desk.Refusals("venue_rejects") > 0);
        desk.Pass(9.9);
        Assert.Empty(Opened(desk));
        desk.Pass(0.2);
        RefuseBoth(desk);
        // Twice as long now.
        desk.Pass(15);
        Assert.Empty(Opened(desk));
        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(20);
        Assert.Equal(3m, desk.Snapshot.Risk.Lines.Single(x => x is { Limit: "venue_rejects", Scope: "okx-perp" }).Current);
        desk.LeaveHold();
        foreach (OrderIntent order in Opened(desk))
        {
            desk.Complete(order);
        }

        Assert.Contains(desk.Snapshot.Risk.Lines, x => x is { Limit: "venue_rejects", Scope: "okx-perp" } && x.Current == 0m);
    }

    [Theory]
    [InlineData(-3, null, false)]
    [InlineData(-30, null, true)]
    [InlineData(-30, 2, false)]
    [InlineData(-30, 20, true)]
    public void Universe_NewOrEndingContract_IsNotOpened(int listedDays, int? endsInDays, bool opens)
    {
        Instrument okx = TestInstruments.OkxBtc with
        {
            ListedAt = EngineHarness.Noon.AddDays(listedDays),
            DelistingAt = endsInDays is { } days ? EngineHarness.Noon.AddDays(days) : null,
        };
        EngineHarness desk = Desks.Running(null, TestInstruments.BinanceBtc, okx);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(opens, desk.TakePlaced().Count > 0);
        Assert.Equal(opens ? 0 : 1, Math.Min(1, desk.Refusals("universe")));
    }

    [Fact]
    public void Universe_SymbolThatIsNotConfigured_IsRefusedAndRemembered()
    {
        EngineHarness desk = Desks.Running(o => o with { Symbols = [TestInstruments.Eth] });
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.Equal(["BTCUSDT"], desk.Snapshot.Risk.UnknownPairs);
    }

    [Fact]
    public void SelfTrade_ForeignOrderInTheWay_RefusesOpening()
    {
        EngineHarness desk = Desks.Stopped(o => o with
        {
            ForeignOrders = o.Venues.ToDictionary(v => v, _ => ForeignOrderPolicy.Ignore),
        });
        desk.Begin();
        desk.AnswersOpenOrders = false;
        desk.TakeQuestions();
        desk.Pass(20);
        QueryOpenOrders question = desk.TakeQuestions().OfType<QueryOpenOrders>().First(q => q.Venue == VenueId.OkxPerp);
        var resting = new OrderReport(
            Desks.Okx, new ClientOrderId("somebody"), new VenueOrderId("77"), OrderStatus.Acknowledged, Quantity.Zero, 0m, desk.At)
        { Side = Side.Buy, Quantity = new Quantity(1m), LimitPrice = new Price(60_300m) };
        desk.Feed(new OpenOrdersReported(VenueId.OkxPerp, [resting]) { Question = question.Question });
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.DoesNotContain(desk.TakePlaced(), o => o.Instrument == Desks.Okx && o.Side == Side.Sell);
        Assert.True(desk.Refusals("self_trade") > 0);
    }

    private static void Tell(EngineHarness desk, AccountReport account, decimal liquidationAt)
    {
        desk.Pass(6);
        QueryAccount question = desk.TakeQuestions().OfType<QueryAccount>().Last(q => q.Venue == account.Venue);
        PositionReport[] positions = [.. account.Positions.Select(p => p with { LiquidationPrice = liquidationAt })];
        desk.Feed(new AccountReported(account with { Positions = positions }) { Question = question.Question });
    }

    private static void AlertRaisedOnce(EngineHarness desk, string code) => Assert.Single(desk.Snapshot.Alerts, a => a.Code == code);

    private static void TellLimits(EngineHarness desk, InstrumentId id, decimal highest, decimal lowest) => desk.Feed(
        new MarkPriceChanged(id, new Price(Desks.Bid), default, new PriceLimits(new Price(highest), new Price(lowest))));

    private static IReadOnlyList<OrderIntent> Opened(EngineHarness desk)
    {
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        return desk.TakePlaced();
    }

    private static void RefuseBoth(EngineHarness desk)
    {
        IReadOnlyList<OrderIntent> placed = Opened(desk);
        Assert.Equal(2, placed.Count);
        foreach (OrderIntent order in placed)
        {
            desk.Refuse(order, RefusalKind.InvalidRequest);
        }
    }

    private static RiskOptions Limited(RiskOptions risk, string limit, decimal value) => limit switch
    {
        "order" => risk with { MaxNotionalPerOrder = new Notional(value) },
        "asset" => risk with { MaxNotionalPerAsset = new Notional(value) },
        "strategy" => risk with { MaxNotionalPerStrategy = new Notional(value) },
        "own_symbol" => risk with { SymbolCaps = new Dictionary<Symbol, Notional> { [TestInstruments.Btc] = new(value) } },
        _ => risk with { MaxNetDelta = new Notional(value) },
    };
}
