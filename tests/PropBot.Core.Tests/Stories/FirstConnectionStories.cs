using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>
/// Goal: venues come up one after the other when the bot starts. A rescue waits for the one that its next rung needs, for a bounded part of
/// its deadline, rather than do in the first event what the other venue alone can do.
/// </summary>
public sealed class FirstConnectionStories
{
    [Fact]
    public void LegBehindIsNotUpYet_IsWaitedFor_AndCompletedThere()
    {
        EngineHarness desk = NakedLongAfterAStart();
        Connect(desk, Desks.Binance, Desks.Bid);
        desk.Pass(3);
        Assert.Empty(desk.TakePlaced());
        Connect(desk, Desks.Okx, Desks.HighBid);
        desk.Pass(0.3);
        OrderIntent hedge = Assert.Single(desk.TakePlaced());
        Assert.Equal((OrderPurpose.Hedge, Desks.Okx, Side.Sell), (hedge.Purpose, hedge.Instrument, hedge.Side));
    }

    [Fact]
    public void LegBehindDoesNotComeUp_WhatIsTooMuchIsTakenOffAfterTheWait()
    {
        EngineHarness desk = NakedLongAfterAStart();
        Connect(desk, Desks.Binance, Desks.Bid);
        desk.Pass(4.8);
        Assert.Empty(desk.TakePlaced());
        desk.Pass(0.4);
        OrderIntent off = Assert.Single(desk.TakePlaced());
        Assert.Equal((OrderPurpose.Unwind, Desks.Binance, true), (off.Purpose, off.Instrument, off.ReduceOnly));
    }

    /// <summary>Buying back what a venue took is the last resort: not because the other venue is a second later.</summary>
    [Fact]
    public void ForcedLegIsUpFirst_WhatTheVenueTookIsNotBoughtBack()
    {
        EngineHarness desk = ThreeVenues();
        PairId id = desk.OpenPair();
        ForcedFill fill = desk.Force(Desks.Okx, OrderOrigin.Liquidation, 0.08m, Desks.HighBid);
        desk.Feed(new VenueLinkChanged(Desks.Binance.Venue, VenueLink.Down, "connection lost"));
        desk.Feed(new VenueLinkChanged(Desks.Bybit.Venue, VenueLink.Down, "connection lost"));
        desk.Decide(new ForcedFillSeen(fill));
        desk.TakePlaced();
        desk.Restart();
        RefuseUnsent(desk, id);
        Connect(desk, Desks.Okx, Desks.HighBid);
        Connect(desk, Desks.Bybit, Desks.Bid);
        desk.Pass(2);
        Assert.Empty(desk.TakePlaced());
        Connect(desk, Desks.Binance, Desks.Bid);
        desk.Pass(0.3);
        OrderIntent off = Assert.Single(desk.TakePlaced());
        Assert.Equal((Desks.Binance, Side.Sell, true), (off.Instrument, off.Side, off.ReduceOnly));
    }

    [Fact]
    public void OnlyAThirdVenueIsUp_HedgesThereNotBeforeTheWaitIsOver()
    {
        EngineHarness desk = NakedLongAfterAStart();
        Connect(desk, Desks.Bybit, Desks.Bid);
        desk.Pass(4.8);
        Assert.Empty(desk.TakePlaced());
        desk.Pass(0.4);
        Assert.Equal((LegRole.Third, Desks.Bybit), Assert.Single(desk.TakePlaced().Select(o => (o.Leg, o.Instrument))));
    }

    /// <summary>What does not need the missing venue does not wait for it.</summary>
    [Fact]
    public void PairWantsToBeFlat_IsTakenOffAtOnce()
    {
        EngineHarness desk = ThreeVenues();
        PairId id = desk.OpenPair();
        desk.Pass(0.3);
        (_, OrderIntent s) = desk.Converge();
        desk.Complete(s);
        OrderIntent l = desk.Ledger.OrdersOf(id).Single(o => !o.Status.IsTerminal()).Intent;
        desk.Expire(l);
        desk.TakePlaced();
        desk.Restart();
        RefuseUnsent(desk, id);
        Connect(desk, Desks.Binance, Desks.Bid);
        desk.Pass(0.2);
        Assert.Equal((Desks.Binance, true), Assert.Single(desk.TakePlaced().Select(o => (o.Instrument, o.ReduceOnly))));
    }

    [Fact]
    public void TheWait_IsAStepOfTheRescueWithWhatIsLeftOfTheDeadline()
    {
        EngineHarness desk = NakedLongAfterAStart();
        Connect(desk, Desks.Binance, Desks.Bid);
        desk.Pass(2);
        Journaled step = Assert.Single(desk.Ledger.Lines, l => l.Type == "rescue.step" && l.Payload.Any(p => p.Value == "WaitForVenue"));
        Assert.Contains(step.Payload, p => p.Key == "leg" && p.Value.Contains(Desks.Okx.ToString(), StringComparison.Ordinal));
        Assert.Contains(step.Payload, p => p.Key == "seconds_left" && WireNumber.Parse(p.Value) is > 0m and <= 15m);
    }

    private static EngineHarness ThreeVenues() =>
        Desks.Running(null, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);

    /// <summary>The long leg is filled, the short one refused; the process dies and starts, and no venue is up yet.</summary>
    private static EngineHarness NakedLongAfterAStart()
    {
        EngineHarness desk = ThreeVenues();
        (OrderIntent l, OrderIntent s) = desk.Dislocate();
        desk.Complete(l);
        desk.Refuse(s, RefusalKind.VenueUnavailable);
        desk.TakePlaced();
        desk.Restart();
        RefuseUnsent(desk, l.Pair);
        return desk;
    }

    private static void RefuseUnsent(EngineHarness desk, PairId id)
    {
        foreach (OrderIntent unsent in desk.Ledger.OrdersOf(id).Where(o => !o.Status.IsTerminal()).Select(o => o.Intent).ToArray())
        {
            desk.Refuse(unsent, RefusalKind.VenueUnavailable);
        }
    }

    private static void Connect(EngineHarness desk, InstrumentId id, decimal bid)
    {
        desk.Feed(new InstrumentsLoaded(id.Venue, [.. desk.Instruments.Where(i => i.Id.Venue == id.Venue)]));
        desk.Feed(new VenueLinkChanged(id.Venue, VenueLink.Up, "connected"));
        desk.Quote(id, bid, bid + 0.1m);
    }
}
