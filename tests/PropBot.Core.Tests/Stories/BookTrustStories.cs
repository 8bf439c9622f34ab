using PropBot.Core.Engine.Events;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: nothing is opened on a book that may be wrong, however good its prices look.</summary>
public sealed class BookTrustStories
{
    [Theory]
    [InlineData(BookTrust.Unsynced)]
    [InlineData(BookTrust.Suspect)]
    [InlineData(BookTrust.Stale)]
    [InlineData(BookTrust.Crossed)]
    public void UntrustedBook_OfEitherVenue_OpensNothing(BookTrust trust)
    {
        foreach (InstrumentId bad in new[] { Desks.Binance, Desks.Okx })
        {
            EngineHarness desk = Desks.Running();
            InstrumentId good = bad == Desks.Binance ? Desks.Okx : Desks.Binance;
            desk.Distrust(bad, trust);
            // OKX high or Binance low: the same dislocation from either side.
            decimal shift = good == Desks.Okx ? 300m : -300m;
            desk.Quote(good, Desks.Bid + shift, Desks.Ask + shift);
            Assert.Empty(desk.TakePlaced());
            Assert.True(desk.Refusals("book_untrusted") > 0);
        }
    }

    [Fact]
    public void StaleBook_ByItsAge_OpensNothingUntilItSpeaksAgain()
    {
        EngineHarness desk = Desks.Running();
        desk.Silence(Desks.Binance);
        desk.Pass(3.5);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("book_stale") > 0);
        desk.Quote(Desks.Binance, Desks.Bid, Desks.Ask);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    [Fact]
    public void BooksOfDifferentInstants_OpenNothing()
    {
        EngineHarness desk = Desks.Running();
        // Its clock is not known to 5 s: its book need not be late.
        desk.Feed(new VenueClockMeasured(VenueId.OkxPerp, TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)));
        desk.ViewOf(Desks.Binance).VenueTime = desk.At;
        desk.ViewOf(Desks.Okx).VenueTime = desk.At.AddSeconds(-2.1);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("book_skew") > 0);
        desk.ViewOf(Desks.Okx).VenueTime = desk.At.AddSeconds(-2);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    [Fact]
    public void CrossedPrices_OpenNothing()
    {
        EngineHarness desk = Desks.Running();
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighBid - 1m);
        Assert.Empty(desk.TakePlaced());
        Assert.Equal("book_untrusted", Assert.Single(desk.Snapshot.OpeningBlocks).Code);
    }

    [Fact]
    public void EmptySide_OpensNothing()
    {
        EngineHarness desk = Desks.Running();
        desk.Book(Desks.Okx, [(Desks.HighBid, 10m)], []);
        Assert.Empty(desk.TakePlaced());
    }

    [Fact]
    public void VenueDown_OpensNothingAndDecidesNothing()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Down, "connection lost"));
        Assert.True(desk.HasAlert("venue_link"));
        // Prices of a venue that is down decide nothing: what looks like a convergence may be the last thing it said.
        desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
        Assert.Empty(desk.TakePlaced());
        Assert.Null(Assert.Single(desk.Ledger.ActivePairs).CloseReason);
    }

    [Fact]
    public void VenueConnecting_OpensNothing()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new VenueLinkChanged(VenueId.OkxPerp, VenueLink.Connecting, "private stream is gone"));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("venue_down") > 0);
    }

    [Fact]
    public void SuspendedInstrument_OpensNothing()
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new InstrumentsLoaded(VenueId.OkxPerp, [TestInstruments.OkxBtc with { Status = InstrumentStatus.Suspended }]));
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("instrument_not_trading") > 0);
    }

    [Fact]
    public void WarmUp_NotOver_OpensNothing()
    {
        EngineHarness desk = Desks.Stopped();
        desk.Start();
        desk.ConnectQuietly();
        desk.Pass(10);
        desk.Quote(Desks.Okx, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("warm_up") > 0);
    }

    [Fact]
    public void OpenPair_OneBookStale_IsNotClosedOnOldPrices()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        desk.Silence(Desks.Binance);
        desk.Pass(3.5);
        desk.Quote(Desks.Okx, Desks.Bid, Desks.Ask);
        Assert.Empty(desk.TakePlaced());
        desk.Quote(Desks.Binance, Desks.Bid, Desks.Ask);
        Assert.Equal(2, desk.TakePlaced().Count);
    }
}
