using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>
/// Goal: a leg that our books hold and its venue does not is found by the refused close, taken out of the books on the venue's own
/// statements, and never hedged elsewhere; the other leg goes and a person is called.
/// </summary>
public sealed class LostLegStories
{
    private const decimal ClosedAt = 59_000m;

    [Fact]
    public void LegClosedByHandAtItsVenue_IsTakenOutOfTheBooks_AndTheOtherLegCloses()
    {
        (EngineHarness desk, PairId id, OrderIntent other) = PhantomLong();
        desk.Complete(other);
        // By our books the long leg is naked now; by its venue nothing is.
        Assert.Equal((PairStatus.Partial, 0.08m), (desk.Pair(id).Status, desk.Pair(id).Imbalance));
        desk.Pass(7);
        Assert.Empty(desk.TakePlaced());

        PairRecord pair = desk.Pair(id);
        Assert.Equal((PairStatus.Closed, 0.08m, null), (pair.Status, pair.Long.ForcedQuantity, pair.Third));
        Assert.True(desk.HasAlert("leg_lost"));
        Assert.Contains("no longer held 0.08 of its Long leg", pair.LastError, StringComparison.Ordinal);
        // 0.08 at 59,000 is what the venue's wallet has for it; the daily loss sees it.
        Assert.Equal(ClosedAt * 0.08m, pair.Long.SoldNotional);
        AssertAgrees(desk);
        ReconciliationCase open = desk.OnlyCase()!;
        Assert.Equal((CaseKind.LostLeg, Desks.Binance, "Long leg of 0.08"), (open.Matter.Kind, open.Matter.Instrument, open.Ours));
        Assert.Contains("a position of 0 after it refused", open.Theirs, StringComparison.Ordinal);
    }

    [Fact]
    public void NothingOpensThere_UntilAPersonHasResolvedIt()
    {
        (EngineHarness desk, _, OrderIntent other) = PhantomLong();
        desk.Complete(other);
        desk.Pass(20);
        desk.Quote(Desks.Bybit, Desks.HighBid, Desks.HighAsk);
        Assert.DoesNotContain(desk.TakePlaced(), o => o.Instrument == Desks.Binance);
        desk.Feed(new CaseResolved(desk.OnlyCase()!.Id, "boris", "closed by hand at the venue, agreed with the desk"));
        desk.Quote(Desks.Binance, Desks.HighBid, Desks.HighAsk);
        Assert.Contains(desk.TakePlaced(), o => o.Instrument == Desks.Binance);
    }

    [Fact]
    public void OtherLegDidNotCloseEither_IsTakenOffOnceTheLossIsKnown()
    {
        (EngineHarness desk, PairId id, OrderIntent other) = PhantomLong();
        desk.Expire(other);
        desk.Pass(7);
        OrderIntent off = Assert.Single(desk.TakePlaced());
        Assert.Equal((LegRole.Short, Side.Buy, 0.08m, true), (off.Leg, off.Side, off.Quantity.Value, off.ReduceOnly));
        desk.Complete(off);
        Assert.Equal(PairStatus.Closed, desk.Pair(id).Status);
        AssertAgrees(desk);
    }

    [Fact]
    public void PartOfTheLegIsGone_ThatPartIsTakenOut()
    {
        (EngineHarness desk, PairId id, OrderIntent other) = PhantomLong(gone: 0.05m);
        desk.Complete(other);
        desk.Pass(7);
        OrderIntent off = Assert.Single(desk.TakePlaced());
        Assert.Equal((LegRole.Long, 0.03m, true), (off.Leg, off.Quantity.Value, off.ReduceOnly));
        desk.Complete(off);
        Assert.Equal((PairStatus.Closed, 0.05m), (desk.Pair(id).Status, desk.Pair(id).Long.ForcedQuantity));
        AssertAgrees(desk);
    }

    /// <summary>The venue refused for another reason: the position is there, and the ladder goes to the third venue as ever.</summary>
    [Fact]
    public void PositionIsThere_TheLadderGoesOn()
    {
        (EngineHarness desk, _, OrderIntent other) = PhantomLong(gone: 0m);
        desk.Complete(other);
        OrderIntent hedge = RefuseUntilHedged(desk);
        Assert.Equal((LegRole.Third, Desks.Bybit), (hedge.Leg, hedge.Instrument));
        Assert.False(desk.HasAlert("leg_lost"));
    }

