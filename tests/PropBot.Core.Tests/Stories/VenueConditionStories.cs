using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: changed rules, an uncertain clock, a ban and a margin call stop opening there, and never what reduces risk.</summary>
public sealed class VenueConditionStories
{
    private static readonly Instrument FinerOkx = TestInstruments.OkxBtc with { Tick = new TickSize(0.01m), FundingInterval = TimeSpan.FromHours(4) };

    [Fact]
    public void Rules_FirstSight_AreAcceptedAndKept()
    {
        EngineHarness desk = Desks.Running();
        Assert.Equal(2, desk.Ledger.Rules.Count);
        Assert.Contains(new KeyValuePair<string, string>("tick", "0.1"), desk.Ledger.Rules[Desks.Okx].Rules);
        Assert.False(desk.HasAlert("instrument_changed"));
    }

    [Fact]
    public void Rules_Changed_StopOpeningUntilAcknowledged()
    {
        EngineHarness desk = Desks.Running();
        IReadOnlyList<Effect> effects = desk.Feed(new InstrumentsLoaded(VenueId.OkxPerp, [FinerOkx]));
        AlertRaised alert = Assert.Single(effects.OfType<AlertRaised>());
        Assert.Contains("tick 0.1 -> 0.01; funding_interval 480 min -> 240 min", alert.English, StringComparison.Ordinal);
        Assert.Empty(desk.Feed(new InstrumentsLoaded(VenueId.OkxPerp, [FinerOkx])));
        Refuses(desk, "instrument_changed");

        desk.Feed(new InstrumentChangeAcknowledged(Desks.Binance, "anna"));
        Refuses(desk, "instrument_changed");
        desk.Feed(new InstrumentChangeAcknowledged(Desks.Okx, "anna", "c-1"));
        Assert.Contains(desk.Ledger.Lines, l => l.Type == "instrument.acknowledged" && l.Payload.Any(p => p.Value == "anna") && l.Payload.Any(p => p.Value == "c-1"));
        Opens(desk);
    }

    [Fact]
    public void Rules_ChangedWhileTheProcessWasDown_AreNoticedAtTheNextStart()
    {
        EngineHarness desk = Desks.Running();
        desk.Restart();
        desk.Feed(new InstrumentsLoaded(VenueId.OkxPerp, [FinerOkx]));
        Assert.True(desk.HasAlert("instrument_changed"));
        desk.Feed(new InstrumentChangeAcknowledged(null, "anna"));
        desk.Restart();
        desk.Feed(new InstrumentsLoaded(VenueId.OkxPerp, [FinerOkx]));
        Assert.False(desk.HasAlert("instrument_changed"));
    }

