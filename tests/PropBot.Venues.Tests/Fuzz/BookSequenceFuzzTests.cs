using System.Text;
using System.Text.Json;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Stream;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Tests.Binance;
using PropBot.Venues.Tests.Bybit;
using PropBot.Venues.Tests.Okx;

namespace PropBot.Venues.Tests.Fuzz;

/// <summary>
/// Goal: over a stream that loses, repeats, reorders and mutates messages a book is either untrusted or exactly the book that the
/// messages it applied make, read slowly; and it never throws.
/// </summary>
public sealed class BookSequenceFuzzTests
{
    private const int Length = 120;

    private static readonly OkxListing OkxListing = OkxSamples.Listing("BTCUSDT", ctVal: "1", lotSz: "1", tickSz: "0.1");

    [Fact]
    public void Bybit_BrokenStream_IsUntrustedOrRight()
    {
        List<byte[]> recorded = [.. BybitSamples.Captured("orderbook.200.BTCUSDT").Take(Length)];
        FuzzRun.Sequences(random =>
        {
            BybitBook book = new(BybitSamples.Bitcoin);
            SlowBook slow = new(1, 3);
            foreach (byte[] message in Broken(recorded, random))
            {
                BybitBookResult result = book.Apply(message);
                if (result is BybitBookResult.Replaced or BybitBookResult.Applied)
                {
                    using JsonDocument document = JsonDocument.Parse(message);
                    Follow(slow, SlowReading.Needed(document.RootElement, "data"), "b", "a", result == BybitBookResult.Replaced);
                }

                AssertUntrustedOr(slow, book.Book, book.AwaitsSnapshot);
            }
        });
    }

    [Fact]
    public void Okx_BrokenStream_IsUntrustedOrRight()
    {
        List<byte[]> recorded = [.. OkxMessages().Take(Length)];
        FuzzRun.Sequences(random =>
        {
            OkxBook book = new(OkxListing);
            SlowBook slow = new(1, 0);
            foreach (byte[] message in Broken(recorded, random))
            {
                byte[] data = [];
                bool isSnapshot = false;
                if (!Reading.Try(() =>
                {
                    OkxPush push = OkxPush.Read(message);
                    data = push.Data.ToArray();
                    isSnapshot = push.Action.SequenceEqual("snapshot"u8);
                }))
                {
                    continue;
                }

                OkxBookResult result = book.Apply(data, isSnapshot);
                if (result is OkxBookResult.Replaced or OkxBookResult.Applied)
                {
                    using JsonDocument document = JsonDocument.Parse(Reading.ValueAtStart(data));
                    Follow(slow, document.RootElement[0], "bids", "asks", isSnapshot);
                }

                AssertUntrustedOr(slow, book.Book, book.AwaitsSnapshot);
            }
        });
    }

    [Fact]
    public void Binance_BrokenStream_IsUntrustedOrRight()
    {
        List<byte[]> recorded = [.. BinanceMessages().Take(Length)];
        byte[] snapshot = [.. recorded.Single(m => m.AsSpan().StartsWith("{\"lastUpdateId\""u8))];
        FuzzRun.Sequences(random =>
        {
            (BinanceBook book, DepthSlot slot) = BinanceSamples.Book(BinanceSamples.Bitcoin);
            DepthView view = new(BinanceSamples.Bitcoin);
            SlowBook slow = new(1, 3);
            foreach (byte[] message in Broken([.. recorded.Where(m => m != snapshot)], random, keep: snapshot))
            {
                if (message == snapshot)
                {
                    // What was kept before it is followed inside: the slow book starts from there only when nothing was.
                    if (book.TakeSnapshot(BinanceSnapshot.Read(snapshot, 1, 3), TimeSpan.Zero) == BinanceBookResult.Applied)
                    {
                        slow = SlowCopyOf(slot, view);
                    }

                    continue;
                }

                BinanceBookResult result = default;
                if (!Reading.Try(() => result = BinanceSamples.Apply(book, message)))
                {
                    continue;
                }

                if (result == BinanceBookResult.Applied)
                {
                    using JsonDocument document = JsonDocument.Parse(message);
                    Follow(slow, Reading.EventOf(document.RootElement), "b", "a", clear: false);
                }

                if (slot.TryRead(view) && view.Trust is BookTrust.Synced or BookTrust.Crossed)
                {
                    slow.AssertTop(view);
                }
            }
        });
    }