    [Fact]
    public void AccountCannotBeRead_NothingIsHedgedAndNothingTakenOut_APersonIsTold()
    {
        (EngineHarness desk, PairId id, OrderIntent other) = PhantomLong(answersAccounts: false);
        desk.Complete(other);
        RefuseReducing(desk);
        Assert.True(desk.HasAlert("rescue_overdue"));
        Assert.Equal(0.08m, desk.Pair(id).Long.SignedQuantity);
        desk.AnswersAccounts = true;
        RefuseReducing(desk);
        Assert.Equal(PairStatus.Closed, desk.Pair(id).Status);
        AssertAgrees(desk);
    }

    [Fact]
    public void LiquidationToldMeanwhile_IsBookedAsItself()
    {
        EngineHarness desk = ThreeVenues();
        PairId id = desk.OpenPair();
        ForcedFill fill = desk.Force(Desks.Binance, OrderOrigin.Liquidation, 0.08m, ClosedAt);
        desk.Pass(0.3);
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Refuse(l, RefusalKind.ReduceOnlyRejected);
        desk.Complete(s);
        desk.Pass(2);
        desk.Feed(new ForcedFillSeen(fill));
        desk.Pass(20);
        Assert.Equal(PairStatus.Closed, desk.Pair(id).Status);
        Assert.False(desk.HasAlert("leg_lost"));
        Assert.Empty(desk.Snapshot.Cases);
        AssertAgrees(desk);
    }

    [Fact]
    public void LiquidationToldLongAfter_TakesThePlaceOfWhatWasTakenOut()
    {
        EngineHarness desk = ThreeVenues();
        PairId id = desk.OpenPair();
        ForcedFill fill = desk.Force(Desks.Binance, OrderOrigin.Liquidation, 0.08m, ClosedAt);
        desk.Pass(0.3);
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Refuse(l, RefusalKind.ReduceOnlyRejected);
        desk.Complete(s);
        desk.Pass(20);
        Assert.Equal(PairStatus.Closed, desk.Pair(id).Status);
        // By the wallet: the price and the fee of 2.5 in one figure.
        Assert.Equal((ClosedAt * 0.08m) - 2.5m, desk.Pair(id).Long.SoldNotional);
        decimal total = desk.Pair(id).RealizedPnl().Total;

        desk.Feed(new ForcedFillSeen(fill));
        desk.Pass(1);
        PairRecord pair = desk.Pair(id);
        Assert.Equal((PairStatus.Closed, 0.08m, ClosedAt * 0.08m), (pair.Status, pair.Long.ForcedQuantity, pair.Long.SoldNotional));
        Assert.Equal(total, pair.RealizedPnl().Total);
        Assert.Equal(total, desk.Snapshot.Totals.ClosedPnl.Total);
        Assert.True(Assert.Single(desk.Ledger.ForcedFills).Unassigned.IsZero);
        Assert.Empty(desk.Snapshot.Cases);
        AssertAgrees(desk);
    }

    [Fact]
    public void LostAndFoundAfterARestart_TheSame()
    {
        (EngineHarness desk, PairId id, OrderIntent other) = PhantomLong();
        desk.Complete(other);
        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(0.3);
        foreach (OrderIntent order in desk.TakePlaced())
        {
            desk.Refuse(order, RefusalKind.ReduceOnlyRejected);
        }

        desk.Pass(7);
        Assert.Equal(PairStatus.Closed, desk.Pair(id).Status);
        AssertAgrees(desk);
    }

