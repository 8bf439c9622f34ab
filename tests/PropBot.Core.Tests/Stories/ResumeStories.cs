using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Episodes.Checks;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>
/// Goal: a restart says what it has to resolve, resolves it with the venues, and says of each order, pair, orphan and venue what
/// it turned out to be and how that was shown. Until then nothing opens, and after its deadline people know what is missing.
/// </summary>
public sealed class ResumeStories
{
    [Fact]
    public void FreshStart_IsCompleteOnceEveryVenueWasRead()
    {
        EngineHarness desk = Desks.Stopped();
        desk.AnswersOpenOrders = false;
        desk.Start();
        desk.ConnectQuietly();
        desk.Pass(1);
        Assert.Equal(("RESUMING", false), (desk.Snapshot.Resume.Status, desk.Snapshot.Resume.IsComplete));
        Assert.Contains("okx-perp: the open orders have not been read", desk.Snapshot.Resume.OpenItems);
        Assert.DoesNotContain(desk.Ledger.Lines, l => l.Type == "restart.resume");

        desk.AnswerQuestions();
        desk.Pass(0.1);
        Assert.Equal(("RESUMED", true), (desk.Snapshot.Resume.Status, desk.Snapshot.Resume.IsComplete));
        Assert.Equal("RESUMED", Resume(desk)["status"]);
        Assert.Equal(
            "binance-um: account, open orders and fills read, 0 cases; okx-perp: account, open orders and fills read, 0 cases", Resume(desk)["venues"]);
    }

    [Fact]
    public void OneLegFilledWhileWeWereDead_IsShownPartial_AndEachItemHasItsOutcome()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Execute(l, 0.08m);
        desk.Restart();
        var begin = Line(desk, "restart.begin");
        Assert.Equal($"{l.ClientOrderId}: Intended on binance-um:BTCUSDT; {s.ClientOrderId}: Intended on okx-perp:BTCUSDT", begin["orders"]);
        Assert.Equal("P000001: Opening", begin["pairs"]);

        desk.ConnectQuietly();
        for (int tenth = 0; tenth < 80 && !desk.Snapshot.Resume.IsComplete; tenth++)
        {
            desk.Pass(0.1);
            desk.AnswerQuestions();
        }

        var resume = Resume(desk);
        Assert.Equal("RESUMED", resume["status"]);
        Assert.Contains($"{l.ClientOrderId}: Intended -> RESUMED as Filled, 0.08 of 0.08 filled, the venue's report, asked for by its id", resume["orders"], StringComparison.Ordinal);
        Assert.Contains($"{s.ClientOrderId}: Intended -> RESUMED as NeverReached, 0 of 0.08 filled, not found: order by client id: unknown order", resume["orders"], StringComparison.Ordinal);
        Assert.Equal("P000001: Opening -> being rescued, unequal by 0.08", resume["pairs"]);
        Assert.Equal(PairStatus.Partial, desk.Pair(l.Pair).Status);
    }

    [Fact]
    public void OpenPair_IsKept_AndAnOrphanIsNamed()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        string orphan = ClientOrderIds.Make(LedgerProjection.DeskId, 1, new PairId(77), LegRole.Short, 3).Value;
        desk.Venues[VenueId.OkxPerp].Rest(Desks.Okx, "v-1", orphan);
        desk.Restart();
        desk.Connect();
        desk.Quote(Desks.Binance, Desks.Bid, Desks.Ask);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        desk.Pass(0.2);
        Assert.Equal("P000001: Open -> kept", Resume(desk)["pairs"]);
        Assert.Equal($"{orphan}: being cancelled, case C000001", Resume(desk)["orphans"]);
    }

    [Fact]
    public void NothingOpens_WhileTheStartIsNotComplete_AndARescueGoesOn()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.RateLimited);
        desk.TakePlaced();
        desk.Restart();
        desk.AnswersOpenOrders = false;
        desk.ConnectQuietly();
        desk.LeaveHold();
        Assert.Equal(CommandRefusal.PreflightFailed, desk.Engine.Refusal?.Code);
        for (int second = 0; second < 8; second++)
        {
            desk.AnswerQuestions(q => q is not QueryOpenOrders);
            desk.Pass(1);
        }

        desk.Complete(Assert.Single(desk.TakePlaced()));
        Assert.Equal(PairStatus.Closed, desk.Pair(l.Pair).Status);
        desk.Pass(20);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("not_resumed") > 0);
        Assert.Equal("not_resumed", desk.Snapshot.OpeningBlocks[0].Code);
    }

    [Fact]
    public void VenueThatCannotBeReached_IsToldAsIncompleteAfterTheDeadline_AndAsResumedWhenItCan()
    {
        EngineHarness desk = Desks.Stopped();
        desk.Start();
        desk.Feed(new InstrumentsLoaded(VenueId.BinanceUm, [TestInstruments.BinanceBtc]));
        desk.Feed(new VenueLinkChanged(VenueId.BinanceUm, VenueLink.Up, "connected"));
        desk.Pass(119);
        Assert.DoesNotContain(desk.Ledger.Lines, l => l.Type == "restart.resume");
        desk.Pass(2);
        Assert.Equal("INCOMPLETE", Resume(desk)["status"]);
        Assert.Equal("okx-perp: the account has not been read (not connected yet)", Resume(desk)["open_items"]);
        Assert.True(desk.HasAlert("resume_incomplete"));
        Assert.Equal("INCOMPLETE", desk.Snapshot.Resume.Status);

        desk.ConnectQuietly();
        desk.Pass(0.2);
        Assert.Equal(["INCOMPLETE", "RESUMED"], desk.Ledger.Lines.Where(l => l.Type == "restart.resume").Select(l => l.Payload[0].Value));
        Assert.True(desk.HasAlert("resumed"));
    }

    private static Dictionary<string, string> Resume(EngineHarness desk) => Line(desk, "restart.resume");

    private static Dictionary<string, string> Line(EngineHarness desk, string type)
    {
        Journaled line = desk.Ledger.Lines.Last(l => l.Type == type);
        return line.Payload.ToDictionary(p => p.Key, p => p.Value);
    }
}
