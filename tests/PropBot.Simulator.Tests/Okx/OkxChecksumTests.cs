using System.Globalization;
using System.Text.Json;
using PropBot.Simulator.Okx;
using PropBot.Testing;

namespace PropBot.Simulator.Tests.Okx;

/// <summary>The checksum against what the venue itself computed.</summary>
public sealed class OkxChecksumTests
{
    private const string Capture = "cryptofeed-captures/OKX.jsonl.gz";

    [Fact]
    public void Compute_CapturedBooks_MatchesEveryChecksum()
    {
        var books = new Dictionary<string, CapturedBook>();
        int frames = 0;
        foreach (string line in SharedData.ReadLines(Capture))
        {
            using JsonDocument record = JsonDocument.Parse(line);
            if (record.RootElement.GetProperty("t").GetString() != "recv")
            {
                continue;
            }

            using JsonDocument frame = JsonDocument.Parse(record.RootElement.GetProperty("data").GetString()!);
            if (!frame.RootElement.TryGetProperty("action", out JsonElement action))
            {
                continue;
            }

            string instId = frame.RootElement.GetProperty("arg").GetProperty("instId").GetString()!;
            JsonElement data = frame.RootElement.GetProperty("data")[0];
            if (action.GetString() == "snapshot")
            {
                books[instId] = new CapturedBook();
            }

            books[instId].Apply(data);
            Assert.Equal(data.GetProperty("checksum").GetInt32(), books[instId].Checksum());
            frames++;
        }

        Assert.Equal(192, frames);
    }

    [Fact]
    public void Compute_OneSideShorter_GoesOnWithTheOther()
    {
        // The guide's example of three bids and one ask: 3366.1:7:3366.8:9:3366:6:3365:5, its CRC-32 by zlib.
        int checksum = OkxChecksum.Compute([("3366.1", "7"), ("3366", "6"), ("3365", "5")], [("3366.8", "9")]);

        Assert.Equal(-108_523_516, checksum);
    }

    private sealed class CapturedBook
    {
        private readonly SortedDictionary<decimal, (string, string)> _bids = new(Comparer<decimal>.Create((a, b) => b.CompareTo(a)));
        private readonly SortedDictionary<decimal, (string, string)> _asks = [];

        public void Apply(JsonElement data)
        {
            Apply(_bids, data.GetProperty("bids"));
            Apply(_asks, data.GetProperty("asks"));
        }

        public int Checksum() => OkxChecksum.Compute([.. _bids.Values], [.. _asks.Values]);

        private static void Apply(SortedDictionary<decimal, (string, string)> side, JsonElement levels)
        {
            foreach (JsonElement level in levels.EnumerateArray())
            {
                string price = level[0].GetString()!;
                string size = level[1].GetString()!;
                decimal key = decimal.Parse(price, CultureInfo.InvariantCulture);
                if (size == "0")
                {
                    side.Remove(key);
                }
                else
                {
                    side[key] = (price, size);
                }
            }
        }
    }
}
