using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PropBot.Core.Values;
using PropBot.Testing;

namespace PropBot.Venues.Tests.Conformance;

/// <summary>Every message of the three venues in the recorded data, whatever it concerns.</summary>
internal static partial class CapturedMessages
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public static IEnumerable<CapturedMessage> Of(VenueId venue)
    {
        string name = venue == VenueId.BinanceUm ? "Binance" : venue == VenueId.OkxPerp ? "Okx" : "Bybit";
        IEnumerable<CapturedMessage> all = Jkorf(venue, $"jkorf/{(name == "Okx" ? "OKX" : name)}.Net")
            .Concat(Nautilus(venue, $"nautilus/{name.ToLowerInvariant()}"))
            .Concat(Captures(venue, $"cryptofeed-captures/{(name == "Binance" ? "BINANCE_FUTURES" : name == "Okx" ? "OKX" : "BYBIT_linear")}.jsonl.gz"))
            .Concat(GoCryptoTrader(venue, name.ToLowerInvariant()))
            .Concat(XChange(venue, name.ToLowerInvariant()));
        return venue == VenueId.BinanceUm ? all.Concat(Lean()).Concat(GoCryptoTraderMock()).Concat(Hftbacktest()) : all;
    }

    /// <summary>Endpoint files: method, path, whether signed, then the answer. The others: <c>&gt;</c> sent, <c>&lt;</c> answered, <c>=</c> pushed.</summary>
    private static IEnumerable<CapturedMessage> Jkorf(VenueId venue, string folder)
    {
        foreach (string file in Files(folder))
        {
            string[] lines = [.. SharedData.ReadLines(file)];
            string product = ProductOf(file);
            if (file.Contains("/Endpoints/", StringComparison.Ordinal))
            {
                string body = string.Join('\n', lines.Skip(3)).Trim();
                if (body.Length > 0)
                {
                    yield return new CapturedMessage(venue, file, $"{lines[0].Trim()} {lines[1].Trim()}{product}", Normal(body));
                }

                continue;
            }

            int number = 0;
            string sent = "";
            foreach ((char mark, string text) in Transcript(lines))
            {
                number++;
                if (mark == '>')
                {
                    sent = text;
                }
                else
                {
                    byte[] message = Normal(text);
                    yield return new CapturedMessage(venue, $"{file}#{number}", KindOf(venue, message, product, sent), message);
                }
            }
        }
    }

    private static IEnumerable<CapturedMessage> Nautilus(VenueId venue, string folder)
    {
        foreach (string file in Files(folder).Where(f => f.EndsWith(".json", StringComparison.Ordinal)))
        {
            string name = Path.GetFileNameWithoutExtension(file);
            byte[] body = Normal(SharedData.ReadText(file));
            bool pushed = name.StartsWith("ws_", StringComparison.Ordinal) || file.Contains("_json/", StringComparison.Ordinal) && !file.Contains("http_json", StringComparison.Ordinal);
            yield return new CapturedMessage(venue, file, pushed ? KindOf(venue, body, " um", "") : $"file {name}", body);
        }
    }

    private static IEnumerable<CapturedMessage> Captures(VenueId venue, string file)
    {
        int number = 0;
        foreach (string line in SharedData.ReadLines(file))
        {
            number++;
            using JsonDocument record = JsonDocument.Parse(line);
            string type = record.RootElement.GetProperty("t").GetString()!;
            if (type is "http" or "recv")
            {
                byte[] body = Encoding.UTF8.GetBytes(record.RootElement.GetProperty("data").GetString()!);
                string kind = type == "recv"
                    ? KindOf(venue, body, " um", "")
                    : $"GET {new Uri(record.RootElement.GetProperty("url").GetString()!).AbsolutePath}";
                yield return new CapturedMessage(venue, $"{file}#{number}", kind, body);
            }
        }
    }

    private static IEnumerable<CapturedMessage> GoCryptoTrader(VenueId venue, string venueName)
    {
        foreach (string file in Files("gocryptotrader").Where(f => Path.GetFileName(f).StartsWith($"{venueName}_", StringComparison.Ordinal) && f.EndsWith(".jsonl", StringComparison.Ordinal)))
        {
            int number = 0;
            foreach (string line in SharedData.ReadLines(file).Where(l => l.Trim().Length > 0))
            {
                byte[] body = Normal(line);
                yield return new CapturedMessage(venue, $"{file}#{++number}", KindOf(venue, body, " spot", ""), body);
            }
        }
    }

    /// <summary>Routes of the recorder: path, method, a list of queries with their answers.</summary>
    private static IEnumerable<CapturedMessage> GoCryptoTraderMock()
    {
        const string File = "gocryptotrader/binance_fapi_dapi_http_mock.json.gz";
        using JsonDocument document = JsonDocument.Parse(string.Concat(SharedData.ReadLines(File)));
        foreach (JsonProperty route in document.RootElement.EnumerateObject())
        {
            foreach (JsonProperty method in route.Value.EnumerateObject())
            {
                foreach (JsonElement entry in method.Value.EnumerateArray())
                {
                    JsonElement data = entry.GetProperty("data");
                    string kind = data.ValueKind == JsonValueKind.Null ? "null"
                        : data.ValueKind == JsonValueKind.Object && data.TryGetProperty("code", out _) ? "error"
                        : $"{method.Name} {route.Name}";
                    string source = $"{File}{route.Name}?{entry.GetProperty("queryString").GetString()}";
                    yield return new CapturedMessage(VenueId.BinanceUm, source, kind, Encoding.UTF8.GetBytes(data.GetRawText()));
                }
            }
        }
    }

    private static IEnumerable<CapturedMessage> XChange(VenueId venue, string venueName)
    {
        foreach (string file in Files("xchange").Where(f => f.Contains($"-{venueName}/", StringComparison.Ordinal)))
        {
            byte[] body = Normal(SharedData.ReadText(file));
            bool pushed = file.Contains("-stream-", StringComparison.Ordinal);
            yield return new CapturedMessage(
                venue, file, pushed ? KindOf(venue, body, " spot", "") : $"file {Path.GetFileNameWithoutExtension(file)}", body);
        }
    }

    /// <summary>Several pretty-printed values one after another in a file.</summary>
    private static IEnumerable<CapturedMessage> Lean()
    {
        foreach (string file in Files("lean-brokerage-binance"))
        {
            int number = 0;
            foreach (byte[] message in Tests.Binance.BinanceSamples.Messages(file))
            {
                yield return new CapturedMessage(VenueId.BinanceUm, $"{file}#{++number}", KindOf(VenueId.BinanceUm, message, " um", ""), message);
            }
        }
    }

    /// <summary>Receive time in nanoseconds, a blank, the frame or the snapshot.</summary>
    private static IEnumerable<CapturedMessage> Hftbacktest()
    {
        foreach (string file in Files("hftbacktest-binance-raw"))
        {
            string product = $" {Path.GetFileName(file).Split('_')[0].Replace("usdm", "um", StringComparison.Ordinal)}";
            int number = 0;
            foreach (string line in SharedData.ReadLines(file))
            {
                byte[] message = Encoding.UTF8.GetBytes(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
                string kind = message.AsSpan().StartsWith("{\"lastUpdateId\""u8)
                    ? product == " um" ? "GET /fapi/v1/depth" : $"snapshot{product}"
                    : CombinedKind(message, product) ?? KindOf(VenueId.BinanceUm, message, product, "");
                yield return new CapturedMessage(VenueId.BinanceUm, $"{file}#{++number}", kind, message);
            }
        }
    }

    /// <summary>What a frame of a combined stream is, by the stream's name alone: there are hundreds of thousands.</summary>
    private static string? CombinedKind(byte[] message, string product)
    {
        ReadOnlySpan<byte> start = message.AsSpan(0, Math.Min(message.Length, 80));
        return start.IndexOf("@bookTicker\""u8) > 0 ? $"push bookTicker{product}"
            : start.IndexOf("@trade\""u8) > 0 ? $"push trade{product}"
            : start.IndexOf("@depth@"u8) > 0 ? $"push depthUpdate{product}"
            : null;
    }

    private static string KindOf(VenueId venue, byte[] body, string product, string sent)
    {
        using JsonDocument document = JsonDocument.Parse(body);
        JsonElement root = document.RootElement;
        return root.ValueKind != JsonValueKind.Object ? "other"
            : venue == VenueId.BinanceUm ? BinanceKind(root, product, sent)
            : venue == VenueId.OkxPerp ? OkxKind(root)
            : BybitKind(root, product);
    }

    private static string BinanceKind(JsonElement root, string product, string sent)
    {
        if (root.TryGetProperty("status", out _) && root.TryGetProperty("id", out _))
        {
            return $"socket api {MethodOf(sent)}{product}";
        }

        JsonElement data = root.TryGetProperty("data", out JsonElement inner) ? inner : root;
        bool many = data.ValueKind == JsonValueKind.Array;
        JsonElement first = many ? data[0] : data;
        return first.TryGetProperty("e", out JsonElement name) ? $"push {name.GetString()}{(many ? "[]" : "")}{product}"
            : root.TryGetProperty("result", out _) ? "ack"
            : "other";
    }

    private static string OkxKind(JsonElement root) =>
        root.TryGetProperty("event", out JsonElement name) ? $"event {name.GetString()}"
        : root.TryGetProperty("op", out JsonElement operation) ? $"socket api {operation.GetString()}"
        : root.TryGetProperty("arg", out JsonElement arg) ? $"push {arg.GetProperty("channel").GetString()}"
        : "other";

    private static string BybitKind(JsonElement root, string product) =>
        root.TryGetProperty("topic", out JsonElement topic) ? $"push {topic.GetString()!.Split('.')[0]}{(topic.GetString()!.Contains("fast", StringComparison.Ordinal) ? ".fast" : "")}{(product == " spread" ? product : "")}"
        : root.TryGetProperty("op", out JsonElement operation) ? $"op {operation.GetString()}"
        : "other";

    private static string MethodOf(string sent)
    {
        Match method = SentMethod().Match(sent);
        return method.Success ? method.Groups[1].Value : "";
    }

    private static IEnumerable<(char Mark, string Text)> Transcript(string[] lines)
    {
        char mark = ' ';
        StringBuilder text = new();
        foreach (string line in lines)
        {
            Match begins = Marked().Match(line);
            if (begins.Success)
            {
                if (text.ToString().Trim().Length > 0)
                {
                    yield return (mark, text.ToString());
                }

                text.Clear();
                mark = begins.Groups[1].Value[0];
                text.AppendLine(line[begins.Length..]);
            }
            else
            {
                text.AppendLine(line);
            }
        }

        if (text.ToString().Trim().Length > 0)
        {
            yield return (mark, text.ToString());
        }
    }

    /// <summary>Strict JSON of what is not: placeholders, comments, a forgotten comma.</summary>
    private static byte[] Normal(string text)
    {
        string plain = ForgottenComma().Replace(Placeholder().Replace(text, "1"), "},\n\"cts\"");
        try
        {
            using JsonDocument document = JsonDocument.Parse(plain, Lenient);
            return Encoding.UTF8.GetBytes(plain.Contains("//", StringComparison.Ordinal) || plain.Contains(",]", StringComparison.Ordinal)
                ? JsonSerializer.Serialize(document.RootElement)
                : document.RootElement.GetRawText());
        }
        catch (JsonException)
        {
            // Kept as it is: the catalogue has to say what it is.
            return Encoding.UTF8.GetBytes($"{{\"notJson\":{JsonSerializer.Serialize(plain)}}}");
        }
    }

    private static string ProductOf(string file) =>
        file.Contains("/CoinFutures/", StringComparison.Ordinal) ? " cm"
        : file.Contains("/UsdFutures/", StringComparison.Ordinal) && !file.Contains("/Endpoints/", StringComparison.Ordinal) ? " um"
        : file.Contains("Spread", StringComparison.Ordinal) ? " spread"
        : file.Contains("/V5Api/ExchangeData/GetSpot", StringComparison.Ordinal) ? " spot"
        : file.Contains("/V5Api/ExchangeData/GetOption", StringComparison.Ordinal) ? " option"
        : "";

    private static IEnumerable<string> Files(string folder)
    {
        string root = SharedData.FolderOf(folder);
        return Directory.GetFiles(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(f => $"{folder}/{Path.GetRelativePath(root, f).Replace('\\', '/')}");
    }

    [GeneratedRegex(@"^([<>=])\d*\s?")]
    private static partial Regex Marked();

    [GeneratedRegex(@"\|[^|\s""]*\|")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"\}\s*""cts""")]
    private static partial Regex ForgottenComma();

    [GeneratedRegex("\"method\"\\s*:\\s*\"([^\"]+)\"")]
    private static partial Regex SentMethod();
}
