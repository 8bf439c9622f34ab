using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: whatever was under way when the process died is found again by its ids, and ended.</summary>
public sealed class RestartStories
{
    [Fact]
    public void OrdersFilledWhileWeWereDead_AreFoundAndThePairIsOpen()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Execute(l, 0.08m);
        desk.Execute(s, 0.08m);
        desk.Restart();
        Assert.Equal(PairStatus.Opening, desk.Pair(l.Pair).Status);
        ConnectDislocated(desk);
        AnswerAll(desk, seconds: 3);
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);
        Assert.Empty(desk.TakePlaced());
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void OrdersThatNeverLeft_AreNotSentAgain_AndThePairIsAborted()
    {
        EngineHarness desk = Desks.Running(o => o with { Autopilot = false });
        desk.LeaveHold();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Restart();
        desk.ConnectQuietly();
        AnswerAll(desk, seconds: 5);
        Assert.Equal(PairStatus.Opening, desk.Pair(l.Pair).Status);
        AnswerAll(desk, seconds: 3);
        Assert.Equal((OrderStatus.NeverReached, OrderStatus.NeverReached), (desk.StatusOf(l), desk.StatusOf(s)));
        Assert.Equal(PairStatus.Aborted, desk.Pair(l.Pair).Status);
        Assert.Empty(desk.TakePlaced());
    }

    [Fact]
    public void OneLegFilledWhileWeWereDead_IsRescued()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, _) = desk.Dislocate();
        desk.Execute(l, 0.08m);
        desk.Restart();
        desk.ConnectQuietly();
        AnswerAll(desk, seconds: 8);
        OrderIntent rescue = Assert.Single(desk.TakePlaced());
        // Prices are quiet again: taking off is cheaper.
        Assert.Equal((OrderPurpose.Unwind, Desks.Binance, 0.08m), (rescue.Purpose, rescue.Instrument, rescue.Quantity.Value));
        desk.Complete(rescue);
        Assert.Equal(PairStatus.Closed, desk.Pair(l.Pair).Status);
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void PartialPair_IsRescuedAfterTheRestart_InHold()
    {
        EngineHarness desk = Desks.Running(o => o with { Autopilot = false });
        desk.LeaveHold();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.RateLimited);
        OrderIntent hedge = Assert.Single(desk.TakePlaced());
        desk.Refuse(hedge, RefusalKind.RateLimited);
        desk.Restart();
        Assert.Equal(PairStatus.Partial, desk.Pair(l.Pair).Status);
        desk.ConnectQuietly();
        desk.Pass(0.2);
        OrderIntent rescue = Assert.Single(desk.TakePlaced());
        Assert.DoesNotContain(rescue.ClientOrderId, new[] { l.ClientOrderId, s.ClientOrderId, hedge.ClientOrderId });
        desk.Complete(rescue);
        Assert.Equal(0m, desk.Pair(l.Pair).Imbalance);
    }

    [Fact]
    public void ClosingPair_GoesOnClosingAfterTheRestart()
    {
        EngineHarness desk = Desks.Running();
        PairId id = desk.OpenPair();
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(l);
        desk.Execute(s, 0.03m);
        desk.Venues[VenueId.OkxPerp].Expire(s.ClientOrderId, desk.At);
        desk.Restart();
        desk.ConnectQuietly();
        AnswerAll(desk, seconds: 3);
        OrderIntent rest = Assert.Single(desk.TakePlaced());
        Assert.Equal((OrderPurpose.Close, Side.Buy, 0.05m), (rest.Purpose, rest.Side, rest.Quantity.Value));
        desk.Complete(rest);
        Assert.Equal((PairStatus.Closed, "converged"), (desk.Pair(id).Status, desk.Pair(id).CloseReason));
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void BookOfOneVenue_BeforeTheOtherVenuesInstruments_IsSurvived()
    {
        EngineHarness desk = Desks.Running();
        PairId id = desk.OpenPair();
        desk.Restart();
        desk.Feed(new InstrumentsLoaded(VenueId.BinanceUm, [TestInstruments.BinanceBtc]));
        desk.Quote(Desks.Binance, Desks.Bid, Desks.Ask);
        Assert.Equal(PairStatus.Open, desk.Pair(id).Status);
    }

    [Fact]
    public void FillsToldAgainAfterTheRestart_AreCountedOnce()
    {
        EngineHarness desk = Desks.Running();
        PairId id = desk.OpenPair();
        FillReport[] told = [.. desk.Ledger.Fills.Select(f => f.Fill)];
        desk.Restart();
        ConnectDislocated(desk);
        Assert.All(told, f => Assert.Empty(desk.Tell(f)));
        Assert.Equal((PairStatus.Open, 0.08m), (desk.Pair(id).Status, desk.Pair(id).Long.SignedQuantity));
    }

    [Fact]
    public void FillsOfALongClosedPair_ToldAfterTheRestart_ChangeNothing()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(l);
        desk.Complete(s);
        FillReport[] told = [.. desk.Ledger.Fills.Select(f => f.Fill)];
        desk.Restart();
        desk.ConnectQuietly();
        Assert.All(told, f => Assert.Empty(desk.Tell(f)));
        Assert.False(desk.HasAlert("foreign_fill"));
    }

    [Fact]
    public void Totals_AfterTheRestart_AreWhatTheyWere()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent first, OrderIntent second) = desk.Dislocate();
        desk.Complete(first);
        desk.Pass(1);
        desk.Complete(second);
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(l);
        desk.Complete(s);
        desk.Pass(6);
        desk.OpenPair();
        desk.Pass(1);
        var before = desk.Snapshot.Totals;
        desk.Restart();
        ConnectDislocated(desk);
        Assert.Equal(before, desk.Snapshot.Totals);
    }

    [Fact]
    public void SymbolOfAnOpenPair_NoLongerLoaded_StopsOpening()
    {
        EngineHarness desk = Desks.Running(
            null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BinanceEth, TestInstruments.OkxEth);
        desk.OpenPair();
        desk.Restart();
        foreach (VenueId venue in desk.Venues.Keys)
        {
            desk.Feed(new InstrumentsLoaded(venue, [.. desk.Instruments.Where(i => i.Id.Venue == venue && i.Id.Symbol == TestInstruments.Eth)]));
            desk.Feed(new VenueLinkChanged(venue, VenueLink.Up, "connected"));
        }

        desk.Quote(TestInstruments.BinanceEth.Id, 3_000m, 3_000.01m);
        desk.Quote(TestInstruments.OkxEth.Id, 3_000m, 3_000.01m);
        desk.Pass(20);
        // The equity has no value, so no loss would be noticed.
        Assert.Null(desk.Snapshot.Totals.Equity);
        desk.LeaveHold();
        Assert.Contains("the equity is not known", desk.Engine.Refusal?.English, StringComparison.Ordinal);
        desk.Quote(TestInstruments.OkxEth.Id, 3_030m, 3_030.01m);
        Assert.Empty(desk.TakePlaced());
    }

    [Fact]
    public void VenueOfAnOpenPair_NoLongerConfigured_RefusesToStart()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        var engine = new TradingEngine(desk.Options with { Venues = [VenueId.BinanceUm, VenueId.BybitLinear] });
        InvariantViolation refused = Assert.Throws<InvariantViolation>(() =>
            engine.Process(new EngineInput(1, desk.At, TimeSpan.Zero, new EngineStarted(desk.Ledger.Recover()))));
        Assert.Contains("okx-perp", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Orders_CarryTheEpochOfTheRunThatMadeThem_AndThoseOfTheLastRunAreStillOurs()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        Assert.Equal(("pbdesk1p1l0e1", "pbdesk1p1s1e1"), (l.ClientOrderId.Value, s.ClientOrderId.Value));
        desk.Execute(l, 0.08m);
        desk.Restart();
        desk.ConnectQuietly();
        AnswerAll(desk, seconds: 8);
        OrderIntent rescue = Assert.Single(desk.TakePlaced());
        Assert.Equal("pbdesk1p1l2e2", rescue.ClientOrderId.Value);
        desk.Complete(rescue);
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void PairNumbersAndIds_GoOnWhereTheyStopped()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Refuse(l, RefusalKind.RateLimited);
        desk.Refuse(s, RefusalKind.RateLimited);
        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(16);
        (OrderIntent next, _) = desk.Dislocate();
        Assert.Equal((1L, 2L), (l.Pair.Number, next.Pair.Number));
        Assert.NotEqual(l.ClientOrderId, next.ClientOrderId);
    }

    private static void ConnectDislocated(EngineHarness desk)
    {
        desk.Connect();
        desk.Quote(Desks.Binance, Desks.Bid, Desks.Ask);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
    }

    private static void AnswerAll(EngineHarness desk, int seconds)
    {
        for (int i = 0; i < seconds * 10; i++)
        {
            desk.Pass(0.1);
            desk.AnswerQuestions();
        }
    }
}
