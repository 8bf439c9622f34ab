using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>
/// Goal: what a venue takes off by itself is booked once, with its fee, on the pairs that held it; the other legs are taken off
/// without anybody's help, and books and statements agree again.
/// </summary>
public sealed class ForcedFillStories
{
    private const decimal Fee = 2.5m;

    [Fact]
    public void Liquidation_OfAWholeLeg_InHold_TakesTheOtherLegOff()
    {
        EngineHarness desk = Desks.Running();
        PairId id = desk.OpenPair();
        desk.Feed(new HoldRequested("anna", "night"));
        ForcedFill fill = desk.Force(Desks.Okx, OrderOrigin.Liquidation, 0.08m, 60_400m);
        IReadOnlyList<Effect> effects = desk.Feed(new ForcedFillSeen(fill));

        Assert.Contains(effects, e => e is AlertRaised { Severity: AlertSeverity.Critical, Code: "forced_fill" });
        Assert.Equal(PairStatus.Partial, desk.Pair(id).Status);
        OrderIntent unwind = Assert.Single(desk.TakePlaced());
        Assert.Equal((OrderPurpose.Unwind, Desks.Binance, Side.Sell, 0.08m), (unwind.Purpose, unwind.Instrument, unwind.Side, unwind.Quantity.Value));
        Assert.True(unwind.ReduceOnly);
        desk.Complete(unwind);

        PairRecord pair = desk.Pair(id);
        Assert.Equal((PairStatus.Closed, "forced", 0.08m), (pair.Status, pair.CloseReason, pair.Short.ForcedQuantity));
        Assert.Equal(Fee, desk.Ledger.Balance(LedgerAccount.Fees(VenueId.OkxPerp), Asset.Usdt) + OpenFee(pair), 8);
        AssertAgreesAgain(desk);
    }

    [Fact]
    public void AutoDeleveraging_OfAPart_LeavesASmallerEqualPair()
    {
        EngineHarness desk = Desks.Running();
        PairId id = desk.OpenPair();
        desk.Feed(new ForcedFillSeen(desk.Force(Desks.Okx, OrderOrigin.AutoDeleveraging, 0.03m, 60_300m)));
        OrderIntent unwind = Assert.Single(desk.TakePlaced());
        Assert.Equal((OrderPurpose.Unwind, 0.03m), (unwind.Purpose, unwind.Quantity.Value));
        desk.Complete(unwind);

        PairRecord pair = desk.Pair(id);
        Assert.Equal((PairStatus.Open, 0.05m, -0.05m), (pair.Status, pair.Long.SignedQuantity, pair.Short.SignedQuantity));
        Assert.Null(pair.CloseReason);
        AssertAgreesAgain(desk);
    }

    [Fact]
    public void ForcedFill_ToldAgainAndAfterARestart_CountsOnce()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        ForcedFill fill = desk.Force(Desks.Okx, OrderOrigin.Liquidation, 0.08m, 60_400m);
        desk.Feed(new ForcedFillSeen(fill));
        OrderIntent unwind = Assert.Single(desk.TakePlaced());
        Assert.Empty(desk.Feed(new ForcedFillSeen(fill)));
        desk.Restart();
        desk.ConnectQuietly();
        Assert.Empty(desk.Feed(new ForcedFillSeen(fill)));
        for (int second = 0; second < 9; second++)
        {
            desk.Pass(1);
            desk.AnswerQuestions();
        }

