using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Simulation.Books;
using PropBot.Simulation.Defaults;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Tests.Support;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Tests.Books;

public sealed class BookTests
{
    private static readonly DateTimeOffset T0 = TestVenue.T0;

    [Fact]
    public void Updates_AppliedInOrder_MakeTheSnapshot()
    {
        var heard = new Recorder();
        SimulatedVenueOptions options = DefaultVenues.Create(VenueId.BinanceUm, [TestVenue.Btc], seed: 7);
        var venue = new SimulatedVenue(options, heard);
        var random = new SeededRandom(5);
        double mid = 90_000.0;
        for (int i = 0; i < 500; i++)
        {
            mid += random.NextNormal() * 8.0;
            MarketState state = TestVenue.State(decimal.Round((decimal)mid, 3, MidpointRounding.ToZero)) with { DepthScale = 0.5 + random.NextDouble() };
            venue.SetMarket(TestVenue.Btc, in state, T0.AddMilliseconds(100 * i));
        }

        Assert.Equal(Enumerable.Range(1, heard.Updates.Count).Select(id => (long)id), heard.Updates.Select(update => update.UpdateId));
        BookSnapshot snapshot = venue.Snapshot(TestVenue.Btc, 1_000);
        Assert.Equal(heard.Updates.Count, snapshot.UpdateId);
        Assert.Equal(Apply(heard.Updates.Select(update => update.Bids)).Reverse(), snapshot.Bids);
        Assert.Equal(Apply(heard.Updates.Select(update => update.Asks)), snapshot.Asks);
    }

    [Fact]
    public void QuietMarket_ChangesSomeLevelsOnly()
    {
        var heard = new Recorder();
        var venue = new SimulatedVenue(DefaultVenues.Create(VenueId.BinanceUm, [TestVenue.Btc]), heard);
        for (int i = 0; i < 100; i++)
        {
            MarketState state = TestVenue.State(90_000.05m);
            venue.SetMarket(TestVenue.Btc, in state, T0.AddMilliseconds(100 * i));
        }

        // 100 levels, 3 % redrawn at a time.
        double perUpdate = heard.Updates.Skip(1).Average(update => update.Bids.Length + update.Asks.Length);
        Assert.InRange(perUpdate, 1.0, 6.0);
    }

    [Theory]
    [InlineData("100.05", "0.05", 1_000, 1_001)]
    [InlineData("100.00", "0.00", 1_000, 1_001)] // never locked: one tick at least
    [InlineData("100.09", "0.01", 1_000, 1_001)]
    [InlineData("100.10", "0.20", 999, 1_003)]
    [InlineData("100.17", "0.19", 1_000, 1_004)] // 0.38 is 4 ticks; the middle comes to the nearest half tick
    public void Touch_LiesAroundTheMid_OnTheTick(string mid, string halfSpread, long bid, long ask)
    {
        var shape = new BookShape(TestVenue.Setup(TestVenue.Btc), variation: 0.0);

        Assert.Equal((bid, ask), shape.Touch(TestVenue.State(WireNumber.Parse(mid)) with { HalfSpread = WireNumber.Parse(halfSpread) }));
    }

    [Fact]
    public void Touch_OfAnyState_NeverPassesTheMid()
    {
        var shape = new BookShape(TestVenue.Setup(TestVenue.Btc), variation: 0.0);
        var random = new SeededRandom(3);
        for (int i = 0; i < 2_000; i++)
        {
            decimal mid = 50m + (decimal)(random.NextDouble() * 100.0);
            (long bid, long ask) = shape.Touch(TestVenue.State(mid) with { HalfSpread = (decimal)random.NextDouble() });
            Assert.True(bid / 10m <= mid && mid <= ask / 10m && bid < ask, $"{bid} {mid} {ask}");
        }
    }

