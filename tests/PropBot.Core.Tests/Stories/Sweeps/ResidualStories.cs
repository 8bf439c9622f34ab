using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories.Sweeps;

/// <summary>Goal: what a venue holds beyond our pairs is taken into the books and taken off by the same orders; the rest is told.</summary>
public sealed class ResidualStories
{
    [Fact]
    public void ForeignPosition_IsAdoptedAtTheVenuesEntryPriceAndTakenOff()
    {
        EngineHarness desk = Desks.Running();
        desk.Venues[VenueId.OkxPerp].Interfere(Desks.Okx, -0.5m, 59_000m);
        desk.CloseAll();
        desk.Serve(5);

        Sweep done = desk.Sweep();
        Assert.Equal(SweepStatus.Done, done.Status);
        SweepLeg leg = Assert.Single(done.Legs);
        Assert.Equal((true, Desks.Okx, Side.Buy, 0.5m, 0m), (leg.IsAdopted, leg.Instrument, leg.Side, leg.Filled, leg.Remaining));
        PairRecord adopted = desk.Pair(leg.Pair!.Value);
        Assert.Equal((PairStatus.Closed, "close_all", true), (adopted.Status, adopted.CloseReason, adopted.IsAdopted));
        JournalEntry entry = Assert.Single(desk.Ledger.Entries, e => e.Kind == EntryKind.Adoption);
        Assert.Contains(entry.Postings, p => p.Account == LedgerAccount.Cash(VenueId.OkxPerp) && p.Amount == 0.5m * 59_000m);
        Assert.All(desk.Ledger.OrdersOf(leg.Pair.Value), o => Assert.True(o.Intent is { ReduceOnly: true, Purpose: OrderPurpose.Close }));
        Assert.True(desk.HasAlert("position_adopted"));
        Assert.True(desk.IsFlat());
        // 0.5 sold at 59,000, bought back at the touch of 60,000.1, one taker fee: what the venue's wallet has lost too.
        Assert.Equal(desk.Venues[VenueId.OkxPerp].Wallet, 100_000m + adopted.RealizedPnl().Total);
        desk.AssertMatchesVenues();
        Assert.Empty(desk.Snapshot.Cases);
    }

