using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Stories;

/// <summary>Goal: a venue whose stream comes late, however steadily, is not well; nothing is opened and no price closes a pair on what is over.</summary>
public sealed class BookDelayStories
{
    [Fact]
    public void Stream_ThatLagsSteadily_DegradesHoldsAndRecovers_AndOpensNothing()
    {
        EngineHarness desk = Desks.Running(o => o with { Watchdog = o.Watchdog with { AutoHold = true } });
        Talk(desk, late: 30, seconds: 8);
        Assert.Equal((WatchStatus.Degraded, "delay BTCUSDT: its messages come 30 s late, the limit is 2 s"), (Okx(desk).Status, Okx(desk).Reason));
        Assert.Equal(new HealthComponent("delay", 30m, 2m, 0.8m), Okx(desk).Health!.Components.Single(c => c.Name == "delay"));
        BookSnapshot book = desk.Snapshot.Venues.Single(v => v.Venue == VenueId.OkxPerp).Books[0];
        Assert.Equal((BookTrust.Stale, TimeSpan.FromSeconds(30)), (book.Trust, book.Delay));
        Assert.Contains(desk.Snapshot.OpeningBlocks, b => b.Code == "book_stale" && b.English.Contains("come 30 s late", StringComparison.Ordinal));
        TellLate(desk, Desks.Okx, 30, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("book_stale") > 0);

        Talk(desk, late: 30, seconds: 16);
        Assert.Equal((WatchStatus.AutoHold, ControlMode.Hold), (Okx(desk).Status, desk.Ledger.Control.Mode));

        // Below the limit is not yet below half of it.
        Talk(desk, late: 1.5, seconds: 10);
        Assert.Equal(WatchStatus.AutoHold, Okx(desk).Status);
        Talk(desk, late: 0.9, seconds: 10);
        Assert.Equal(WatchStatus.Ok, Okx(desk).Status);
    }

    [Fact]
    public void BothVenuesLateAlike_OpenNothing()
    {
        EngineHarness desk = Desks.Running();
        TellLate(desk, Desks.Binance, 5, Desks.Bid, Desks.Ask);
        TellLate(desk, Desks.Okx, 5, Desks.HighBid, Desks.HighAsk);
        Assert.Empty(desk.TakePlaced());
        Assert.True(desk.Refusals("book_stale") > 0);
        TellLate(desk, Desks.Binance, 0.1, Desks.Bid, Desks.Ask);
        TellLate(desk, Desks.Okx, 0.1, Desks.HighBid, Desks.HighAsk);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    [Fact]
    public void OpenPair_OneBookLate_IsNotClosedByItsPrice()
    {
        EngineHarness desk = Desks.Running();
        desk.OpenPair();
        TellLate(desk, Desks.Okx, 5, Desks.Bid, Desks.Ask);
        Assert.Empty(desk.TakePlaced());
        TellLate(desk, Desks.Okx, 0, Desks.Bid, Desks.Ask);
        Assert.Equal(2, desk.TakePlaced().Count);
    }

    [Theory]
    [InlineData(-10, 0.02, 0.02, 0)]
    [InlineData(0, 0.02, 3, 2.98)]
    [InlineData(4, 0.02, 0, 3.98)]
    [InlineData(0, 6, 5, 0)]
    public void Delay_IsByTheVenuesClock_AndOnlyWhatIsCertain(double offset, double uncertainty, double late, double expected)
    {
        EngineHarness desk = Desks.Running();
        desk.Feed(new VenueClockMeasured(VenueId.OkxPerp, TimeSpan.FromSeconds(offset), TimeSpan.FromSeconds(uncertainty), TimeSpan.FromSeconds(5)));
        TellLate(desk, Desks.Okx, late, Desks.Bid, Desks.Ask);
        Assert.Equal(TimeSpan.FromSeconds(expected), desk.Snapshot.Venues.Single(v => v.Venue == VenueId.OkxPerp).Books[0].Delay);
    }

    [Fact]
    public void Delay_OfAMarketAtSpeed_IsElapsedTime_AndWhatWaitedForTheEngineCountsOnce()
    {
        EngineHarness desk = Desks.Running(o => o with { MarketSpeed = 60 });
        DepthView view = desk.ViewOf(Desks.Okx);
        // 90 s of the market are 1.5 s here; of these it waited 0.5 s for the engine.
        view.VenueTime = desk.At.AddSeconds(-90);
        view.ReceivedElapsed = desk.Elapsed - TimeSpan.FromSeconds(0.5);
        desk.Feed(new DepthChanged(view));
        BookSnapshot book = desk.Snapshot.Venues.Single(v => v.Venue == VenueId.OkxPerp).Books[0];
        Assert.Equal((TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(0.5)), (book.Delay, book.Age));
    }

    private static VenueWatchSnapshot Okx(EngineHarness desk) => desk.Snapshot.Watchdog.Venues.Single(v => v.Venue == VenueId.OkxPerp);

    /// <summary>A steady stream of quiet books, each late by so much.</summary>
    private static void Talk(EngineHarness desk, double late, double seconds)
    {
        for (double passed = 0; passed < seconds; passed += 0.5)
        {
            TellLate(desk, Desks.Okx, late, Desks.Bid, Desks.Ask);
            desk.Pass(0.5);
        }
    }

    private static void TellLate(EngineHarness desk, InstrumentId id, double late, decimal bid, decimal ask)
    {
        desk.ViewOf(id).VenueTime = desk.At.AddSeconds(-late);
        desk.Quote(id, bid, ask);
    }
}
