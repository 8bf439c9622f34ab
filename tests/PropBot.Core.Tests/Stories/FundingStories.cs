using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: a settlement is booked once, with its sign, and belongs to the pairs that held the instrument.</summary>
public sealed class FundingStories
{
    [Fact]
    public void Settlement_ToldTwice_IsBookedOnceAndBelongsToThePair()
    {
        EngineHarness desk = Desks.Running();
        PairId id = desk.OpenPair();
        desk.Pass(1);
        // A positive rate: the long pays 0.08 x 60,000 x 0.0001 = 0.48, the short of another venue receives.
        FundingPayment paid = desk.Venues[VenueId.BinanceUm].Settle(Desks.Binance, 0.0001m, 60_000m, desk.At)!;
        FundingPayment received = desk.Venues[VenueId.OkxPerp].Settle(Desks.Okx, 0.0002m, 60_000m, desk.At)!;
        Assert.Single(desk.Feed(new FundingSettled(paid)).OfType<EntryPosted>());
        Assert.Empty(desk.Feed(new FundingSettled(paid)));
        desk.Feed(new FundingSettled(received));
        Assert.Equal((-0.48m, 0.96m), (desk.Pair(id).Long.Funding, desk.Pair(id).Short.Funding));
        Assert.Equal(0.48m, desk.Ledger.Balance(LedgerAccount.Funding(VenueId.BinanceUm), Asset.Usdt));

        desk.Restart();
        Assert.Empty(desk.Feed(new FundingSettled(paid)).OfType<EntryPosted>());
        Assert.Equal(-0.48m, desk.Pair(id).Long.Funding);
    }

    [Fact]
    public void Settlement_OfTwoPairs_IsSplitByQuantityToTheLastDigit()
    {
        EngineHarness desk = Desks.Running(null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);
        PairId first = desk.OpenPair();
        desk.Quote(Desks.Bybit, Desks.HighBid, Desks.HighAsk);
        IReadOnlyList<OrderIntent> orders = desk.TakePlaced();
        desk.Complete(orders[0]);
        desk.Complete(orders[1]);
        PairId second = orders[0].Pair;
        // Long Binance 0.08 and 0.083.
        Assert.Equal((0.08m, 0.083m), (desk.Pair(first).Long.SignedQuantity, desk.Pair(second).Long.SignedQuantity));
        desk.Pass(1);
        FundingPayment paid = desk.Venues[VenueId.BinanceUm].Settle(Desks.Binance, 0.0001m, 60_001m, desk.At)!;
        desk.Feed(new FundingSettled(paid));
        // 0.163 x 60,001 x 0.0001 = 0.9780163; the first has 0.08 / 0.163 of it, cut off at 8 places, the second the rest.
        Assert.Equal(-0.9780163m, paid.Payment.Amount);
        Assert.Equal(-0.480008m, desk.Pair(first).Long.Funding);
        Assert.Equal(-0.4980083m, desk.Pair(second).Long.Funding);
    }

    [Fact]
    public void Settlement_BeforeThePairWasOpened_IsNotItsOwn()
    {
        EngineHarness desk = Desks.Running();
        DateTimeOffset settled = desk.At;
        desk.Pass(1);
        PairId id = desk.OpenPair();
        desk.Venues[VenueId.BinanceUm].Deposit(-1.5m);
        desk.Feed(new FundingSettled(new FundingPayment(Desks.Binance, "early", new Money(-1.5m, Asset.Usdt), settled)));
        Assert.Equal(0m, desk.Pair(id).Long.Funding);
        Assert.Equal(-1.5m, desk.Snapshot.Totals.UnassignedFunding);
    }

