using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace PropBot.Benchmarks;

/// <summary>Book messages as recorded, read in place from <c>../shared/data</c> beside the repository, or from <c>PROPBOT_SHARED_DATA</c>.</summary>
internal static class RecordedMessages
{
    /// <summary>Depth messages of BTCUSDT as they came, the snapshot among them, 2024-08-08.</summary>
    public static List<byte[]> Binance(int most) =>
    [
        .. Lines("hftbacktest-binance-raw/usdm_btcusdt_20240808.gz")
            .Where(line => line.Contains("lastUpdateId", StringComparison.Ordinal) || line.Contains("@depth", StringComparison.Ordinal))
            .Select(line => Encoding.UTF8.GetBytes(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]))
            .Take(most),
    ];

    /// <summary>The snapshot and the updates of BTC-USD-220527 with their checksums, 2022-05-13.</summary>
    public static List<byte[]> Okx() => [.. Received("cryptofeed-captures/OKX.jsonl.gz", "\"books\"", "BTC-USD-220527")];

    /// <summary>The snapshot and the deltas of 200 levels of BTCUSDT, 2026-08-09.</summary>
    public static List<byte[]> Bybit() => [.. Received("cryptofeed-captures/BYBIT_linear.jsonl.gz", "\"topic\":\"orderbook.200.BTCUSDT\"", "\"data\"")];

    private static IEnumerable<byte[]> Received(string file, string part, string other)
    {
        foreach (string line in Lines(file))
        {
            using JsonDocument record = JsonDocument.Parse(line);
            if (record.RootElement.GetProperty("t").GetString() == "recv" && record.RootElement.GetProperty("data").GetString() is { } data
                && data.Contains(part, StringComparison.Ordinal) && data.Contains(other, StringComparison.Ordinal)
                && data.Contains("\"data\"", StringComparison.Ordinal))
            {
                yield return Encoding.UTF8.GetBytes(data);
            }
        }
    }

    private static IEnumerable<string> Lines(string file)
    {
        using StreamReader reader = new(new GZipStream(File.OpenRead(Path.Combine(Root(), file)), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable("PROPBOT_SHARED_DATA") is { Length: > 0 } given)
        {
            return given;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PropBot.slnx")))
            {
                return Path.Combine(folder.Parent!.FullName, "shared", "data");
            }
        }

        throw new DirectoryNotFoundException("the recorded data is not there; set PROPBOT_SHARED_DATA to the folder that has it");
    }
}
