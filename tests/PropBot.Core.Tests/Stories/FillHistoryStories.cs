using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Episodes.Checks;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>
/// Goal: the ledger has every fill that the venue has, and no other. The venue's own list is compared after every connection and
/// every five minutes, since the last instant at which the two agreed.
/// </summary>
public sealed class FillHistoryStories
{
    [Fact]
    public void List_IsAskedForWithEveryConnection_AndEveryFiveMinutes_SinceTheLastAgreement()
    {
        EngineHarness desk = Desks.Running();
        desk.AnswersFillHistory = false;
        desk.Pass(283);
        Assert.Empty(Asked(desk));
        // Asked in the first tenth of a second after the connection; the run had been up for 16 seconds.
        desk.Pass(2);
        QueryFillHistory[] asked = Asked(desk);
        Assert.Equal([Desks.Binance, Desks.Okx], asked.Select(q => q.Instrument));
        // Agreed at the start, 12:00:00.1, up to a minute before; ten seconds of that once more.
        Assert.All(asked, q => Assert.Equal(EngineHarness.Noon.AddSeconds(0.1 - 70), q.From, TimeSpan.FromSeconds(0.2)));
        Assert.All(asked, q => Assert.Equal(desk.At.AddSeconds(-60), q.To, TimeSpan.FromSeconds(2)));

        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Connecting, "gap"));
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Up, "connected"));
        // The first question is given up after a minute without an answer.
        desk.Pass(61);
        Assert.Contains(Asked(desk), q => q.Instrument == Desks.Okx);
    }

    [Fact]
    public void FillOfOurs_ThatNobodyTold_IsBookedOnce_AndThePairIsMadeEqual()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Accept(s);
        // OKX says that the order expired with nothing filled; it had filled 0.03.
        desk.Feed(new OrderReported(new OrderReport(s.Instrument, s.ClientOrderId, new VenueOrderId("v"), OrderStatus.Expired, Quantity.Zero, 0m, desk.At)));
        FillReport untold = desk.Execute(s, 0.03m);
        desk.Venues[VenueId.OkxPerp].Expire(s.ClientOrderId, desk.At);
        desk.Complete(Assert.Single(desk.TakePlaced()));
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);
        desk.Pass(60);
        Assert.Equal(("-0.08", "-0.11"), (desk.OnlyCase()!.Ours, desk.OnlyCase()!.Theirs));

        for (int tenth = 0; tenth < 3_000 && !desk.HasAlert("fill_recovered"); tenth++)
        {
            desk.Pass(0.1);
        }

        Journaled line = Assert.Single(desk.Ledger.Lines, x => x.Type == "fill.recovered");
        Assert.Contains(new("trade_id", untold.TradeId.Value), line.Payload);
        Assert.True(desk.HasAlert("fill_recovered"));
        Assert.Equal(-0.03m, desk.Pair(l.Pair).Imbalance);
        desk.Complete(Assert.Single(desk.TakePlaced()));
        desk.AssertMatchesVenues();

        desk.Pass(310);
        Assert.Empty(desk.Snapshot.Cases);
        Assert.Single(desk.Ledger.Lines, x => x.Type == "fill.recovered");
    }

    [Fact]
    public void FillOfAPairThatIsLongDone_IsRecoveredAfterTheRestart()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Accept(l);
        desk.Expire(l);
        desk.Refuse(s, RefusalKind.RateLimited);
        Assert.Equal(PairStatus.Aborted, desk.Pair(l.Pair).Status);
        desk.Execute(l, 0.02m);
        desk.Venues[VenueId.BinanceUm].Expire(l.ClientOrderId, desk.At);

        desk.Skip(TimeSpan.FromMinutes(2));
        desk.Restart();
        desk.ConnectQuietly();
        desk.Pass(0.3);
        Assert.Single(desk.Ledger.Lines, x => x.Type == "fill.recovered");
        desk.Complete(Assert.Single(desk.TakePlaced()));
        desk.AssertMatchesVenues();
    }

    [Fact]
    public void BookedFill_ThatTheVenueLacks_IsACase_UntilItsListHasIt()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        FillReport booked = desk.Ledger.Fills.First(f => f.Fill.Instrument == Desks.Okx).Fill;
        desk.Venues[VenueId.OkxPerp].HiddenTrades.Add(booked.TradeId);
        desk.Pass(301);
        Assert.Equal(CaseMatter.Of(Desks.Okx, CaseKind.Fill, booked.TradeId.Value), desk.OnlyCase()!.Matter);
        Assert.Equal("not in its list of fills", desk.OnlyCase()!.Theirs);

        // The next question reaches back to it, however late.
        desk.Pass(600);
        Assert.NotNull(desk.OnlyCase());
        desk.Venues[VenueId.OkxPerp].HiddenTrades.Clear();
        desk.Pass(301);
        Assert.Null(desk.OnlyCase());
        Assert.Equal("the venue's list has it", desk.Ledger.Cases[new CaseId(1)].Resolution);
    }

    [Fact]
    public void BookedFill_ThatTheVenueLacks_ExplainedByAPerson_IsNoCaseAgain()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        FillReport booked = desk.Ledger.Fills.First(f => f.Fill.Instrument == Desks.Okx).Fill;
        desk.Venues[VenueId.OkxPerp].HiddenTrades.Add(booked.TradeId);
        desk.Pass(301);
        desk.Feed(new CaseResolved(new CaseId(1), "anna", "busted trade, see ticket 4711"));
        desk.Pass(900);
        Assert.Null(desk.OnlyCase());
    }

    [Fact]
    public void FillWithOurIdThatNoOrderHas_IsACase_AndIsNotBooked()
    {
        EngineHarness desk = Desks.Running();
        desk.AnswersFillHistory = false;
        desk.Pass(300);
        QueryFillHistory asked = Asked(desk).Single(q => q.Instrument == Desks.Okx);
        ClientOrderId lost = ClientOrderIds.Make(LedgerProjection.DeskId, 1, new PairId(77), LegRole.Long, 3);
        var fill = new FillReport(
            Desks.Okx, lost, new TradeId("t-9"), Side.Buy, new Price(60_000m), new Quantity(0.1m), new Money(-3m, Asset.Usdt), false, asked.From.AddSeconds(1));
        desk.Feed(new FillHistoryReported(Desks.Okx, asked.From, asked.To, [fill]) { Question = asked.Question });
        Assert.Equal(CaseMatter.Of(Desks.Okx, CaseKind.Fill, "t-9"), desk.OnlyCase()!.Matter);
        Assert.Empty(desk.Ledger.Fills);
    }

    [Fact]
    public void FillOfAForcedOrForeignOrder_IsNeitherBookedNorACaseHere()
    {
        EngineHarness desk = Desks.Running();
        desk.AnswersFillHistory = false;
        desk.OpenPair();
        ForcedFill forced = desk.Force(Desks.Okx, OrderOrigin.AutoDeleveraging, 0.08m, 60_400m);
        desk.Feed(new ForcedFillSeen(forced));
        desk.Complete(Assert.Single(desk.TakePlaced()));
        desk.Calm();
        desk.Pass(300);
        QueryFillHistory asked = Asked(desk).Single(q => q.Instrument == Desks.Okx);
        FillReport[] fills =
        [
            .. desk.Venues[VenueId.OkxPerp].History(asked).Fills,
            Of(new ClientOrderId("foreign"), forced.TradeId),
            Of(new ClientOrderId("somebody"), new TradeId("t-77")),
        ];
        int booked = desk.Ledger.Fills.Count;
        desk.Feed(new FillHistoryReported(Desks.Okx, asked.From, asked.To, fills) { Question = asked.Question });
        Assert.Equal((booked, 0), (desk.Ledger.Fills.Count, desk.Snapshot.Cases.Count));

        FillReport Of(ClientOrderId order, TradeId trade) =>
            new(Desks.Okx, order, trade, Side.Buy, new Price(60_400m), new Quantity(0.08m), new Money(0m, Asset.Usdt), false, asked.From.AddSeconds(20));
    }

    [Fact]
    public void ListThatCannotBeRead_IsAskedForSooner_AndToldAfterThreeTimes()
    {
        EngineHarness desk = Desks.Running();
        desk.AnswersFillHistory = false;
        desk.Pass(300);
        for (int time = 1; time <= 3; time++)
        {
            Assert.False(desk.HasAlert("fill_history_unreadable"));
            QueryFillHistory asked = Assert.Single(Asked(desk), q => q.Instrument == Desks.Okx);
            desk.Feed(new FillHistoryQueryFailed(asked.Instrument, "503"));
            desk.Pass(16);
        }

        Assert.True(desk.HasAlert("fill_history_unreadable"));
    }

    [Fact]
    public void ListThatDoesNotReachBack_IsToldWithTheSpanThatIsNotCompared()
    {
        EngineHarness desk = Desks.Running();
        desk.AnswersFillHistory = false;
        desk.Pass(300);
        QueryFillHistory asked = Asked(desk).Single(q => q.Instrument == Desks.Okx);
        desk.Feed(new FillHistoryReported(Desks.Okx, asked.To.AddSeconds(-5), asked.To, []) { Question = asked.Question });
        Assert.True(desk.HasAlert("fill_history_cut"));
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "fill_history.cut");
    }

    private static QueryFillHistory[] Asked(EngineHarness desk) => [.. desk.TakeQuestions().OfType<QueryFillHistory>()];
}
