using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories.Sweeps;

/// <summary>
/// Goal: a sweep whose venue does not come back is given up by two people for that venue alone. It never claims to be clean, what
/// remains stays listed, and a case keeps the venue closed until somebody has looked.
/// </summary>
public sealed class AbandonStories
{
    private static readonly SweepVenueRef Okx = new(SweepSteps.Id, VenueId.OkxPerp);

    [Fact]
    public void VenueGoneForGood_IsGivenUpByTwoPeople_AndTheSweepEndsAbandoned()
    {
        EngineHarness desk = WaitingForOkx();
        ApprovalId request = Ask(desk, "anna");
        Assert.Equal(SweepStatus.Running, desk.Sweep().Status);
        Assert.Contains(new KeyValuePair<string, string>("held_by_books", "BTCUSDT -0.08"), desk.Ledger.Approvals.Single(a => a.Id == request).Parameters);

        desk.Feed(new ApprovalConfirmed(ApprovalAction.AbandonSweep, request, "anna"));
        Assert.Equal(CommandRefusal.SamePerson, desk.Engine.Refusal!.Code);
        desk.Feed(new ApprovalConfirmed(ApprovalAction.AbandonSweep, request, "boris"));
        desk.Serve(3);

        Sweep ended = desk.Sweep();
        SweepVenue okx = ended.Venues.Single(v => v.Venue == VenueId.OkxPerp);
        Assert.Equal((SweepStatus.Abandoned, SweepWait.Abandoned, null, null), (ended.Status, okx.Wait, okx.OrdersCleanAt, okx.PositionsCleanAt));
        Assert.Equal(("anna", "boris", "the venue is bankrupt"), (okx.Abandoned!.RequestedBy, okx.Abandoned.ConfirmedBy, okx.Abandoned.Reason));
        Assert.Equal(new SweepRemainder(Desks.Okx, -0.08m, RemainderReason.Abandoned), Assert.Single(okx.Remaining));
        // One leg alone is not taken off: the other one stays with it, and the sweep says why.
        Assert.Equal(new SweepRemainder(Desks.Binance, 0.08m, RemainderReason.Abandoned), Assert.Single(ended.Venues.Single(v => v.Venue == VenueId.BinanceUm).Remaining));
        Assert.Empty(desk.TakePlaced());
        Journaled line = Assert.Single(desk.Lines("close_all.abandoned"));
        Assert.Equal("okx-perp:BTCUSDT:-0.08", line.Value("remaining"));
        Assert.Equal("abandoned", Assert.Single(desk.Lines("close_all.executed")).Value("status"));

        ReconciliationCase open = Assert.Single(desk.Snapshot.Cases);
        Assert.Equal(new CaseMatter(VenueId.OkxPerp, null, CaseKind.AbandonedSweep, SweepSteps.Id), open.Matter);
        Assert.Equal(-0.08m, desk.Snapshot.Venues.Single(v => v.Venue == VenueId.OkxPerp).Positions.Sum(p => p.SignedQuantity));
        Assert.Single(desk.Snapshot.ActivePairs);
    }

    [Fact]
    public void GivenUp_StaysSoOverARestart_AndThePairIsStillTakenOffWhenTheVenueComesBack()
    {
        EngineHarness desk = WaitingForOkx();
        desk.Feed(new ApprovalConfirmed(ApprovalAction.AbandonSweep, Ask(desk, "anna"), "boris"));
        desk.Serve(3);
        desk.Restart();
        desk.Connect();
        desk.Calm();
        desk.Serve(20);

        Assert.Equal(SweepStatus.Abandoned, desk.Sweep().Status);
        Assert.Empty(desk.Snapshot.ActivePairs);
        Assert.True(desk.IsFlat());
        Assert.Equal(CaseKind.AbandonedSweep, Assert.Single(desk.Snapshot.Cases).Matter.Kind);
        desk.Feed(new CaseResolved(desk.Snapshot.Cases[0].Id, "boris", "flat, seen at the venue"));
        Assert.Empty(desk.Snapshot.Cases);
    }

    [Fact]
    public void VenueThatTheSweepDoesNotWaitFor_AndASecondWish_AreRefused()
    {
        EngineHarness desk = WaitingForOkx();
        desk.Feed(Wish("anna", Okx with { Venue = VenueId.BybitLinear }, 7));
        Assert.Equal(CommandRefusal.NothingToAbandon, desk.Engine.Refusal!.Code);
        desk.Feed(Wish("anna", Okx with { Sweep = "another" }, 8));
        Assert.Equal(CommandRefusal.NothingToAbandon, desk.Engine.Refusal!.Code);
        desk.Feed(new ApprovalConfirmed(ApprovalAction.AbandonSweep, null, "boris"));
        Assert.Equal(CommandRefusal.RequestMissing, desk.Engine.Refusal!.Code);
    }

    [Fact]
    public void VenueThatComesBackBeforeTheSecondPerson_IsCleanedInstead()
    {
        EngineHarness desk = WaitingForOkx();
        ApprovalId request = Ask(desk, "anna");
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Up, ""));
        desk.Serve(10);
        Assert.Equal(SweepStatus.Done, desk.Sweep().Status);
        desk.Feed(new ApprovalConfirmed(ApprovalAction.AbandonSweep, request, "boris"));
        Assert.Equal(CommandRefusal.NothingToAbandon, desk.Engine.Refusal!.Code);
        Assert.Equal(SweepStatus.Done, desk.Sweep().Status);
        Assert.Empty(desk.Snapshot.Cases);
    }

    /// <summary>A pair long Binance and short OKX; OKX is gone, and the pair waits equal.</summary>
    private static EngineHarness WaitingForOkx()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "connection refused"));
        desk.CloseAll();
        desk.Serve(5);
        return desk;
    }

    private static ApprovalId Ask(EngineHarness desk, string actor)
    {
        desk.Feed(Wish(actor, Okx, 5));
        return OperatorSteps.IdOf(5);
    }

    private static ApprovalRequested Wish(string actor, SweepVenueRef abandons, int id) =>
        new(OperatorSteps.IdOf(id), ApprovalAction.AbandonSweep, actor, "the venue is bankrupt") { Abandons = abandons };
}
