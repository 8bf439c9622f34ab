using PropBot.Core.Values;
using PropBot.Simulation.Defaults;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Feeds;

public sealed class RecordedFeedTests
{
    private static readonly DateTimeOffset T0 = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Symbol Btc = Symbol.Parse("BTCUSDT");
    private static readonly InstrumentId Binance = new(VenueId.BinanceUm, Btc);
    private static readonly InstrumentId Bybit = new(VenueId.BybitLinear, Btc);
    private static readonly InstrumentId Okx = new(VenueId.OkxPerp, Btc);
    private static readonly TimeSpan FiveMinutes = TimeSpan.FromMinutes(5);

    private static readonly RecordedFeedOptions Options = new() { Venues = DefaultVenues.All(), StepsPerBar = 10 };

    [Fact]
    public void Mid_MovesLinearlyFromCloseToClose()
    {
        FeedLog log = Play(Bars(Binance, FiveMinutes, (0, 100m), (5, 110m)));

        // The first close stands at 00:05; ten steps of 30 s lead to the second at 00:10.
        Assert.Equal([100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110], log.MidsOf(Binance));
        Assert.Equal(T0.AddMinutes(5), log.Times[0]);
        Assert.Equal(T0.AddMinutes(10), log.Times[^1]);
        Assert.All(log.Times.Zip(log.Times.Skip(1)), pair => Assert.Equal(TimeSpan.FromSeconds(30), pair.Second - pair.First));
    }

    [Fact]
    public void HighsAndLows_NeverBecomePrices()
    {
        var wild = new RecordedBar(T0.AddMinutes(5), 100m, 500m, 10m, 101m, 1m);
        RecordedInstrument series = Bars(Binance, FiveMinutes, (0, 100m));

        FeedLog log = Play(series with { Bars = [.. series.Bars, wild] });

        Assert.All(log.MidsOf(Binance), mid => Assert.InRange(mid, 100.0, 101.0));
    }

    [Fact]
    public void HalfSpread_GrowsAndDepthShrinksWithTheRange()
    {
        var wild = new RecordedBar(T0.AddMinutes(5), 100m, 101m, 99m, 100m, 1m); // 200 bps
        RecordedInstrument series = Bars(Binance, FiveMinutes, (0, 100m));

        MarketState state = Play(series with { Bars = [.. series.Bars, wild] }).States[^1].State;

        // 100 x (0.0081 + 0.005 x 200) bps = 0.010081; 12.5 / 200 of the depth.
        Assert.Equal(0.010081m, state.HalfSpread);
        Assert.Equal(0.0625, state.DepthScale, 6);
    }

    [Fact]
    public void MissingBar_IsSilenceUntilTheNextOne()
    {
        FeedLog log = Play(
            Bars(Binance, FiveMinutes, (0, 100m), (5, 101m), (15, 120m), (20, 121m)),
            Bars(Bybit, FiveMinutes, (0, 100m), (5, 101m), (10, 102m), (15, 103m), (20, 104m)));

        var silent = log.States.Where(entry => entry.Id == Binance && entry.Time > T0.AddMinutes(10) && entry.Time < T0.AddMinutes(20));
        Assert.Empty(silent);
        Assert.Contains(log.States, entry => entry.Id == Binance && entry.Time == T0.AddMinutes(20) && entry.State.Mid == 120m);
        Assert.DoesNotContain(log.MidsOf(Binance), mid => mid is > 101 and < 120);
    }

    [Fact]
    public void FinerSeries_MovesOnTheCoarsestGridOfItsSymbol()
    {
        // Minute closes that jump about within the five minutes; only those at 00:05 and 00:10 are on Binance's grid.
        var minutes = Enumerable.Range(0, 10).Select(i => (i, i is 4 ? 100m : i is 9 ? 110m : 500m)).ToArray();

        FeedLog log = Play(Bars(Binance, FiveMinutes, (0, 100m), (5, 110m)), Bars(Okx, TimeSpan.FromMinutes(1), minutes));

        Assert.Equal(log.MidsOf(Binance), log.MidsOf(Okx));
    }

    [Fact]
    public void FinerSeries_WithoutItsLastPart_HasNoClose()
    {
        var minutes = Enumerable.Range(0, 15).Where(i => i != 9).Select(i => (i, 100m + i)).ToArray();

        FeedLog log = Play(Bars(Binance, FiveMinutes, (0, 100m), (5, 100m), (10, 100m)), Bars(Okx, TimeSpan.FromMinutes(1), minutes));

        Assert.Equal([104.0, 114.0], log.MidsOf(Okx));
    }