    /// <summary>A venue may tell its forced fills again with every start.</summary>
    [Fact]
    public void LiquidationToldAfterARestart_GoesIntoTheCase()
    {
        (EngineHarness desk, PairId id, OrderIntent other) = PhantomLong(gone: 0m, liquidated: 2);
        desk.Complete(other);
        desk.Pass(20);
        Assert.Equal(PairStatus.Closed, desk.Pair(id).Status);
        decimal total = desk.Pair(id).RealizedPnl().Total;
        desk.Restart();
        desk.ConnectQuietly();
        foreach (ForcedFill fill in desk.Venues[VenueId.BinanceUm].Forced)
        {
            desk.Feed(new ForcedFillSeen(fill));
            Assert.Empty(desk.Feed(new ForcedFillSeen(fill)));
        }

        ReconciliationCase open = desk.OnlyCase()!;
        Assert.Equal((CaseKind.LostLeg, -0.08m), (open.Matter.Kind, open.Difference));
        Assert.All(desk.Ledger.ForcedFills, f => Assert.Contains($"liquidation of 0.04 at 59000, fee 2.5 USDT, trade {f.Fill.TradeId}", open.Theirs, StringComparison.Ordinal));
        Assert.Equal([0.04m, 0.04m], desk.Ledger.ForcedFills.Select(f => f.Unassigned.Value));
        Assert.Equal(total, desk.Pair(id).RealizedPnl().Total);
        AssertAgrees(desk);
        Assert.Equal(CaseKind.LostLeg, desk.OnlyCase()!.Matter.Kind);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LiquidationThatTookALostLeg_IsNotTakenFromAnotherPair(bool restarts)
    {
        (EngineHarness desk, _, OrderIntent other) = PhantomLong(gone: 0m, liquidated: 2);
        desk.Complete(other);
        desk.Pass(20);
        desk.Feed(new CaseResolved(desk.OnlyCase()!.Id, "boris", "liquidated, seen in the venue's app"));
        desk.Pass(desk.Options.Strategy.WarmUp + TimeSpan.FromSeconds(1));
        PairId second = desk.OpenPair();
        if (restarts)
        {
            desk.Restart();
            desk.Connect();
        }

        foreach (ForcedFill fill in desk.Venues[VenueId.BinanceUm].Forced)
        {
            Desks.AssertNoOrders(desk.Feed(new ForcedFillSeen(fill)));
        }

        Assert.Equal((PairStatus.Open, 0.08m, 0m), (desk.Pair(second).Status, desk.Pair(second).Long.SignedQuantity, desk.Pair(second).Long.ForcedQuantity));
        desk.AssertMatchesVenues();
        Assert.Empty(desk.Snapshot.Cases);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void LiquidationOfLater_IsThePairsThatHoldsItNow(bool restarts)
    {
        (EngineHarness desk, _, OrderIntent other) = PhantomLong();
        desk.Complete(other);
        desk.Pass(20);
        desk.Feed(new CaseResolved(desk.OnlyCase()!.Id, "boris", "closed by hand at the venue"));
        desk.Pass(desk.Options.Strategy.WarmUp + TimeSpan.FromSeconds(1));
        PairId second = desk.OpenPair();
        if (restarts)
        {
            desk.Restart();
            desk.Connect();
        }

        desk.Feed(new ForcedFillSeen(desk.Force(Desks.Binance, OrderOrigin.Liquidation, 0.08m, ClosedAt)));
        Assert.Equal(0.08m, desk.Pair(second).Long.ForcedQuantity);
        Assert.True(Assert.Single(desk.Ledger.ForcedFills).Unassigned.IsZero);
        desk.AssertMatchesVenues();
    }

    private static EngineHarness ThreeVenues() =>
        Desks.Running(null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);

    /// <summary>A person has sold the long leg at its venue; prices meet, and the venue refuses to close it.</summary>
    /// <param name="liquidated">The venue itself has taken it, in so many equal fills that it has not told.</param>
    private static (EngineHarness Desk, PairId Pair, OrderIntent Other) PhantomLong(decimal gone = 0.08m, bool answersAccounts = true, int liquidated = 0)
    {
        EngineHarness desk = ThreeVenues();
        PairId id = desk.OpenPair();
        if (gone != 0m)
        {
            desk.Venues[VenueId.BinanceUm].Interfere(Desks.Binance, -gone, ClosedAt);
        }

        for (int i = 0; i < liquidated; i++)
        {
            desk.Force(Desks.Binance, OrderOrigin.Liquidation, 0.08m / liquidated, ClosedAt);
        }

        desk.Pass(0.3);
        desk.AnswersAccounts = answersAccounts;
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Refuse(l, RefusalKind.ReduceOnlyRejected);
        return (desk, id, s);
    }

    /// <summary>For a minute the venue refuses what the doubtful leg sends, and nothing else is sent.</summary>
    private static void RefuseReducing(EngineHarness desk)
    {
        for (int i = 0; i < 300; i++)
        {
            foreach (OrderIntent order in desk.TakePlaced())
            {
                Assert.Equal((LegRole.Long, true), (order.Leg, order.ReduceOnly));
                desk.Refuse(order, RefusalKind.ReduceOnlyRejected);
            }

            desk.Pass(0.2);
        }
    }

    private static OrderIntent RefuseUntilHedged(EngineHarness desk)
    {
        for (int i = 0; i < 300; i++)
        {
            foreach (OrderIntent order in desk.TakePlaced())
            {
                if (order.Purpose == OrderPurpose.Hedge)
                {
                    return order;
                }

                desk.Refuse(order, RefusalKind.ReduceOnlyRejected);
            }

            desk.Pass(0.2);
        }

        throw new InvalidOperationException("nothing was hedged");
    }

    /// <summary>Positions, and no difference of wallet or position that would become a case.</summary>
    private static void AssertAgrees(EngineHarness desk)
    {
        desk.AssertMatchesVenues();
        desk.Pass(60);
        Assert.DoesNotContain(desk.Snapshot.Cases, c => c.Matter.Kind is CaseKind.Position or CaseKind.Wallet);
        Assert.Empty(desk.TakePlaced());
    }
}
