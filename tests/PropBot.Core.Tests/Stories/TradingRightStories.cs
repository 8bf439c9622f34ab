using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: whether a key may trade is read and not learnt by a refusal; without it nothing opens there, and whatever reduces risk is sent.</summary>
public sealed class TradingRightStories
{
    private static readonly TradingRights Okx = new(VenueId.OkxPerp, MayTrade: true, "perm read_only,trade");

    [Fact]
    public void Right_NotReadYet_OpensNothing_AndTheAutopilotWaits()
    {
        EngineHarness desk = Desks.Stopped();
        desk.AnswersRights = false;
        desk.Start();
        desk.Connect();
        desk.Calm();
        desk.Pass(3);
        Assert.Equal(ControlMode.Hold, desk.Snapshot.Control.Mode);
        Assert.Contains(desk.Snapshot.Preflight, c => c is { Name: "trading_rights", Ok: false, BlocksResume: false });
        Assert.Equal(2, desk.TakeQuestions().OfType<QueryTradingRights>().Count());

        desk.Feed(new TradingRightsQueryFailed(VenueId.OkxPerp, "503"));
        desk.Feed(new TradingRightsReported(Okx with { Venue = VenueId.BinanceUm }));
        Assert.Equal("okx-perp: the right to trade was not read yet 503", Block(desk).English);
        desk.Feed(new TradingRightsReported(Okx));
        desk.Pass(3);
        Assert.Equal(ControlMode.Run, desk.Snapshot.Control.Mode);
    }

    [Fact]
    public void Right_TakenAway_StopsOpeningThere_IsTold_AndComesBackByItself()
    {
        EngineHarness desk = Desks.Running();
        desk.Venues[VenueId.OkxPerp].Rights = Okx with { MayTrade = false, Detail = "perm read_only" };
        desk.Pass(61);
        Refuses(desk);
        Assert.Equal(("okx-perp: the key may not trade (perm read_only)", "okx-perp: у ключа нет права торговать (perm read_only)"), (Block(desk).English, Block(desk).Russian));
        Assert.Equal(TradingRightStatus.Withdrawn, StatusOf(desk));
        Assert.True(desk.HasAlert("trading_right_lost"));
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "venue.trading_right" && l.Payload.Any(p => p is { Key: "now", Value: "withdrawn" }));

        desk.Venues[VenueId.OkxPerp].Rights = Okx;
        desk.Pass(61);
        Assert.True(desk.HasAlert("trading_right_back"));
        desk.Dislocate();
    }

    [Fact]
    public void Right_TakenAwayBetweenTheLegs_HedgeIsSentAllTheSame()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Feed(new TradingRightsReported(Okx with { MayTrade = false }));
        desk.Refuse(s, RefusalKind.Unauthorized);

        OrderIntent next = Assert.Single(desk.TakePlaced());
        Assert.NotEqual(OrderPurpose.Open, next.Purpose);
    }

    [Fact]
    public void Right_TakenAwayWhileAPairIsOpen_TheHedgedPairIsNotTornApart_AndIsClosedOnceTheRightIsBack()
    {
        EngineHarness desk = Desks.Running();
        PairId id = desk.OpenPair();
        desk.Feed(new TradingRightsReported(Okx with { MayTrade = false }));
        desk.Feed(new SweepRequested(SweepKind.CloseAll, new SweepScope(null, null, TakesOff: true), "anna", "api", "close-1"));
        desk.Pass(20);
        Assert.Empty(desk.TakePlaced());
        Assert.Equal((0m, "the close waits: our key may not trade at okx-perp"), (desk.Pair(id).Imbalance, desk.Pair(id).LastError));

        desk.Venues[VenueId.OkxPerp].Rights = Okx;
        desk.Feed(new TradingRightsReported(Okx));
        desk.Pass(1);
        Assert.Equal([OrderPurpose.Close, OrderPurpose.Close], desk.TakePlaced().Select(order => order.Purpose));
        Assert.Null(desk.Pair(id).LastError);
    }

    [Fact]
    public void Order_RefusedForWantOfTheRight_IsAskedForAtOnce()
    {
        EngineHarness desk = Desks.Running();
        desk.AnswersRights = false;
        (_, OrderIntent s) = desk.Dislocate();
        Assert.DoesNotContain(desk.TakeQuestions(), q => q is QueryTradingRights);
        desk.Refuse(s, RefusalKind.Unauthorized);
        desk.Pass(0.1);
        Assert.Equal(VenueId.OkxPerp, Assert.Single(desk.TakeQuestions().OfType<QueryTradingRights>()).Venue);
    }

    [Fact]
    public void Right_NotReadForTooLong_IsNotReliedOn()
    {
        EngineHarness desk = Desks.Running(o => o with { RightsPollInterval = TimeSpan.FromSeconds(2), RightsStaleAfter = TimeSpan.FromSeconds(10) });
        desk.AnswersRights = false;
        desk.Pass(9);
        Assert.Equal(TradingRightStatus.Granted, StatusOf(desk));
        desk.Pass(3);
        Refuses(desk);
        Assert.Equal(TradingRightStatus.Stale, StatusOf(desk));
        desk.AnswersRights = true;
        desk.Pass(3);
        Assert.Equal(TradingRightStatus.Granted, StatusOf(desk));
    }

    /// <summary>Goal: a right that was withdrawn is not given back by an answer that was asked for before.</summary>
    [Fact]
    public void Right_OfAnOlderQuestion_AfterALaterOne_CountsForNothing()
    {
        EngineHarness desk = Desks.Running();
        desk.AnswersRights = false;
        desk.Pass(125);
        long[] asked = [.. desk.TakeQuestions().OfType<QueryTradingRights>().Where(q => q.Venue == VenueId.OkxPerp).Select(q => q.Question).TakeLast(2)];
        desk.Feed(new TradingRightsReported(Okx with { MayTrade = false }) { Question = asked[1] });
        desk.Feed(new TradingRightsReported(Okx) { Question = asked[0] });
        desk.Feed(new TradingRightsQueryFailed(VenueId.OkxPerp, "503") { Question = asked[0] });
        Assert.Equal(TradingRightStatus.Withdrawn, StatusOf(desk));
        Assert.DoesNotContain("503", Block(desk).English, StringComparison.Ordinal);
    }

    [Fact]
    public void Key_NearItsEnd_IsWarnedOfOnce_AndItsEndStopsOpening()
    {
        EngineHarness desk = Desks.Running();
        TradingRights ending = Okx with { ExpiresAt = desk.At.AddSeconds(90) };
        desk.Venues[VenueId.OkxPerp].Rights = ending;
        desk.Feed(new TradingRightsReported(ending));
        desk.Feed(new TradingRightsReported(ending));
        Assert.Single(desk.Snapshot.Alerts, a => a.Code == "trading_right_expires");
        desk.Pass(91);
        Assert.Equal(TradingRightStatus.Expired, StatusOf(desk));
        Refuses(desk);
    }

    private static TradingRightStatus StatusOf(EngineHarness desk) => desk.Snapshot.Venues.Single(v => v.Venue == VenueId.OkxPerp).TradingRight;

    private static Core.Engine.Snapshots.OpeningBlock Block(EngineHarness desk) => Assert.Single(desk.Snapshot.OpeningBlocks, b => b.Code == "trading_right");

    private static void Refuses(EngineHarness desk)
    {
        long before = desk.Refusals("trading_right");
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("trading_right") > before, string.Join(", ", desk.Snapshot.Counters.Refusals));
        desk.Calm();
    }
}