    [Fact]
    public void Rules_ChangedBack_LiftTheStopByThemselves()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new InstrumentsLoaded(VenueId.OkxPerp, [FinerOkx]));
        desk.Feed(new InstrumentsLoaded(VenueId.OkxPerp, [TestInstruments.OkxBtc]));
        Assert.True(desk.HasAlert("instrument_changed_back"));
        Opens(desk);
    }

    [Fact]
    public void Rules_Changed_OpenPairIsClosedByTheNewOnes()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Feed(new InstrumentsLoaded(VenueId.OkxPerp, [TestInstruments.OkxBtc with { Tick = new TickSize(0.5m) }]));
        (OrderIntent _, OrderIntent buy) = desk.Converge();
        Assert.Equal(0m, buy.LimitPrice!.Value.Value % 0.5m);
    }

    [Fact]
    public void Clock_UncertainBeyondItsWindow_OnlyReduces()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Feed(new VenueClockMeasured(VenueId.OkxPerp, TimeSpan.FromSeconds(1.27), TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(5)));
        Assert.True(desk.HasAlert("clock_uncertain"));
        (OrderIntent l, OrderIntent s) = desk.Converge();
        desk.Complete(l);
        desk.Complete(s);
        desk.Calm();
        desk.Pass(6);
        Refuses(desk, "clock_uncertain");
        desk.Feed(new VenueClockMeasured(VenueId.OkxPerp, TimeSpan.FromSeconds(1.27), TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(5)));
        Opens(desk);
    }

    [Fact]
    public void Ban_StopsOpening_ShowsItsTime_AndEnds()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new VenueAccessChanged(VenueId.OkxPerp, VenueAccess.Limited, TimeSpan.FromSeconds(10), "50011"));
        Assert.DoesNotContain(desk.Snapshot.OpeningBlocks, b => b.Code == "venue_banned");
        desk.Feed(new VenueAccessChanged(VenueId.OkxPerp, VenueAccess.Banned, TimeSpan.FromSeconds(120), "418"));
        desk.Pass(20);
        Assert.Equal(TimeSpan.FromSeconds(100), desk.Snapshot.Venues.First(v => v.Venue == VenueId.OkxPerp).AccessFor);
        Refuses(desk, "venue_banned");
        desk.Feed(new VenueAccessChanged(VenueId.OkxPerp, VenueAccess.Open, TimeSpan.Zero, ""));
        Assert.True(desk.HasAlert("venue_ban_over"));
        Opens(desk);
    }

    [Fact]
    public void MarginCall_StopsOpening_UntilALaterStatementIsBelowTheLimit()
    {
        EngineHarness desk = Desks.Running();
        desk.Venues[VenueId.OkxPerp].MarginRatio = 0.7m;
        desk.Feed(new MarginCallReceived(VenueId.OkxPerp, "mgnRatio 1.1"));
        Assert.True(desk.HasAlert("margin_call"));
        desk.Pass(6);
        Refuses(desk, "margin_call");
        Assert.Equal(0.7m, desk.Snapshot.Venues.First(v => v.Venue == VenueId.OkxPerp).MarginRatio);
        desk.Venues[VenueId.OkxPerp].MarginRatio = 0.2m;
        desk.Pass(6);
        Assert.True(desk.HasAlert("margin_restored"));
        Opens(desk);
    }

    [Fact]
    public void MarginRatio_AtItsLimit_StopsOpeningWithoutACall()
    {
        EngineHarness desk = Desks.Running();
        desk.Venues[VenueId.OkxPerp].MarginRatio = 0.5m;
        desk.Pass(6);
        Refuses(desk, "margin_call");
    }

    [Fact]
    public void ReadOnly_DecidesAndSendsNothing()
    {
        EngineHarness desk = Desks.Running(o => o with { ReadOnly = true });
        Refuses(desk, "read_only");
        Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code == "read_only");
    }

    [Fact]
    public void HedgeMode_WrongByTheSameAmountOnBothSides_IsACase()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        VenueTruth okx = desk.Venues[VenueId.OkxPerp];
        okx.HedgeExtra = (Desks.Okx, 0.2m, 60_300m);
        desk.Pass(25);
        Assert.Contains("position BTCUSDT long: ours 0, the venue's 0.2", desk.Snapshot.Cases[0].ToString(), StringComparison.Ordinal);
        okx.HedgeExtra = (Desks.Okx, 0m, 60_300m);
        desk.Pass(6);
        Assert.Empty(desk.Snapshot.Cases);
    }

    [Fact]
    public void NeverReached_KeepsItsProof_WithTheOrderAndInTheJournal()
    {
        EngineHarness desk = Desks.Running();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.LoseAnswer(s);
        for (int second = 0; second < 9; second++)
        {
            desk.Pass(1);
            desk.AnswerQuestions();
        }

        Assert.Equal(OrderStatus.NeverReached, desk.StatusOf(s));
        Assert.Contains("order by client id: unknown order", desk.Ledger.Orders[s.ClientOrderId].Detail, StringComparison.Ordinal);
        Journaled line = Assert.Single(desk.Ledger.Lines, x => x.Type == "order.never_reached");
        Assert.Equal(["client_order_id", "request", "answer", "at"], line.Payload.Select(p => p.Key));
    }

    private static void Refuses(EngineHarness desk, string rule)
    {
        long before = desk.Refusals(rule);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals(rule) > before, string.Join(", ", desk.Snapshot.Counters.Refusals));
        desk.Calm();
    }

    private static void Opens(EngineHarness desk) => desk.Dislocate();
}