    [Fact]
    public void UnassignedFunding_AfterARestart_IsWhatItWas()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Pass(1);
        desk.Feed(new FundingSettled(desk.Venues[VenueId.BinanceUm].Settle(Desks.Binance, 0.0001m, 60_000m, desk.At)!));
        desk.Venues[VenueId.BinanceUm].Deposit(-1.5m);
        desk.Feed(new FundingSettled(new FundingPayment(Desks.Binance, "early", new Money(-1.5m, Asset.Usdt), EngineHarness.Noon.AddHours(-1))));
        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(1);
        Assert.Equal(-1.5m, desk.Snapshot.Totals.UnassignedFunding);
    }

    [Fact]
    public void Settlement_ToldAfterThePairWasClosed_IsStillItsOwn()
    {
        EngineHarness desk = Desks.Running();
        PairId id = desk.OpenPair();
        desk.Pass(1);
        FundingPayment paid = desk.Venues[VenueId.BinanceUm].Settle(Desks.Binance, 0.0001m, 60_000m, desk.At)!;
        desk.Pass(1);
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(l);
        desk.Complete(s);
        PairPnl before = desk.Snapshot.Totals.ClosedPnl;
        desk.Feed(new FundingSettled(paid));
        Assert.Equal((PairStatus.Closed, -0.48m), (desk.Pair(id).Status, desk.Pair(id).RealizedPnl().Funding));
        Assert.Equal(before.Total - 0.48m, desk.Snapshot.Totals.ClosedPnl.Total);
        Assert.Equal(0m, desk.Snapshot.Totals.UnassignedFunding);
    }

    [Fact]
    public void Fee_InAnotherCoin_IsBookedInIt_CountsTheScheduleInTheLoss_AndStopsOpeningThere()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        FillReport fill = desk.Execute(l, 0.08m);
        desk.Venues[VenueId.BinanceUm].Deposit(-fill.Fee.Amount);
        desk.Tell(fill with { Fee = new Money(-0.004m, new Asset("BNB")) });
        desk.Complete(s);
        // The long was filled at 60,000.1: 4,800.008 USDT at the dearest rate of the schedule.
        FeeSchedule schedule = TestInstruments.BinanceBtc.Fees;
        decimal worth = 4_800.008m * Math.Max(schedule.Maker.Value, schedule.Taker.Value);
        Assert.True(worth > 0m);
        Assert.Equal(-worth, desk.Pair(l.Pair).Long.Fees);
        Assert.Equal(-0.004m, desk.Ledger.Balance(LedgerAccount.Cash(VenueId.BinanceUm), new Asset("BNB")));
        Assert.Equal(0m, desk.Ledger.Balance(LedgerAccount.Cash(VenueId.BinanceUm), Asset.Usdt) - 100_000m + 4_800.008m);
        Assert.Equal(-worth + desk.Pair(l.Pair).Short.Fees, desk.Snapshot.Day.Realized);
        Assert.True(desk.HasAlert("fee_asset"));

        desk.Pass(1);
        Assert.True(desk.HasAlert("fee_coin"));
        Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code == "fee_coin" && b.Russian.Contains("Отключите оплату комиссий в BNB", StringComparison.Ordinal));
        decimal before = desk.Snapshot.Day.Realized;
        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(1);
        Assert.Equal(before, desk.Snapshot.Day.Realized);
    }

    /// <summary>Goal: what the desk froze by itself nobody has set aside, so that the watchdog holds for the venue as before.</summary>
    [Fact]
    public void Venue_FrozenForItsFees_HoldsTheDeskWhenItIsLost_UntilAPersonSetsItAside()
    {
        EngineHarness desk = Desks.Running(o => o with { Watchdog = o.Watchdog with { AutoHold = true } });
        OpenPaying(desk, new Asset("BNB"));
        desk.Feed(new VenueLinkChanged(VenueId.BinanceUm, VenueLink.Down, "cable"));
        desk.Pass(25);
        Assert.Contains(desk.Ledger.Control.Holds.Causes, c => c.Source == "watchdog:binance-um");
        Assert.Contains(desk.Snapshot.Preflight, c => c is { Name: "watchdog", Ok: false, BlocksResume: true });
        desk.Feed(new FreezeRequested(ControlScope.Of(VenueId.BinanceUm), ScopeState.Frozen, "anna", "outage"));
        Assert.Contains(desk.Snapshot.Preflight, c => c is { Name: "watchdog", Ok: false, BlocksResume: false });
    }

    /// <summary>Goal: where no setting can be asked, a fee in another coin stops opening until two people say that it is over: not for a time, and not until a restart.</summary>
    [Fact]
    public void Fee_InAnotherCoin_StopsOpeningThere_OverHoursAndARestart_UntilTwoPeopleReleaseTheVenue()
    {
        ControlScope binance = ControlScope.Of(VenueId.BinanceUm);
        EngineHarness desk = Desks.Running();
        OpenPaying(desk, new Asset("BNB"));
        Assert.Equal("frozen: fee_in_BNB (fee_coin)", desk.Ledger.Control.Scopes.Words(binance));
        desk.Skip(TimeSpan.FromHours(3));
        desk.Pass(1);
        AssertStopped(desk);

        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(1);
        AssertStopped(desk);
        Assert.Single(desk.Snapshot.Alerts, a => a.Code == "fee_coin");

        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.Unfreeze, "anna", "switched off") { Releases = binance });
        desk.Feed(new ApprovalConfirmed(ApprovalAction.Unfreeze, OperatorSteps.IdOf(1), "anna"));
        Assert.Equal("same_person", desk.Engine.Refusal?.Code);
        AssertStopped(desk);
        desk.Feed(new ApprovalConfirmed(ApprovalAction.Unfreeze, OperatorSteps.IdOf(1), "boris"));
        desk.Pass(1);
        Assert.Contains(desk.Snapshot.Preflight, c => c is { Name: "fee_coin", Ok: true });
        Assert.DoesNotContain(desk.Snapshot.OpeningBlocks, b => b.Code is "fee_coin" or "frozen");
        Assert.True(desk.HasAlert("fee_coin_over"));
    }

    [Fact]
    public void Fee_InAnotherCoin_AfterARequestToRelease_FreezesOn()
    {
        ControlScope binance = ControlScope.Of(VenueId.BinanceUm);
        EngineHarness desk = Desks.Running();
        OpenPaying(desk, new Asset("BNB"));
        desk.Feed(new ApprovalRequested(OperatorSteps.IdOf(1), ApprovalAction.Unfreeze, "anna", "switched off") { Releases = binance });
        (OrderIntent l, OrderIntent s) = desk.Converge();
        Pay(desk, l, new Asset("BNB"));
        desk.Complete(s);
        Assert.Empty(desk.Snapshot.ActivePairs);
        desk.Feed(new ApprovalConfirmed(ApprovalAction.Unfreeze, OperatorSteps.IdOf(1), "boris"));
        AssertStopped(desk);
    }

    [Fact]
    public void ForcedFill_WithAFeeInAnotherCoin_StopsOpeningThereToo()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        ForcedFill forced = desk.Force(Desks.Binance, OrderOrigin.Liquidation, 0.08m, 60_000m);
        desk.Feed(new ForcedFillSeen(forced with { Fee = new Money(-0.004m, new Asset("BNB")) }));
        Assert.Equal("frozen: fee_in_BNB (fee_coin)", desk.Ledger.Control.Scopes.Words(ControlScope.Of(VenueId.BinanceUm)));
    }

    private static void OpenPaying(EngineHarness desk, Asset coin)
    {
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        Pay(desk, l, coin);
        desk.Complete(s);
    }

    /// <summary>Filled in full; the wallet in the settle coin keeps what the fee would have taken.</summary>
    private static void Pay(EngineHarness desk, OrderIntent order, Asset coin)
    {
        FillReport fill = desk.Execute(order, order.Quantity.Value);
        desk.Venues[order.Instrument.Venue].Deposit(-fill.Fee.Amount);
        desk.Tell(fill with { Fee = new Money(-0.004m, coin) });
    }

    private static void AssertStopped(EngineHarness desk)
    {
        Assert.Contains(desk.Snapshot.Preflight, c => c is { Name: "fee_coin", Ok: false, Value: "BNB" });
        Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code == "fee_coin" && b.English.Contains("two people, unfreeze", StringComparison.Ordinal)
            && b.Russian.Contains("двое, unfreeze", StringComparison.Ordinal));
        Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code == "frozen");
        Assert.Equal(ScopeState.Frozen, desk.Ledger.Control.Scopes.StateOf(ControlScope.Of(VenueId.BinanceUm)));
    }

    [Fact]
    public void Fees_InAnotherCoinByTheAccountsSetting_StopOpeningThere_UntilItIsSwitchedOff()
    {
        EngineHarness desk = Desks.Stopped();
        desk.AnswersAccounts = false;
        desk.Start();
        desk.ConnectQuietly();
        TellAccounts(desk, new Asset("BNB"));
        desk.Pass(3);
        Assert.Contains(desk.Snapshot.Preflight, c => c is { Name: "fee_coin", Ok: false, BlocksResume: false, Value: "BNB", Threshold: "USDT" });
        Assert.Single(desk.Snapshot.Alerts, a => a.Code == "fee_coin");
        Assert.NotEqual(ControlMode.Run, desk.Snapshot.Control.Mode);

        desk.Pass(3);
        TellAccounts(desk, null);
        desk.Pass(1);
        Assert.True(desk.HasAlert("fee_coin_over"));
        Assert.Contains(desk.Snapshot.Preflight, c => c is { Name: "fee_coin", Ok: true });
    }

    /// <summary>Goal: a venue that does not tell in which coin it takes its fees opens nothing, and closes all the same.</summary>
    [Fact]
    public void Fees_InNobodyKnowsWhichCoin_StopOpeningThere_AndNoClose()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Pass(1);
        desk.AnswersAccounts = false;
        desk.TakeQuestions();
        desk.Pass(16);
        TellAccounts(desk, null, isUnknown: true);
        desk.Pass(1);
        Assert.Contains(desk.Snapshot.Preflight, c => c is { Name: "fee_coin", Ok: false, BlocksResume: false, Value: "unknown", Threshold: "USDT" });
        Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code == "fee_coin"
            && b.English.Contains("does not tell in which coin", StringComparison.Ordinal) && b.Russian.Contains("не сообщает, в какой монете", StringComparison.Ordinal));
        Assert.Single(desk.Snapshot.Alerts, a => a.Code == "fee_coin");
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "venue.fee_coin" && l.Payload.Contains(new("now", "unknown")));

        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("fee_coin") > 0);
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(l);
        desk.Complete(s);
        Assert.Empty(desk.Snapshot.ActivePairs);
    }

    private static void TellAccounts(EngineHarness desk, Asset? feeCoin, bool isUnknown = false)
    {
        foreach (QueryAccount query in desk.TakeQuestions().OfType<QueryAccount>())
        {
            Asset? told = query.Venue == VenueId.BinanceUm ? feeCoin : null;
            desk.Feed(new AccountReported(desk.Venues[query.Venue].Account(desk.At) with { FeeCoin = told, IsFeeCoinUnknown = isUnknown && query.Venue == VenueId.BinanceUm }) { Question = query.Question });
        }
    }

    [Fact]
    public void Opening_ShortlyBeforeACostlySettlement_IsNotWorthIt()
    {
        EngineHarness desk = Desks.Running();
        DateTimeOffset soon = desk.At.AddMinutes(20);
        // The long pays 0.3 % within the holding time: 30 of the 29.9 basis points expected.
        desk.Feed(new MarkPriceChanged(Desks.Binance, new Price(60_000m),
            new Core.MarketData.FundingQuote(new Rate(0.003m), soon, TimeSpan.FromHours(8))));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.Equal(30m, desk.Snapshot.Edges.First(e => e.LongVenue == VenueId.BinanceUm).Edge.FundingBps);
    }
}
