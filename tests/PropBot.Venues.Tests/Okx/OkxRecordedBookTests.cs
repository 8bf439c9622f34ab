using System.Text.Json;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Okx.Parsing;

namespace PropBot.Venues.Tests.Okx;

/// <summary>Books of two contracts captured on 2022-05-13, 192 messages, each with the venue's own checksum of the result.</summary>
public sealed class OkxRecordedBookTests
{
    private const string Capture = "cryptofeed-captures/OKX.jsonl.gz";

    [Fact]
    public void Apply_CapturedMessages_EveryChecksumMatches()
    {
        // The captured contracts are inverse; one contract counts as one base unit here, which the checksum does not see.
        Dictionary<string, OkxBook> books = new()
        {
            ["BTC-USD-220527"] = new OkxBook(OkxSamples.Listing("BTCUSDT", ctVal: "1", lotSz: "1", tickSz: "0.1")),
            ["UNI-USD-SWAP"] = new OkxBook(OkxSamples.Listing("UNIUSDT", ctVal: "1", lotSz: "1", tickSz: "0.001")),
        };

        Dictionary<OkxBookResult, int> results = CountResults(books);

        Assert.Equal(2, results[OkxBookResult.Replaced]);
        Assert.Equal(190, results[OkxBookResult.Applied]);
        Assert.Equal(2, results.Count);
        Assert.All(books.Values, book => Assert.Equal(BookTrust.Synced, book.Book.Trust));
    }

    [Fact]
    public void Apply_ContractsOfAHundredth_EveryChecksumMatches()
    {
        // The same messages with 0.01 base units to the contract: the checksum is over contracts all the same.
        Dictionary<string, OkxBook> books = new()
        {
            ["BTC-USD-220527"] = new OkxBook(OkxSamples.Listing("BTCUSDT", ctVal: "0.01", lotSz: "1", tickSz: "0.1")),
            ["UNI-USD-SWAP"] = new OkxBook(OkxSamples.Listing("UNIUSDT", ctVal: "10", lotSz: "0.1", tickSz: "0.0001")),
        };

        Dictionary<OkxBookResult, int> results = CountResults(books);

        Assert.Equal(192, results[OkxBookResult.Replaced] + results[OkxBookResult.Applied]);
        Assert.Equal(2, results.Count);
    }

    [Fact]
    public void Apply_OneMessageLeftOut_ChecksumTellsAtOnce()
    {
        OkxBook book = new(OkxSamples.Listing("BTCUSDT", ctVal: "1", lotSz: "1", tickSz: "0.1"));
        List<byte[]> messages = [.. Messages().Where(m => OkxPush.Read(m).InstrumentId.SequenceEqual("BTC-USD-220527"u8))];

        Assert.Equal(OkxBookResult.Replaced, Apply(book, messages[0]));
        Assert.Equal(OkxBookResult.ChecksumMismatch, Apply(book, messages[2]));

        Assert.Equal(BookTrust.Suspect, book.Book.Trust);
        Assert.Equal(OkxBookResult.Ignored, Apply(book, messages[3]));
    }

    [Fact]
    public void Apply_SteadyState_AllocatesNothing()
    {
        OkxBook book = new(OkxSamples.Listing("BTCUSDT", ctVal: "1", lotSz: "1", tickSz: "0.1"));
        List<byte[]> messages = [.. Messages().Where(m => OkxPush.Read(m).InstrumentId.SequenceEqual("BTC-USD-220527"u8))];
        messages.ForEach(message => Apply(book, message));

        // From the beginning again, until the older snapshot is believed.
        while (Apply(book, messages[0]) != OkxBookResult.Replaced)
        {
            Assert.True(book.AwaitsSnapshot);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 1; i < messages.Count; i++)
        {
            Apply(book, messages[i]);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(BookTrust.Synced, book.Book.Trust);
    }

    private static Dictionary<OkxBookResult, int> CountResults(Dictionary<string, OkxBook> books)
    {
        Dictionary<OkxBookResult, int> results = [];
        foreach (byte[] message in Messages())
        {
            OkxBook book = books[System.Text.Encoding.UTF8.GetString(OkxPush.Read(message).InstrumentId)];
            OkxBookResult result = Apply(book, message);
            results[result] = results.GetValueOrDefault(result) + 1;
        }

        return results;
    }

    private static OkxBookResult Apply(OkxBook book, byte[] message)
    {
        OkxPush push = OkxPush.Read(message);
        return book.Apply(push.Data, push.Action.SequenceEqual("snapshot"u8));
    }

    private static IEnumerable<byte[]> Messages()
    {
        foreach (string line in SharedData.ReadLines(Capture))
        {
            using JsonDocument record = JsonDocument.Parse(line);
            if (record.RootElement.GetProperty("t").GetString() != "recv")
            {
                continue;
            }

            byte[] message = OkxSamples.Utf8(record.RootElement.GetProperty("data").GetString()!);
            OkxPush push = OkxPush.Read(message);
            if (push.Channel.SequenceEqual("books"u8) && push.Event.IsEmpty)
            {
                yield return message;
            }
        }
    }
}
