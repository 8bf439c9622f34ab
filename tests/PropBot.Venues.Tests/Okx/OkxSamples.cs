using System.Text;
using System.Text.Json;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Venues.Tests.Okx;

/// <summary>Instruments and recorded messages of the venue for the tests.</summary>
internal static class OkxSamples
{
    public static readonly FeeSchedule Fees = new(new Rate(0.0002m), new Rate(0.0005m));

    /// <summary>BTC-USDT-SWAP as listed in 2025: one contract is 0.01 BTC, the lot 0.01 contracts.</summary>
    public static OkxListing Bitcoin { get; } = Listing("BTCUSDT", ctVal: "0.01", lotSz: "0.01", tickSz: "0.1");

    public static OkxListing Listing(string symbol, string ctVal, string lotSz, string tickSz, string ctMult = "1", string minSz = "")
    {
        Symbol parsed = Symbol.Parse(symbol);
        return OkxListing.Read(
            new OkxInstrument
            {
                InstId = OkxListing.NativeSymbolOf(parsed),
                InstType = "SWAP",
                CtType = "linear",
                CtVal = ctVal,
                CtMult = ctMult,
                CtValCcy = parsed.Base.Code,
                SettleCcy = "USDT",
                LotSz = lotSz,
                MinSz = minSz.Length == 0 ? lotSz : minSz,
                TickSz = tickSz,
                State = "live",
            },
            parsed,
            Fees,
            TimeSpan.FromHours(8));
    }

    /// <summary>A file with one push, or with the lines of a transcript of which those marked <c>=</c> are pushes.</summary>
    public static byte[] Push(string relativePath)
    {
        string text = SharedData.ReadText(relativePath);
        int marked = text.IndexOf("\n=", StringComparison.Ordinal);
        return Encoding.UTF8.GetBytes(marked < 0 ? text : text[(marked + 2)..]);
    }

    /// <summary>The items of a push's <c>data</c>.</summary>
    public static OkxOrder[] Orders(byte[] push) => JsonSerializer.Deserialize(push, OkxJson.Default.OkxReplyOkxOrder)!.Data!;

    /// <summary>The JSON part of a recorded endpoint: the lines after method, path and whether it is signed.</summary>
    public static string EndpointReply(string relativePath)
    {
        string text = SharedData.ReadText(relativePath);
        return text[text.IndexOf('{', StringComparison.Ordinal)..];
    }

    public static ReadOnlySpan<byte> DataOf(byte[] message) => OkxPush.Read(message).Data;

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