    /// <summary>Cumulative notional of one side against the medians measured on recorded books (sources at DefaultDepth).</summary>
    [Theory]
    [InlineData("binance-um", "BTCUSDT", 90_000, 5, 2_800_000, 3_820_000)]
    [InlineData("binance-um", "BTCUSDT", 90_000, 10, 8_000_000, 9_800_000)]
    [InlineData("binance-um", "BTCUSDT", 90_000, 20, 20_300_000, 44_500_000)]
    [InlineData("bybit-linear", "BTCUSDT", 65_000, 2, 1_900_000, 2_900_000)]
    [InlineData("bybit-linear", "ETHUSDT", 1_920, 5, 2_300_000, 3_900_000)]
    [InlineData("bybit-linear", "ETHUSDT", 1_920, 10, 6_300_000, 8_700_000)]
    [InlineData("bybit-linear", "SOLUSDT", 77, 10, 1_300_000, 1_450_000)]
    [InlineData("bybit-linear", "SOLUSDT", 77, 50, 8_100_000, 8_700_000)]
    public void Depth_IsAsMeasured(string venueName, string symbolName, int price, double withinBps, double low, double high)
    {
        Symbol symbol = Symbol.Parse(symbolName);
        SimulatedVenueOptions options = DefaultVenues.Create(new VenueId(venueName), [symbol]);
        double sum = 0.0;
        const int Samples = 200;
        var random = new SeededRandom(1);
        var venue = new SimulatedVenue(options);
        Instrument instrument = options.Instruments[0].Instrument;
        for (int i = 0; i < Samples; i++)
        {
            decimal mid = price + ((decimal)random.NextDouble() * price * 0.001m);
            MarketState state = TestVenue.State(mid) with { HalfSpread = 0m };
            venue.SetMarket(symbol, in state, T0.AddSeconds(i));
            BookSnapshot snapshot = venue.Snapshot(symbol, 100);
            long bound = (long)(snapshot.Bids[0].Price * (1.0 - (withinBps / 10_000.0)));
            sum += snapshot.Bids.Where(level => level.Price >= bound).Sum(level => Notional(instrument, level));
        }

        // A level between two grid prices may fall on either side of the bound: a tenth of slack.
        Assert.InRange(sum / Samples, low * 0.9, high * 1.1);
    }

    [Fact]
    public void CopyBook_FillsADepthView()
    {
        var test = new TestVenue();
        test.Move(100.05m);
        var view = new DepthView(test.Options.Instruments[0].Instrument);

        test.Venue.CopyBook(TestVenue.Btc, view);

        Assert.Equal((100.0m, 100.1m), (view.BestBid.Value, view.BestAsk.Value));
        Assert.Equal((DepthView.MaxLevels, DepthView.MaxLevels), (view.BidCount, view.AskCount));
        Assert.Equal((BookTrust.Synced, 1L, test.Now), (view.Trust, view.UpdateId, view.VenueTime));
        Assert.Equal(test.BestAsk.Quantity, view.AskQuantities[0]);
    }

    [Fact]
    public void ThinnerDepth_ShrinksTheLevels()
    {
        var test = new TestVenue();
        test.Move(100.05m);
        long before = test.BestBid.Quantity;

        test.Venue.SetMarket(TestVenue.Btc, TestVenue.State(100.05m) with { DepthScale = 0.25 }, test.Now);

        Assert.Equal(before / 4, test.BestBid.Quantity);
    }

    [Fact]
    public void CheapCoin_KeepsItsBookAboveZero()
    {
        Symbol symbol = Symbol.Parse("TINYUSDT");
        var prices = new Dictionary<Symbol, decimal> { [symbol] = 0.0123m };
        var venue = new SimulatedVenue(DefaultVenues.Create(VenueId.BybitLinear, [symbol], 1, prices));
        MarketState state = TestVenue.State(0.0123m) with { HalfSpread = 0m };

        venue.SetMarket(symbol, in state, T0);

        BookSnapshot snapshot = venue.Snapshot(symbol, 100);
        Assert.All(snapshot.Bids, level => Assert.True(level.Price > 0));
        Assert.Equal(0.0000001m, snapshot.Instrument.Tick.Value);
        Assert.Equal(100m, snapshot.Instrument.Lot.Value);
    }

    private static double Notional(Instrument instrument, BookLevel level) =>
        (double)(ScaledNumber.ToDecimal(level.Price, instrument.PriceScale) * ScaledNumber.ToDecimal(level.Quantity, instrument.QuantityScale));

    private static IEnumerable<BookLevel> Apply(IEnumerable<BookLevel[]> changes)
    {
        var levels = new SortedDictionary<long, long>();
        foreach (BookLevel level in changes.SelectMany(change => change))
        {
            if (level.Quantity == 0)
            {
                Assert.True(levels.Remove(level.Price));
            }
            else
            {
                levels[level.Price] = level.Quantity;
            }
        }

        return levels.Select(pair => new BookLevel(pair.Key, pair.Value));
    }
}
