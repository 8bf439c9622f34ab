using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Binance;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Stream;

namespace PropBot.Venues.Tests.Binance;

internal static class BinanceSamples
{
    public static readonly FeeSchedule Fees = new(new Rate(0.0002m), new Rate(0.0005m));

    public static readonly Instrument Bitcoin = Perpetual("BTCUSDT", tick: 0.1m, lot: 0.001m);

    public static Instrument Perpetual(string symbol, decimal tick, decimal lot) => new()
    {
        Id = new InstrumentId(VenueId.BinanceUm, Symbol.Parse(symbol)),
        NativeSymbol = symbol,
        SettleAsset = Asset.Usdt,
        Tick = new TickSize(tick),
        Lot = new LotSize(lot),
        MinQuantity = new Quantity(lot),
        Fees = Fees,
    };

    public static VenueOptions Options() => new()
    {
        Venue = VenueId.BinanceUm,
        Symbols = [Symbol.Parse("BTCUSDT")],
        RestAddress = BinanceAddresses.Testnet.Rest,
        PublicStreamAddress = BinanceAddresses.Testnet.PublicStream,
        PrivateStreamAddress = BinanceAddresses.Testnet.PrivateStream,
        Credentials = new VenueCredentials("", "", null),
    };

    public static (BinanceBook Book, DepthSlot Slot) Book(Instrument instrument)
    {
        var slot = new DepthSlot(instrument, _ => { });
        return (new BinanceBook(instrument, slot), slot);
    }

    public static DepthView View(DepthSlot slot)
    {
        var view = new DepthView(slot.Instrument);
        slot.TryRead(view);
        return view;
    }

    /// <summary>A message of the combined stream.</summary>
    public static byte[] Depth(long first, long final, long previous, string bids = "", string asks = "", long time = 1_700_000_000_000) =>
        Encoding.UTF8.GetBytes(
            $$$"""{"stream":"btcusdt@depth@100ms","data":{"e":"depthUpdate","E":{{{time + 5}}},"T":{{{time}}},"s":"BTCUSDT","U":{{{first}}},"u":{{{final}}},"pu":{{{previous}}},"b":[{{{bids}}}],"a":[{{{asks}}}]}}""");

    public static BinanceSnapshot Snapshot(long lastUpdateId, string bids = """["100.0","1.000"]""", string asks = """["100.1","2.000"]""") =>
        BinanceSnapshot.Read(
            Encoding.UTF8.GetBytes($$"""{"lastUpdateId":{{lastUpdateId}},"E":2,"T":1,"bids":[{{bids}}],"asks":[{{asks}}]}"""), 1, 3);

    public static BinanceBookResult Apply(BinanceBook book, byte[] message) =>
        book.Apply(BinanceDepthFrame.Read(message), message, TimeSpan.Zero);

    public static T Read<T>(string json, JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(json, type) ?? throw new JsonException("null");

    /// <summary>The reply in a transcript of an endpoint: what follows its three lines.</summary>
    public static string Reply(string endpoint)
    {
        string[] lines = [.. SharedData.ReadLines($"jkorf/Binance.Net/Endpoints/UsdFutures/{endpoint}.txt")];
        return string.Join('\n', lines.Skip(3));
    }

    /// <summary>The pushed message in a transcript of a subscription: what follows its <c>=</c>.</summary>
    public static byte[] Push(string subscription)
    {
        string text = SharedData.ReadText($"jkorf/Binance.Net/Subscriptions/UsdFutures/{subscription}.txt");
        return Encoding.UTF8.GetBytes(text[(text.IndexOf("\n=", StringComparison.Ordinal) + 2)..]);
    }

    /// <summary>The messages of a file that has several JSON objects one after the other.</summary>
    public static IReadOnlyList<byte[]> Messages(string path)
    {
        byte[] text = Encoding.UTF8.GetBytes(SharedData.ReadText(path));
        var messages = new List<byte[]>();
        var reader = new Utf8JsonReader(text, new JsonReaderOptions { AllowMultipleValues = true });
        while (reader.Read())
        {
            int start = (int)reader.TokenStartIndex;
            reader.Skip();
            messages.Add(text[start..(int)reader.BytesConsumed]);
        }

        return messages;
    }
}
