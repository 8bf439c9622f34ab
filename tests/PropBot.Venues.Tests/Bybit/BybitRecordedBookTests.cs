using System.IO.Compression;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Bybit.Parsing;

namespace PropBot.Venues.Tests.Bybit;

/// <summary>Books of three perpetuals captured on 2026-08-09: 3 snapshots and 1,215 deltas.</summary>
public sealed class BybitRecordedBookTests
{
    [Fact]
    public void Apply_CapturedMessages_HaveNoGap()
    {
        Dictionary<string, BybitBook> books = new[]
        {
            BybitSamples.Bitcoin,
            BybitSamples.Listed("ETHUSDT", tick: "0.01", step: "0.01"),
            BybitSamples.Listed("SOLUSDT", tick: "0.010", step: "0.1"),
        }.ToDictionary(i => $"orderbook.200.{i.NativeSymbol}", i => new BybitBook(i));
        Dictionary<BybitBookResult, int> results = [];

        foreach (byte[] message in BybitSamples.Captured("orderbook."))
        {
            BybitBook book = books[System.Text.Encoding.UTF8.GetString(BybitPush.Read(message).Topic)];
            BybitBookResult result = book.Apply(message);
            results[result] = results.GetValueOrDefault(result) + 1;
            Assert.Equal(BookTrust.Synced, book.Book.Trust);
        }

        Assert.Equal(3, results[BybitBookResult.Replaced]);
        Assert.Equal(1_215, results[BybitBookResult.Applied]);
        Assert.Equal(2, results.Count);
    }

    /// <summary>The venue's archive of 500 levels: one snapshot, 49 deltas.</summary>
    [Fact]
    public void Apply_ArchivedMessages_HaveNoGapAndEqualANaiveBook()
    {
        BybitBook book = new(BybitSamples.Listed("XRPUSDT", tick: "0.0001", step: "1"));
        NaiveBook naive = new();
        int applied = 0;
        using ZipArchive archive = ZipFile.OpenRead(SharedData.PathOf("nautilus/bybit/2024-12-01_xrpusdt-ob500.data.zip"));
        using StreamReader lines = new(Assert.Single(archive.Entries).Open());
        while (lines.ReadLine() is { Length: > 0 } line)
        {
            byte[] message = BybitSamples.Utf8(line);
            Assert.Equal(applied == 0 ? BybitBookResult.Replaced : BybitBookResult.Applied, book.Apply(message));
            naive.Apply(message);
            applied++;
            Assert.Equal(BookTrust.Synced, book.Book.Trust);
            Assert.Equal(naive.BestBid, At(book, Side.Buy));
            Assert.Equal(naive.BestAsk, At(book, Side.Sell));
        }

        Assert.Equal(50, applied);
        Assert.Equal((naive.Bids.Count, naive.Asks.Count), (book.Book.BidCount, book.Book.AskCount));
    }

    [Fact]
    public void Apply_CapturedMessages_EqualANaiveBook()
    {
        BybitBook book = new(BybitSamples.Bitcoin);
        NaiveBook naive = new();
        foreach (byte[] message in BybitSamples.Captured("orderbook.200.BTCUSDT"))
        {
            book.Apply(message);
            naive.Apply(message);
            Assert.Equal(naive.BestBid, At(book, Side.Buy));
            Assert.Equal(naive.BestAsk, At(book, Side.Sell));
        }

        Assert.Equal(naive.Bids.Count, book.Book.BidCount);
        Assert.Equal(naive.Asks.Count, book.Book.AskCount);
        for (int depth = 0; depth < 200; depth++)
        {
            Assert.Equal(naive.Bids.ElementAt(depth).Value, At(book, Side.Buy, depth).Quantity);
            Assert.Equal(naive.Asks.ElementAt(depth).Value, At(book, Side.Sell, depth).Quantity);
        }
    }

    [Fact]
    public void Apply_SteadyState_AllocatesNothing()
    {
        BybitBook book = new(BybitSamples.Bitcoin);
        List<byte[]> messages = [.. BybitSamples.Captured("orderbook.200.BTCUSDT")];
        messages.ForEach(message => book.Apply(message));

        // The beginning again is an old snapshot, which is believed only when it comes for the third time (rule B4).
        Assert.Equal(BybitBookResult.Outdated, book.Apply(messages[0]));
        Assert.Equal(BybitBookResult.Outdated, book.Apply(messages[0]));
        Assert.Equal(BybitBookResult.Replaced, book.Apply(messages[0]));

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i < messages.Count; i++)
        {
            BybitPush.Read(messages[i]);
            book.Apply(messages[i]);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(BookTrust.Synced, book.Book.Trust);
    }

    private static (decimal Price, decimal Quantity) At(BybitBook book, Side side, int depth = 0)
    {
        (long price, long quantity) = book.Book.Level(side, depth);
        return (ScaledNumber.ToDecimal(price, book.Book.PriceScale), ScaledNumber.ToDecimal(quantity, book.Book.QuantityScale));
    }

    /// <summary>The rules once more, with a dictionary of decimals.</summary>
    private sealed class NaiveBook
    {
        public SortedDictionary<decimal, decimal> Bids { get; } = new(Comparer<decimal>.Create((a, b) => b.CompareTo(a)));

        public SortedDictionary<decimal, decimal> Asks { get; } = [];

        public (decimal Price, decimal Quantity) BestBid => (Bids.First().Key, Bids.First().Value);

        public (decimal Price, decimal Quantity) BestAsk => (Asks.First().Key, Asks.First().Value);

        public void Apply(byte[] message)
        {
            using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(message);
            if (json.RootElement.GetProperty("type").GetString() == "snapshot")
            {
                Bids.Clear();
                Asks.Clear();
            }

            Apply(json.RootElement.GetProperty("data").GetProperty("b"), Bids);
            Apply(json.RootElement.GetProperty("data").GetProperty("a"), Asks);
        }

        private static void Apply(System.Text.Json.JsonElement levels, SortedDictionary<decimal, decimal> side)
        {
            foreach (System.Text.Json.JsonElement level in levels.EnumerateArray())
            {
                decimal price = WireNumber.Parse(level[0].GetString()!);
                decimal quantity = WireNumber.Parse(level[1].GetString()!);
                if (quantity == 0m)
                {
                    side.Remove(price);
                }
                else
                {
                    side[price] = quantity;
                }
            }
        }
    }
}