        // The order of before the restart never reached the venue; the same leg is taken off by a new one.
        Assert.Equal(OrderStatus.NeverReached, desk.StatusOf(unwind));
        desk.Complete(Assert.Single(desk.TakePlaced()));
        Assert.Single(desk.Ledger.ForcedFills);
        AssertAgreesAgain(desk);
    }

    [Fact]
    public void ForcedFill_OverTwoPairs_TakesTheOldestFirst()
    {
        EngineHarness desk = Desks.Running(null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);
        PairId first = OpenShortOn(desk, Desks.Okx);
        PairId second = OpenShortOn(desk, Desks.Okx);
        decimal both = -(desk.Pair(first).Short.SignedQuantity + desk.Pair(second).Short.SignedQuantity);
        desk.Feed(new ForcedFillSeen(desk.Force(Desks.Okx, OrderOrigin.Liquidation, both - 0.02m, 60_400m)));

        Assert.Equal(0m, desk.Pair(first).Short.SignedQuantity);
        Assert.Equal(-0.02m, desk.Pair(second).Short.SignedQuantity);
        ForcedFillRecord kept = Assert.Single(desk.Ledger.ForcedFills);
        Assert.Equal(-Fee, kept.Shares.Sum(s => s.Fee.Amount));
        Assert.Equal([first, second], kept.Shares.Select(s => s.Pair));
        foreach (OrderIntent unwind in desk.TakePlaced())
        {
            desk.Complete(unwind);
        }

        Assert.Equal(0m, desk.Pair(second).Imbalance);
        AssertAgreesAgain(desk);
    }

    [Fact]
    public void ForcedFill_BeforeTheFillThatMadeThePosition_IsTakenFromItWhenItIsTold()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        FillReport untold = desk.Execute(s, 0.08m);
        desk.Skip(TimeSpan.FromSeconds(1));
        ForcedFill fill = desk.Force(Desks.Okx, OrderOrigin.Liquidation, 0.08m, 60_400m);
        desk.Feed(new ForcedFillSeen(fill));
        Assert.NotNull(CaseOf(desk));
        Assert.False(Assert.Single(desk.Ledger.ForcedFills).Unassigned.IsZero);

        desk.Tell(untold);
        desk.Expire(s);
        Assert.True(Assert.Single(desk.Ledger.ForcedFills).Unassigned.IsZero);
        Assert.Null(CaseOf(desk));
        Assert.Equal(0m, desk.Pair(l.Pair).Short.SignedQuantity);
        desk.Complete(Assert.Single(desk.TakePlaced()));
        Assert.Equal(PairStatus.Closed, desk.Pair(l.Pair).Status);
        desk.Calm();
        AssertAgreesAgain(desk);
    }

    [Fact]
    public void ForcedFill_OfAPositionThatIsNobodys_IsACaseAndBooksNothing()
    {
        EngineHarness desk = Desks.Running();
        desk.Venues[VenueId.OkxPerp].Interfere(Desks.Okx, 0.5m, 60_000m);
        int before = desk.Ledger.Entries.Count;
        desk.Feed(new ForcedFillSeen(desk.Force(Desks.Okx, OrderOrigin.Liquidation, 0.5m, 59_000m)));

        Assert.Equal(before, desk.Ledger.Entries.Count);
        Assert.Contains("ours no pair holds it", CaseOf(desk), StringComparison.Ordinal);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());

        // A pair of later does not pay for it.
        desk.Venues[VenueId.OkxPerp].Deposit(500m + Fee);
        desk.Calm();
        desk.Pass(8);
        Assert.Null(CaseOf(desk));
        PairId later = desk.OpenPair();
        Assert.Equal(0m, desk.Pair(later).Short.ForcedQuantity);
    }

    [Fact]
    public void Liquidation_StopsOpeningOnTheVenue_UntilAStatementShowsEnoughMargin()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Venues[VenueId.OkxPerp].MarginRatio = 0.8m;
        desk.Feed(new ForcedFillSeen(desk.Force(Desks.Okx, OrderOrigin.Liquidation, 0.08m, 60_400m)));
        desk.Complete(Assert.Single(desk.TakePlaced()));
        desk.Calm();
        desk.Pass(10);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("margin_call") > 0);

        desk.Venues[VenueId.OkxPerp].MarginRatio = 0.1m;
        desk.Calm();
        desk.Pass(6);
        Assert.True(desk.HasAlert("margin_restored"));
        desk.Dislocate();
    }

    private static PairId OpenShortOn(EngineHarness desk, InstrumentId id)
    {
        desk.Quote(id, Desks.HighBid, Desks.HighAsk);
        IReadOnlyList<OrderIntent> placed = desk.TakePlaced();
        foreach (OrderIntent order in placed)
        {
            desk.Complete(order);
        }

        return placed[0].Pair;
    }

    private static decimal OpenFee(PairRecord pair) => pair.Short.Fees + Fee;

    private static string? CaseOf(EngineHarness desk) => desk.OnlyCase()?.ToString();

    private static void AssertAgreesAgain(EngineHarness desk)
    {
        desk.Pass(25);
        Assert.False(desk.HasAlert("reconciliation_case"));
        Assert.Empty(desk.Snapshot.Cases);
        Assert.All(desk.Venues.Values, v => Assert.All(
            desk.Instruments.Where(i => i.Id.Venue == v.Venue),
            i => Assert.Equal(v.PositionOf(i.Id), desk.Ledger.Balance(LedgerAccount.Position(i.Id), i.Id.Symbol.Base))));
    }
}
