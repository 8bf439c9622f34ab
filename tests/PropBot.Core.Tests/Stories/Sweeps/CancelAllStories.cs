using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories.Sweeps;

/// <summary>Goal: every open order in the scope is really cancelled, each written ahead, until the venue's own list is clean.</summary>
public sealed class CancelAllStories
{
    [Fact]
    public void ForeignOrders_AreCancelledByTheVenuesId_EachWrittenAhead()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new HoldRequested("anna", "maintenance"));
        VenueOrderId first = desk.Venues[VenueId.BinanceUm].RestForeign(Desks.Binance, Side.Buy, 1m, 50_000m);
        VenueOrderId second = desk.Venues[VenueId.OkxPerp].RestForeign(Desks.Okx, Side.Sell, 2m, 70_000m);
        desk.CancelAll();
        desk.Serve(2);

        Sweep done = desk.Sweep();
        Assert.Equal((SweepStatus.Done, 2, 0), (done.Status, done.Cancelled, done.NotCancelled));
        Assert.Equal([first, second], done.Orders.Select(o => o.VenueOrderId!.Value));
        Assert.All(done.Orders, o => Assert.Equal((false, 1), (o.IsOurs, o.Requests)));
        Assert.Equal([first.Value, second.Value], desk.Lines("order.cancel_intent").Select(l => l.Value("venue_order_id")));
        Assert.Empty(desk.Venues[VenueId.BinanceUm].OpenOrders(desk.At));
        Journaled line = Assert.Single(desk.Lines("cancel_all.executed"));
        Assert.Equal((SweepSteps.Id, "2", "0"), (line.Value("correlation_id"), line.Value("cancelled"), line.Value("failed")));
    }

    [Fact]
    public void RefusedCancel_IsToldAndSentAgainUntilTheListIsClean()
    {
        EngineHarness desk = Desks.Running();
        VenueOrderId order = desk.Venues[VenueId.OkxPerp].RestForeign(Desks.Okx, Side.Sell, 2m, 70_000m);
        desk.CancelAll();
        desk.AnswerQuestions();
        desk.TakeQuestions();
        desk.Feed(new ForeignCancelAnswered(Desks.Okx, order, new VenueOutcome.Refused(new VenueRefusal(RefusalKind.RateLimited, "50011", "too many"))));
        SweepOrder known = Assert.Single(desk.Sweep().Orders);
        Assert.Equal((SweepOrderOutcome.Cancelling, "RateLimited (50011): too many"), (known.Outcome, known.Trouble));
        Assert.Equal(SweepWait.OrdersOpen, desk.Sweep().Venues.Single(v => v.Venue == VenueId.OkxPerp).Wait);
        desk.Serve(3);
        Assert.Equal((SweepStatus.Done, 2), (desk.Sweep().Status, desk.Sweep().Orders[0].Requests));
        Assert.Equal(SweepOrderOutcome.Cancelled, desk.Sweep().Orders[0].Outcome);
    }

    [Fact]
    public void OrderThatWasFilledBeforeTheCancel_IsNotCountedAsCancelled()
    {
        EngineHarness desk = Desks.Running();
        VenueOrderId order = desk.Venues[VenueId.OkxPerp].RestForeign(Desks.Okx, Side.Sell, 2m, 70_000m);
        desk.CancelAll();
        foreach (VenueEffect question in desk.TakeQuestions())
        {
            var asked = (QueryOpenOrders)question;
            desk.Feed(new OpenOrdersReported(asked.Venue, desk.Venues[asked.Venue].OpenOrders(desk.At)) { Question = asked.Question });
        }

        desk.Venues[VenueId.OkxPerp].CancelForeign(order);
        desk.Serve(2);
        Assert.Equal((SweepStatus.Done, 0), (desk.Sweep().Status, desk.Sweep().Cancelled));
        Assert.Equal(SweepOrderOutcome.Ended, Assert.Single(desk.Sweep().Orders).Outcome);
    }

    [Fact]
    public void WithoutOrders_IsExecutedAndItsIdIsSpent()
    {
        EngineHarness desk = Desks.Running();
        desk.CancelAll();
        desk.Serve(1);
        Assert.Equal("0", Assert.Single(desk.Lines("cancel_all.executed")).Value("cancelled"));
        desk.Venues[VenueId.OkxPerp].RestForeign(Desks.Okx, Side.Sell, 2m, 70_000m);
        desk.CancelAll();
        desk.Serve(2);
        Assert.Single(desk.Venues[VenueId.OkxPerp].OpenOrders(desk.At));
        Assert.Equal("0", Assert.Single(desk.Lines("cancel_all.duplicate")).Value("cancelled"));
        // The venue is part of what the id stands for.
        desk.CancelAll(venue: VenueId.OkxPerp);
        Assert.Single(desk.Lines("cancel_all.conflict"));
        desk.CancelAll("shift-2");
        desk.Serve(2);
        Assert.Empty(desk.Venues[VenueId.OkxPerp].OpenOrders(desk.At));
    }

    [Fact]
    public void OneVenue_LeavesTheOthersOrders_AndPositionsAndModeAlone()
    {
        EngineHarness desk = Desks.Running();
        PairId pair = desk.OpenPair();
        desk.Venues[VenueId.BinanceUm].RestForeign(Desks.Binance, Side.Buy, 1m, 50_000m);
        desk.Venues[VenueId.OkxPerp].RestForeign(Desks.Okx, Side.Sell, 2m, 70_000m);
        desk.CancelAll(venue: VenueId.OkxPerp);
        desk.Serve(2);
        Assert.Equal((SweepStatus.Done, 1), (desk.Sweep().Status, desk.Sweep().Cancelled));
        Assert.Single(desk.Venues[VenueId.BinanceUm].OpenOrders(desk.At));
        Assert.Equal((PairStatus.Open, ControlMode.Run), (desk.Pair(pair).Status, desk.Ledger.Control.Mode));
    }

    /// <summary>A naked leg's hedge ends by itself at once; cancelling it would only keep the leg naked.</summary>
    [Fact]
    public void HedgeOnItsWay_IsNotCancelled()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.RateLimited);
        OrderIntent hedge = Assert.Single(desk.TakePlaced());
        desk.Accept(hedge);
        desk.CancelAll();
        desk.AnswerQuestions();
        Assert.Equal(SweepStatus.Done, desk.Sweep().Status);
        Assert.Empty(desk.Sweep().Orders);
        Assert.Empty(desk.Lines("order.cancel_intent"));
        desk.Complete(hedge);
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);
    }

    [Fact]
    public void RestartBetweenCancelAndAnswer_ReadsTheListAndCancelsWhatIsStillThere()
    {
        EngineHarness desk = Desks.Running();
        desk.Venues[VenueId.OkxPerp].RestForeign(Desks.Okx, Side.Sell, 2m, 70_000m);
        VenueOrderId gone = desk.Venues[VenueId.BinanceUm].RestForeign(Desks.Binance, Side.Buy, 1m, 50_000m);
        desk.CancelAll();
        desk.AnswerQuestions();
        Assert.Equal(2, desk.TakeQuestions().Count(q => q is CancelForeignOrder));
        desk.Venues[VenueId.BinanceUm].CancelForeign(gone);
        desk.Restart();
        desk.ConnectQuietly();
        desk.Serve(3);
        Assert.Equal((SweepStatus.Done, 2), (desk.Sweep().Status, desk.Sweep().Cancelled));
        Assert.Equal([1, 2], desk.Sweep().Orders.OrderBy(o => o.Instrument.Venue).Select(o => o.Requests));
    }

    /// <summary>The whole account's list costs a sixtieth of what Binance allows in a minute.</summary>
    [Fact]
    public void OrderThatNeverGoes_IsAskedForAtAnEasyPace()
    {
        EngineHarness desk = Desks.Running();
        desk.Venues[VenueId.OkxPerp].RestForeign(Desks.Okx, Side.Sell, 2m, 70_000m);
        desk.CancelAll();
        int asked = 0;
        for (int i = 0; i < 600; i++)
        {
            foreach (QueryOpenOrders query in desk.TakeQuestions().OfType<QueryOpenOrders>().Where(q => q.Venue == VenueId.OkxPerp))
            {
                asked++;
                desk.Feed(new OpenOrdersReported(query.Venue, desk.Venues[query.Venue].OpenOrders(desk.At)) { Question = query.Question });
            }

            desk.Pass(0.1);
        }

        // Ten soon, then one in five seconds, and those of the reconciliation.
        Assert.InRange(asked, 15, 30);
        Assert.Equal(SweepStatus.Running, desk.Sweep().Status);
    }

    [Fact]
    public void ListThatCannotBeRead_KeepsItRunningWithTheReason()
    {
        EngineHarness desk = Desks.Running();
        desk.CancelAll();
        desk.TakeQuestions();
        desk.Feed(new OpenOrdersQueryFailed(VenueId.OkxPerp, "503"));
        SweepVenue okx = desk.Sweep().Venues.Single(v => v.Venue == VenueId.OkxPerp);
        Assert.Equal((SweepWait.NotRead, "503"), (okx.Wait, okx.Detail));
        desk.Serve(2);
        Assert.Equal(SweepStatus.Done, desk.Sweep().Status);
    }
}