    /// <summary>
    /// 0.08 of ours at 60,000.1 and 0.02 of somebody else's at 61,000 stand as one position of 0.1 at 60,200.08: the part that is not
    /// ours is taken over at 61,000.
    /// </summary>
    [Fact]
    public void ForeignPartOfAPositionThatWeHoldToo_IsAdoptedAtItsOwnPrice()
    {
        EngineHarness desk = Desks.Running(o => o with { AccountPollInterval = TimeSpan.FromDays(1) });
        desk.OpenPair();
        desk.Venues[VenueId.BinanceUm].Interfere(Desks.Binance, 0.02m, 61_000m);
        // OKX is down: the pair waits equal, what is beyond it does not.
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "down"));
        desk.CloseAll();
        desk.Serve(5);
        JournalEntry entry = Assert.Single(desk.Ledger.Entries, e => e.Kind == EntryKind.Adoption);
        Assert.Contains(entry.Postings, p => p.Account == LedgerAccount.Cash(VenueId.BinanceUm) && p.Amount == -0.02m * 61_000m);
        Assert.Equal(0.08m, desk.Venues[VenueId.BinanceUm].PositionOf(Desks.Binance));
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Up, "up"));
        desk.Serve(5);
        Assert.Equal(SweepStatus.Done, desk.Sweep().Status);
        Assert.True(desk.IsFlat());
    }

    [Fact]
    public void PositionThatIsGoneInTheNextStatement_IsNotAdopted()
    {
        EngineHarness desk = Desks.Running();
        desk.Venues[VenueId.OkxPerp].Interfere(Desks.Okx, 0.5m, 60_000m);
        desk.CloseAll();
        desk.Serve(1);
        desk.Venues[VenueId.OkxPerp].Interfere(Desks.Okx, -0.5m, 60_000m);
        desk.Serve(3);
        Assert.Equal(SweepStatus.Done, desk.Sweep().Status);
        Assert.Empty(desk.Sweep().Legs);
        Assert.DoesNotContain(desk.Ledger.Entries, e => e.Kind == EntryKind.Adoption);
    }

    [Fact]
    public void AdoptedPosition_GoesOnBeingTakenOffAfterARestart()
    {
        EngineHarness desk = Desks.Running();
        desk.Venues[VenueId.OkxPerp].Interfere(Desks.Okx, -0.5m, 59_000m);
        desk.CloseAll();
        desk.Serve(3, takes: _ => false);
        Assert.Equal(PairStatus.Partial, desk.Pair(desk.Sweep().Legs[0].Pair!.Value).Status);
        desk.Restart();
        desk.ConnectQuietly();
        desk.Serve(12);
        Assert.Equal(SweepStatus.Done, desk.Sweep().Status);
        Assert.True(desk.IsFlat());
        Assert.Single(desk.Ledger.Entries, e => e.Kind == EntryKind.Adoption);
    }

    [Fact]
    public void LessThanOneOrder_OrAnotherInstrument_IsLeftForPeopleWithItsReason()
    {
        EngineHarness desk = Desks.Running();
        var doge = new InstrumentId(VenueId.OkxPerp, Symbol.Parse("DOGEUSDT"));
        desk.Venues[VenueId.OkxPerp].Interfere(doge, 5m, 0.1m);
        desk.Venues[VenueId.BinanceUm].Interfere(Desks.Binance, TestInstruments.BinanceBtc.MinQuantity.Value / 2m, 60_000m);
        PairId pair = desk.OpenPair();
        desk.CloseAll();
        desk.Serve(5);
        Sweep done = desk.Sweep();
        Assert.Equal((SweepStatus.Incomplete, PairStatus.Closed), (done.Status, desk.Pair(pair).Status));
        Assert.Equal(
            [(Desks.Binance, RemainderReason.BelowMinimum), (doge, RemainderReason.NotOfThisDesk)],
            done.Venues.SelectMany(v => v.Remaining).Select(r => (r.Instrument, r.Reason)));
        Assert.Contains("not_of_this_desk", Assert.Single(desk.Lines("close_all.executed")).Value("remaining"), StringComparison.Ordinal);
    }

    /// <summary>Somebody took a part of our position: an order for the difference would be wrong, so it is told and left to reconciliation.</summary>
    [Fact]
    public void VenueHoldsLessThanOurBooks_NothingIsAdopted()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Venues[VenueId.BinanceUm].Interfere(Desks.Binance, -0.03m, 60_000m);
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "down"));
        desk.CloseAll();
        desk.Serve(5);
        SweepRemainder remainder = Assert.Single(desk.Sweep().Venues.Single(v => v.Venue == VenueId.BinanceUm).Remaining);
        Assert.Equal((0.05m, RemainderReason.BooksDiffer), (remainder.SignedQuantity, remainder.Reason));
        Assert.DoesNotContain(desk.Ledger.Entries, e => e.Kind == EntryKind.Adoption);
        Assert.Equal(SweepStatus.Running, desk.Sweep().Status);
    }

    [Fact]
    public void CloseExposureOfAVenue_ClosesThePairsThatTouchItWithBothLegs_AndLeavesTheOthers()
    {
        EngineHarness desk = Desks.Running(
            o => o with { Risk = o.Risk with { MaxActivePairs = 1 } }, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);
        PairId touched = desk.OpenPair();
        desk.Ask(SweepKind.CloseExposure, SweepSteps.Everything with { Venue = VenueId.OkxPerp });
        desk.Venues[VenueId.BinanceUm].RestForeign(Desks.Binance, Side.Buy, 1m, 50_000m);
        desk.Serve(3);
        Sweep done = desk.Sweep();
        Assert.Equal((SweepStatus.Done, PairStatus.Closed, ControlMode.Run), (done.Status, desk.Pair(touched).Status, desk.Ledger.Control.Mode));
        Assert.Equal([VenueId.OkxPerp], done.Venues.Select(v => v.Venue));
        Assert.Equal([Desks.Binance, Desks.Okx], done.Legs.Select(l => l.Instrument));
        Assert.Single(desk.Venues[VenueId.BinanceUm].OpenOrders(desk.At));
    }

    [Fact]
    public void CloseExposureOfASymbol_WhoseGapIsStillThere_DoesNotOpenAgainAtOnce()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Ask(SweepKind.CloseExposure, SweepSteps.Everything with { Symbol = Desks.Okx.Symbol });
        desk.Serve(3);
        Assert.Equal((SweepStatus.Done, ControlMode.Run), (desk.Sweep().Status, desk.Ledger.Control.Mode));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("cool_down") > 0);
    }

    [Fact]
    public void CloseExposureOfAVenueWithoutPairs_LeavesOpenPairsAlone()
    {
        EngineHarness desk = Desks.Running(
            o => o with { Risk = o.Risk with { MaxActivePairs = 1 } }, TestInstruments.BinanceBtc, TestInstruments.OkxBtc, TestInstruments.BybitBtc);
        PairId pair = desk.OpenPair();
        desk.Ask(SweepKind.CloseExposure, SweepSteps.Everything with { Venue = VenueId.BybitLinear, Symbol = Symbol.Parse("BTCUSDT") });
        desk.Serve(2);
        Assert.Equal((SweepStatus.Done, PairStatus.Open), (desk.Sweep().Status, desk.Pair(pair).Status));
    }
}