    [Fact]
    public void Quotes_AreTheBook()
    {
        var series = new RecordedInstrument
        {
            Id = Binance,
            BarInterval = TimeSpan.FromMinutes(1),
            Quotes = [new RecordedQuote(T0, 99.9m, 100.2m), new RecordedQuote(T0.AddMinutes(1), 100.4m, 100.5m)],
        };

        FeedLog log = Play(series);

        Assert.Equal((100.05m, 0.15m), (log.States[0].State.Mid, log.States[0].State.HalfSpread));
        Assert.Equal((100.45m, 0.05m), (log.States[^1].State.Mid, log.States[^1].State.HalfSpread));
        var venue = new SimulatedVenue(Options.Venues[0]);
        MarketState state = log.States[0].State;
        venue.SetMarket(Btc, in state, T0);
        Assert.Equal((999, 1_002), (venue.Snapshot(Btc, 1).Bids[0].Price, venue.Snapshot(Btc, 1).Asks[0].Price));
    }

    [Fact]
    public void Funding_IsSettledToTheMinute_AndAnnouncedOnTheWay()
    {
        RecordedInstrument series = Bars(Binance, FiveMinutes, [.. Enumerable.Range(0, 12 * 20).Select(i => (i * 5, 100m))]) with
        {
            Funding =
            [
                new RecordedFunding(T0.AddMilliseconds(3), new Rate(0.0001m)),
                new RecordedFunding(T0.AddHours(8).AddMilliseconds(1), new Rate(0.0003m)),
                new RecordedFunding(T0.AddHours(16).AddMilliseconds(-2), new Rate(-0.0002m)),
            ],
        };

        FeedLog log = Play(series);

        Assert.Equal(
            [(Binance, T0.AddHours(8), new Rate(0.0003m)), (Binance, T0.AddHours(16), new Rate(-0.0002m))],
            log.Settlements);
        MarketState halfWay = log.States.Single(entry => entry.Time == T0.AddHours(12)).State;
        Assert.Equal((new Rate(0.00005m), T0.AddHours(16), TimeSpan.FromHours(8)), (halfWay.Funding.Rate, halfWay.Funding.NextSettlement, halfWay.Funding.Interval));
        MarketState after = log.States[^1].State;
        Assert.Equal((Rate.Zero, T0.AddHours(24)), (after.Funding.Rate, after.Funding.NextSettlement));
    }

    [Fact]
    public void Funding_EveryHour_IsInferred()
    {
        RecordedInstrument series = Bars(Binance, FiveMinutes, [.. Enumerable.Range(0, 40).Select(i => (i * 5, 100m))]) with
        {
            Funding = [.. Enumerable.Range(1, 4).Select(hour => new RecordedFunding(T0.AddHours(hour), new Rate(0.00001m)))],
        };

        Assert.All(Play(series).States.SkipLast(12 * 10), entry => Assert.Equal(TimeSpan.FromHours(1), entry.State.Funding.Interval));
    }

    [Fact]
    public void Mark_IsTheRecordedOneAtItsInstant_AndFollowsThePriceInBetween()
    {
        // The price halves within the hour; a line between hourly marks of 101 and 50.5 would stand at 75.75 when the price is 50.
        RecordedInstrument series = Bars(Binance, FiveMinutes, [.. Enumerable.Range(0, 24).Select(i => (i * 5, i < 13 ? 100m : 50m))]) with
        {
            Marks = [new RecordedMark(T0.AddHours(1), 101m), new RecordedMark(T0.AddHours(2), 50.5m)],
        };

        FeedLog log = Play(series);

        Assert.Equal(101m, log.States.Single(entry => entry.Time == T0.AddHours(1)).State.MarkPrice);
        Assert.Equal(50.5m, log.States.Single(entry => entry.Time == T0.AddHours(1.5)).State.MarkPrice);
        Assert.Equal(100m, log.States[0].State.MarkPrice);
    }

    [Fact]
    public void Period_CanBeChosen()
    {
        var feed = new RecordedFeed(
            new MarketRecording("test", [Bars(Binance, FiveMinutes, [.. Enumerable.Range(0, 24).Select(i => (i * 5, 100m + i))])]),
            Options with { From = T0.AddMinutes(30), To = T0.AddMinutes(40) });

        FeedLog log = FeedLog.Of(feed);

        Assert.Equal((T0.AddMinutes(30), (DateTimeOffset?)T0.AddMinutes(40)), (feed.Start, feed.End));
        Assert.Equal((T0.AddMinutes(30), T0.AddMinutes(40)), (log.Times[0], log.Times[^1]));
    }

    [Fact]
    public void Recording_WithoutThePrices_IsRefused()
    {
        var recording = new MarketRecording("empty", [Bars(new InstrumentId(new VenueId("elsewhere"), Btc), FiveMinutes, (0, 100m))]);

        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => new RecordedFeed(recording, Options)).Message);
    }

    private static FeedLog Play(params RecordedInstrument[] series) => FeedLog.Of(new RecordedFeed(new MarketRecording("test", series), Options));

    private static RecordedInstrument Bars(InstrumentId id, TimeSpan interval, params (int Minute, decimal Close)[] closes) => new()
    {
        Id = id,
        BarInterval = interval,
        Bars = [.. closes.Select(close => new RecordedBar(T0.AddMinutes(close.Minute), close.Close, close.Close, close.Close, close.Close, 10m))],
    };
}
