using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Tests.Bybit;

/// <summary>Instruments and recorded messages of the venue for the tests.</summary>
internal static class BybitSamples
{
    public const string Capture = "cryptofeed-captures/BYBIT_linear.jsonl.gz";

    public static readonly FeeSchedule Fees = new(new Rate(0.0002m), new Rate(0.00055m));

    public static Instrument Bitcoin { get; } = Listed("BTCUSDT", tick: "0.10", step: "0.001");

    public static Instrument Listed(string symbol, string tick, string step)
    {
        Symbol parsed = Symbol.Parse(symbol);
        return BybitReading.ReadInstrument(
            new BybitInstrument
            {
                Symbol = symbol,
                ContractType = "LinearPerpetual",
                Status = "Trading",
                BaseCoin = parsed.Base.Code,
                QuoteCoin = parsed.Quote.Code,
                SettleCoin = "USDT",
                DeliveryTime = "0",
                PriceFilter = new BybitPriceFilter(tick),
                LotSizeFilter = new BybitLotSizeFilter(step, step, "100", "50", "5"),
                FundingInterval = 480,
            },
            parsed,
            Fees);
    }

    /// <summary>The recorded frames of a topic that begins with the prefix, in the order of their arrival.</summary>
    public static IEnumerable<byte[]> Captured(string topicPrefix)
    {
        foreach (string line in SharedData.ReadLines(Capture))
        {
            using JsonDocument record = JsonDocument.Parse(line);
            if (record.RootElement.GetProperty("t").GetString() != "recv")
            {
                continue;
            }

            byte[] message = Utf8(record.RootElement.GetProperty("data").GetString()!);
            if (BybitPush.Read(message).Topic.StartsWith(Utf8(topicPrefix)))
            {
                yield return message;
            }
        }
    }

    /// <summary>The first entry of a recorded list.</summary>
    public static T First<T>(string json, JsonTypeInfo<BybitReply<BybitPage<T>>> type) => JsonSerializer.Deserialize(json, type)!.Result!.List![0];

    /// <summary>The JSON part of a recorded endpoint: the lines after method, path and whether it is signed.</summary>
    public static string EndpointReply(string relativePath)
    {
        string text = SharedData.ReadText(relativePath);
        return text[text.IndexOf('{', StringComparison.Ordinal)..];
    }

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