    private static SlowBook SlowCopyOf(DepthSlot slot, DepthView view)
    {
        SlowBook slow = new(view.PriceScale, view.QuantityScale);
        Assert.True(slot.TryRead(view));
        slow.Set(Side.Buy, Levels(view.BidPrices, view.BidQuantities, view.BidCount, view));
        slow.Set(Side.Sell, Levels(view.AskPrices, view.AskQuantities, view.AskCount, view));
        slow.KnownTo(view);
        return slow;
    }

    private static IEnumerable<(decimal Price, decimal Quantity)> Levels(long[] prices, long[] quantities, int count, DepthView view) =>
        Enumerable.Range(0, count).Select(i =>
            (ScaledNumber.ToDecimal(prices[i], view.PriceScale), ScaledNumber.ToDecimal(quantities[i], view.QuantityScale)));

    private static void Follow(SlowBook slow, JsonElement data, string bids, string asks, bool clear)
    {
        if (clear)
        {
            slow.Clear();
        }

        slow.Set(Side.Buy, SlowReading.Levels(SlowReading.Needed(data, bids)));
        slow.Set(Side.Sell, SlowReading.Levels(SlowReading.Needed(data, asks)));
    }

    private static void AssertUntrustedOr(SlowBook slow, OrderBook book, bool awaitsSnapshot)
    {
        if (awaitsSnapshot)
        {
            Assert.True(book.Trust is BookTrust.Unsynced or BookTrust.Suspect, $"{book.Trust}");
        }
        else
        {
            slow.AssertEqual(book);
        }
    }

    /// <summary>The recorded stream with some messages lost, repeated, swapped with the next or mutated; the first comes again now and then.</summary>
    private static IEnumerable<byte[]> Broken(List<byte[]> recorded, Random random, byte[]? keep = null)
    {
        for (int i = 0; i < recorded.Count; i++)
        {
            if (keep is not null && random.Next(15) == 0)
            {
                yield return keep;
            }

            switch (random.Next(30))
            {
                case 0:
                    break;
                case 1:
                    yield return recorded[i];
                    yield return recorded[i];
                    break;
                case 2 when i + 1 < recorded.Count:
                    yield return recorded[i + 1];
                    yield return recorded[i++];
                    break;
                case 3:
                    yield return Mutation.Of(recorded[i], random);
                    break;
                case 4:
                    yield return recorded[0];
                    yield return recorded[i];
                    break;
                default:
                    yield return recorded[i];
                    break;
            }
        }
    }

    private static IEnumerable<byte[]> BinanceMessages() => SharedData.ReadLines("hftbacktest-binance-raw/usdm_btcusdt_20240808.gz")
        .Where(line => line.Contains("@depth", StringComparison.Ordinal) || line.Contains("lastUpdateId", StringComparison.Ordinal))
        .Select(line => Encoding.UTF8.GetBytes(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]));

    private static IEnumerable<byte[]> OkxMessages()
    {
        foreach (string line in SharedData.ReadLines("cryptofeed-captures/OKX.jsonl.gz"))
        {
            using JsonDocument record = JsonDocument.Parse(line);
            if (record.RootElement.GetProperty("t").GetString() == "recv"
                && record.RootElement.GetProperty("data").GetString() is { } data
                && data.Contains("\"books\"", StringComparison.Ordinal) && data.Contains("BTC-USD-220527", StringComparison.Ordinal)
                && data.Contains("\"data\"", StringComparison.Ordinal))
            {
                yield return Encoding.UTF8.GetBytes(data);
            }
        }
    }
}
