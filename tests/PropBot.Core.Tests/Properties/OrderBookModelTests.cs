using FsCheck.Fluent;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Properties;

/// <summary>The book against the plainest one: a sorted dictionary per side that drops its worst level when it is full.</summary>
public sealed class OrderBookModelTests
{
    [Theory]
    [InlineData(1, 10)]
    [InlineData(5, 12)]
    [InlineData(40, 60)]
    [InlineData(1_000, 300)]
    public void Set_AnyUpdates_IsTheNaiveBook(int capacity, int prices) => Seeded.Holds(
        Seeded.Numbers,
        numbers =>
        {
            var book = new OrderBook(1, 3, capacity);
            var naive = new NaiveBook(capacity);
            book.BeginSnapshot();
            book.EndSnapshot(1, default);
            foreach (int number in numbers)
            {
                // Half of the updates fall near the touch, one in four removes a level.
                Side side = (number & 1) == 0 ? Side.Buy : Side.Sell;
                long price = 1 + (number / 8 % prices);
                long quantity = number % 4 == 0 ? 0 : 1 + (number % 1_000);
                book.Set(side, price, quantity);
                naive.Set(side, price, quantity);
                AssertSame(naive, book);
            }
        },
        tests: 60);

    [Fact]
    public void CopyTo_AnyBook_IsItsTop() => Seeded.Holds(
        Seeded.Numbers,
        numbers =>
        {
            var book = new OrderBook(1, 3);
            book.BeginSnapshot();
            foreach (int number in numbers)
            {
                book.Set((number & 1) == 0 ? Side.Buy : Side.Sell, 1 + (number / 2 % 500), 1 + (number % 77));
            }

            book.EndSnapshot(42, DateTimeOffset.UnixEpoch);
            var view = new DepthView(TestInstruments.BinanceBtc);
            book.CopyTo(view);
            Assert.Equal((Math.Min(book.BidCount, 50), Math.Min(book.AskCount, 50)), (view.BidCount, view.AskCount));
            Assert.Equal((book.Trust, 42L), (view.Trust, view.UpdateId));
            for (int i = 0; i < view.BidCount; i++)
            {
                Assert.Equal(book.Level(Side.Buy, i), (view.BidPrices[i], view.BidQuantities[i]));
            }

            for (int i = 0; i < view.AskCount; i++)
            {
                Assert.Equal(book.Level(Side.Sell, i), (view.AskPrices[i], view.AskQuantities[i]));
            }
        });

    [Fact]
    public void Walk_AnyQuantity_IsTheNaiveSum() => Seeded.Holds(
        Gen.Choose(1, 400).Select(lots => lots * 0.001m),
        quantity =>
        {
            // Asks 0.1 at 100.0, 0.05 at 100.5, 0.2 at 101.0: 0.35 in all.
            (decimal Price, decimal Quantity)[] asks = [(100.0m, 0.1m), (100.5m, 0.05m), (101.0m, 0.2m)];
            DepthWalk walk = TestBooks.View(TestInstruments.BinanceBtc, [(99m, 1m)], asks).Walk(Side.Buy, new Quantity(quantity));
            decimal left = quantity;
            decimal notional = 0m;
            foreach ((decimal price, decimal offered) in asks)
            {
                decimal taken = Math.Min(left, offered);
                notional += taken * price;
                left -= taken;
            }

            Assert.Equal((quantity - left, notional), (walk.Filled, walk.Notional));
            Assert.True(walk.AveragePrice >= 100m && walk.AveragePrice <= walk.WorstPrice);
        });

    [Fact]
    public void Trust_OfASyncedBook_FollowsItsPrices()
    {
        var book = new OrderBook(1, 3);
        Assert.Equal(BookTrust.Unsynced, book.Trust);
        book.BeginSnapshot();
        book.Set(Side.Buy, 100, 1);
        book.EndSnapshot(1, default);
        Assert.Equal(BookTrust.Suspect, book.Trust);
        book.Set(Side.Sell, 101, 1);
        Assert.Equal(BookTrust.Synced, book.Trust);
        book.Set(Side.Buy, 101, 1);
        Assert.Equal(BookTrust.Crossed, book.Trust);
        book.Set(Side.Buy, 101, 0);
        Assert.Equal(BookTrust.Synced, book.Trust);
        book.Distrust(BookTrust.Suspect);
        Assert.Equal(BookTrust.Suspect, book.Trust);
        book.EndUpdate(2, default);
        Assert.Equal(BookTrust.Suspect, book.Trust);
        Assert.Throws<ArgumentException>(() => book.Distrust(BookTrust.Synced));
        book.BeginSnapshot();
        Assert.Equal((BookTrust.Unsynced, 0, 0), (book.Trust, book.BidCount, book.AskCount));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-5, 1)]
    [InlineData(5, -1)]
    public void Set_PriceOrQuantityThatCannotBe_IsRefused(long price, long quantity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new OrderBook(1, 3).Set(Side.Buy, price, quantity));

    private static void AssertSame(NaiveBook naive, OrderBook book)
    {
        AssertSide(naive.Bids, Side.Buy, book.BidCount);
        AssertSide(naive.Asks, Side.Sell, book.AskCount);

        void AssertSide(SortedDictionary<long, long> levels, Side side, int count)
        {
            Assert.Equal(levels.Count, count);
            int depth = 0;
            foreach ((long price, long quantity) in levels)
            {
                Assert.Equal((price, quantity), book.Level(side, depth++));
            }
        }
    }

    private sealed class NaiveBook(int capacity)
    {
        public SortedDictionary<long, long> Bids { get; } = new(Comparer<long>.Create((a, b) => b.CompareTo(a)));

        public SortedDictionary<long, long> Asks { get; } = [];

        public void Set(Side side, long price, long quantity)
        {
            SortedDictionary<long, long> levels = side == Side.Buy ? Bids : Asks;
            if (quantity == 0)
            {
                levels.Remove(price);
                return;
            }

            levels[price] = quantity;
            if (levels.Count > capacity)
            {
                levels.Remove(levels.Keys.Last());
            }
        }
    }
}
