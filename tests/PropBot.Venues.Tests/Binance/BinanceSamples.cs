using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Binance;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Stream;
using PropBot.Venues.Tests.Common;

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

    /// <summary>An opening order of ours on the one instrument.</summary>
    public static OrderIntent Limit() => new()
    {
        ClientOrderId = new ClientOrderId("pb7f3k2p1l0"),
        Pair = new PairId(1),
        Leg = LegRole.Long,
        Purpose = OrderPurpose.Open,
        Instrument = Bitcoin.Id,
        Side = Side.Buy,
        Quantity = new Quantity(0.020m),
        Type = OrderType.Limit,
        TimeInForce = TimeInForce.Ioc,
        LimitPrice = new Price(100.10m),
        ReferencePrice = new Price(100m),
        DecidedAt = ManualTime.SomeDay,
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

    public static string File(string path) => SharedData.ReadText(path);

    /// <summary>Order 77 of ours as REST answers it.</summary>
    public static string Order(string status, string filled, long time) =>
        $$"""{"symbol":"BTCUSDT","orderId":77,"clientOrderId":"pb7f3k2p1l0","status":"{{status}}","executedQty":"{{filled}}","avgPrice":"100","updateTime":{{time}},"time":{{time}},"side":"BUY","origQty":"0.020","price":"100.1"}""";

    /// <summary>A fill of 0.01 at 100 as REST answers it.</summary>
    public static string Trade(int id, long orderId, long time, string side = "BUY") =>
        $$"""{"symbol":"BTCUSDT","id":{{id}},"orderId":{{orderId}},"side":"{{side}}","price":"100","qty":"0.01","commission":"0.001","commissionAsset":"USDT","maker":false,"time":{{time}},"positionSide":"BOTH"}""";

    /// <summary>Order 77 of ours as the user stream tells it.</summary>
    public static string OrderUpdate(string status, string filled, string execution = "NEW", string last = "0", long time = 1) =>
        $$$"""{"e":"ORDER_TRADE_UPDATE","E":{{{time}}},"T":{{{time}}},"o":{"s":"BTCUSDT","c":"pb7f3k2p1l0","S":"BUY","x":"{{{execution}}}","X":"{{{status}}}","i":77,"q":"0.020","p":"100.1","l":"{{{last}}}","z":"{{{filled}}}","L":"100","ap":"100","T":{{{time}}},"t":3,"m":false,"n":"0.001","N":"USDT"}}""";

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
