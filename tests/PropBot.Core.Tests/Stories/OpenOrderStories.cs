using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Episodes.Checks;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>
/// Goal: nothing rests at a venue that nobody follows. Each venue's open orders are read every 15 s and after every connection:
/// ours that should be gone are cancelled, ours that are missing are asked for, foreign ones go by the venue's policy.
/// </summary>
public sealed class OpenOrderStories
{
    [Fact]
    public void OpenOrders_AreAskedForWithEveryConnection_AndEveryFifteenSeconds()
    {
        EngineHarness desk = Desks.Running();
        desk.AnswersOpenOrders = false;
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Connecting, "gap"));
        desk.TakeQuestions();
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Up, "connected"));
        Assert.Equal([VenueId.OkxPerp], Asked(desk));
        desk.Pass(14.9);
        Assert.DoesNotContain(VenueId.OkxPerp, Asked(desk));
        desk.Pass(0.2);
        Assert.Contains(VenueId.OkxPerp, Asked(desk));
    }

    [Fact]
    public void OrderOfOurs_OpenThoughDone_IsCancelledUntilItIsGone_AndACase()
    {
        EngineHarness desk = Desks.Running();
        PairId id = desk.OpenPair();
        OrderIntent order = desk.Ledger.Orders.Values.First(o => o.Intent.Instrument == Desks.Okx).Intent;
        desk.Pass(20);
        desk.Venues[VenueId.OkxPerp].Reopen(order.ClientOrderId);
        desk.Pass(16);

        ReconciliationCase open = desk.OnlyCase()!;
        Assert.Equal(CaseMatter.Of(Desks.Okx, CaseKind.Order, order.ClientOrderId.Value), open.Matter);
        Assert.Equal(("Filled, 0.08 of 0.08 filled", $"open, 0.08 filled, order v-{order.ClientOrderId}"), (open.Ours, open.Theirs));
        Assert.Equal([order.ClientOrderId], Cancelled(desk));
        desk.Pass(15);
        Assert.Equal([order.ClientOrderId], Cancelled(desk));

        desk.Venues[VenueId.OkxPerp].Expire(order.ClientOrderId, desk.At);
        desk.Pass(16);
        Assert.Null(desk.OnlyCase());
        Assert.Empty(Cancelled(desk));
        Assert.Equal(PairStatus.Open, desk.Pair(id).Status);
    }

    [Fact]
    public void OrderThatHasJustEnded_StillInTheList_IsNoCase()
    {
        EngineHarness desk = Desks.Running();
        desk.AnswersOpenOrders = false;
        desk.OpenPair();
        OrderIntent order = desk.Ledger.Orders.Values.First(o => o.Intent.Instrument == Desks.Okx).Intent;
        desk.Pass(1);
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Connecting, "gap"));
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Up, "connected"));
        desk.Venues[VenueId.OkxPerp].Reopen(order.ClientOrderId);
        desk.AnswerQuestions();
        Assert.Null(desk.OnlyCase());
    }

    [Fact]
    public void OrderOfOurs_MissingInTheList_IsAskedForByItsId_AndNotSentAgain()
    {
        // Only the list leads to a question within this time.
        EngineHarness desk = Desks.Running(o => o with { Execution = o.Execution with { OrderQueryAfter = TimeSpan.FromMinutes(10), RescueDeadline = TimeSpan.FromMinutes(10) } });
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Accept(s);
        desk.Venues[VenueId.OkxPerp].Execute(s.ClientOrderId, 0.08m, Desks.HighBid, desk.At);
        desk.Pass(10);
        desk.TakeQuestions();
        desk.Pass(8);
        Assert.Contains(desk.TakeQuestions(), q => q is QueryOrder(_, var id) && id == s.ClientOrderId);
        Assert.Empty(desk.TakePlaced());
        desk.Feed(new OrderReported(desk.Venues[VenueId.OkxPerp].ReportOf(s.ClientOrderId, desk.At)!));
        desk.Tell(desk.Venues[VenueId.OkxPerp].FillsOf(s.ClientOrderId)[0]);
        Assert.Equal(PairStatus.Open, desk.Pair(l.Pair).Status);
    }

    [Fact]
    public void OrderWithOurIdThatTheLedgerLacks_AtTheStart_IsCancelled_AndACaseUntilItIsGone()
    {
        EngineHarness desk = Desks.Stopped();
        string orphan = ClientOrderIds.Make(LedgerProjection.DeskId, 1, new PairId(77), LegRole.Short, 3).Value;
        desk.Venues[VenueId.OkxPerp].Rest(Desks.Okx, "v-1", orphan);
        desk.Begin();
        Assert.Equal(CaseMatter.Of(Desks.Okx, CaseKind.OrphanOrder, orphan), desk.OnlyCase()!.Matter);
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "order.cancel_intent" && l.Payload[0].Value == orphan);

        desk.Venues[VenueId.OkxPerp].Strangers.Clear();
        desk.Pass(21);
        Assert.Null(desk.OnlyCase());
    }

    [Fact]
    public void OrphanThatWasFilled_IsACaseUntilThePositionAgrees()
    {
        EngineHarness desk = Desks.Stopped();
        string orphan = ClientOrderIds.Make(LedgerProjection.DeskId, 1, new PairId(77), LegRole.Long, 3).Value;
        VenueTruth okx = desk.Venues[VenueId.OkxPerp];
        okx.Rest(Desks.Okx, "v-1", orphan);
        okx.FillStranger("v-1", 0.2m);
        desk.Begin();
        okx.Strangers.Clear();
        desk.Pass(40);
        Assert.Equal([CaseKind.OrphanOrder, CaseKind.Position], desk.Snapshot.Cases.Select(c => c.Matter.Kind));

        okx.Interfere(Desks.Okx, -0.2m, 59_000m);
        desk.Pass(6);
        Assert.Empty(desk.Snapshot.Cases);
    }

    [Fact]
    public void ForeignOrder_ByDefault_HoldsTheDesk_AndIsACaseUntilItIsGone()
    {
        EngineHarness desk = Desks.Running();
        desk.Venues[VenueId.OkxPerp].Rest(Desks.Okx, "9001");
        desk.Pass(16);
        Assert.Equal((ControlMode.Hold, "foreign_order:okx-perp"), (desk.Ledger.Control.Mode, desk.Ledger.Control.HoldReason));
        ReconciliationCase open = desk.OnlyCase()!;
        Assert.Equal(CaseMatter.Of(Desks.Okx, CaseKind.ForeignOrder, "9001"), open.Matter);
        Assert.Equal("Buy order 9001 at 59000, 0 of 0.5 filled", open.Theirs);
        Assert.Empty(desk.TakeQuestions().OfType<CancelForeignOrder>());

        desk.Venues[VenueId.OkxPerp].Strangers.Clear();
        desk.Pass(21);
        Assert.Null(desk.OnlyCase());
        // What people were held for is left by people.
        Assert.Equal(ControlMode.Hold, desk.Ledger.Control.Mode);
    }

    [Fact]
    public void ForeignOrder_OnASymbolThatTheDeskDoesNotTrade_HoldsTheDesk_AndIsACaseUntilItIsGone()
    {
        EngineHarness desk = Desks.Running();
        VenueTruth okx = desk.Venues[VenueId.OkxPerp];
        InstrumentId elsewhere = new(VenueId.OkxPerp, Symbol.Parse("DOGEUSDT"));
        okx.Strangers["9001"] = okx.Rest(elsewhere, "9001") with { IsInContracts = true };
        desk.Pass(16);
        Assert.Equal((ControlMode.Hold, "foreign_order:okx-perp"), (desk.Ledger.Control.Mode, desk.Ledger.Control.HoldReason));
        ReconciliationCase open = desk.OnlyCase()!;
        Assert.Equal(CaseMatter.Of(elsewhere, CaseKind.ForeignOrder, "9001"), open.Matter);
        Assert.Equal("Buy order 9001 at 59000, 0 of 0.5 contracts filled", open.Theirs);

        okx.Strangers.Clear();
        desk.Pass(21);
        Assert.Null(desk.OnlyCase());
    }

    [Fact]
    public void ForeignOrder_ToldByTheStream_HoldsAtOnce()
    {
        EngineHarness desk = Desks.Running();
        OrderReport report = desk.Venues[VenueId.OkxPerp].Rest(Desks.Okx, "9001");
        desk.Feed(new ForeignOrderSeen(report));
        Assert.Equal("foreign_order:okx-perp", desk.Ledger.Control.HoldReason);
        desk.Venues[VenueId.OkxPerp].Strangers.Clear();
        desk.Feed(new ForeignOrderSeen(report with { Status = OrderStatus.Cancelled }));
        desk.Pass(21);
        Assert.Null(desk.OnlyCase());
    }

    [Fact]
    public void ForeignOrder_ExplainedByAPerson_HoldsNoMore_UntilAnotherComes()
    {
        EngineHarness desk = Desks.Running();
        desk.Venues[VenueId.OkxPerp].Rest(Desks.Okx, "9001");
        desk.Pass(16);
        desk.Feed(new CaseResolved(new CaseId(1), "boris", "mine, by hand"));
        desk.LeaveHold();
        desk.Pass(40);
        Assert.Equal((ControlMode.Run, 0), (desk.Ledger.Control.Mode, desk.Snapshot.Cases.Count));

        desk.Venues[VenueId.OkxPerp].Rest(Desks.Okx, "9002");
        desk.Pass(16);
        Assert.Equal((ControlMode.Hold, "9002"), (desk.Ledger.Control.Mode, desk.OnlyCase()!.Matter.Subject));
        desk.Venues[VenueId.OkxPerp].Strangers.Clear();
        desk.Pass(21);
        Assert.False(desk.Ledger.Cases[new CaseId(1)].IsExplained);
    }

    [Fact]
    public void ForeignOrder_Ignored_IsToldOnceAndChangesNothing()
    {
        EngineHarness desk = Desks.Running(With(ForeignOrderPolicy.Ignore));
        desk.Venues[VenueId.OkxPerp].Rest(Desks.Okx, "9001");
        desk.Pass(60);
        Assert.Single(desk.Snapshot.Alerts, a => a.Code == "foreign_order");
        Assert.Single(desk.Ledger.Lines, l => l.Type == "foreign_order.ignored");
        Assert.Equal((ControlMode.Run, 0), (desk.Ledger.Control.Mode, desk.Snapshot.Cases.Count));
        desk.OpenPair();
    }

    [Fact]
    public void ForeignOrder_Adopted_IsCancelledByTheVenuesId_AndWhatItFilledIsACaseUntilItIsFlat()
    {
        EngineHarness desk = Desks.Running(With(ForeignOrderPolicy.Adopt));
        VenueTruth okx = desk.Venues[VenueId.OkxPerp];
        okx.Rest(Desks.Okx, "9001");
        okx.FillStranger("9001", 0.2m);
        desk.Pass(16);
        Assert.Equal([new VenueOrderId("9001")], desk.TakeQuestions().OfType<CancelForeignOrder>().Select(c => c.VenueOrderId));
        Assert.Equal(ControlMode.Run, desk.Ledger.Control.Mode);

        okx.Strangers.Clear();
        desk.Feed(new ForeignCancelAnswered(Desks.Okx, new VenueOrderId("9001"), new VenueOutcome.Accepted(new VenueOrderId("9001"))));
        desk.Pass(21);
        Assert.Equal([CaseKind.Position, CaseKind.ForeignOrder], desk.Snapshot.Cases.Select(c => c.Matter.Kind).Order());
        okx.Interfere(Desks.Okx, -0.2m, 59_000m);
        desk.Pass(6);
        Assert.Empty(desk.Snapshot.Cases);
        Assert.Empty(desk.TakeQuestions().OfType<CancelForeignOrder>());
    }

    [Fact]
    public void ForeignOrder_OfTheVenueItself_IsNoConcernOfThePolicy()
    {
        EngineHarness desk = Desks.Running();
        OrderReport report = desk.Venues[VenueId.OkxPerp].Rest(Desks.Okx, "9001") with { Origin = OrderOrigin.Liquidation };
        desk.Venues[VenueId.OkxPerp].Strangers.Clear();
        desk.Feed(new ForeignOrderSeen(report));
        Assert.Equal((ControlMode.Run, 0), (desk.Ledger.Control.Mode, desk.Snapshot.Cases.Count));
    }

    private static Func<EngineOptions, EngineOptions> With(ForeignOrderPolicy policy) =>
        o => o with { ForeignOrders = new Dictionary<VenueId, ForeignOrderPolicy> { [VenueId.OkxPerp] = policy } };

    private static IEnumerable<VenueId> Asked(EngineHarness desk) => desk.TakeQuestions().OfType<QueryOpenOrders>().Select(q => q.Venue);

    private static IEnumerable<ClientOrderId> Cancelled(EngineHarness desk) => desk.TakeQuestions().OfType<CancelOrder>().Select(c => c.ClientOrderId);
}
