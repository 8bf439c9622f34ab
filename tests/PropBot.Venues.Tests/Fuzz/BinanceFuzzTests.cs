using System.Text;
using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Binance.Parsing;
using PropBot.Venues.Binance.Stream;
using PropBot.Venues.Binance.Wire;
using PropBot.Venues.Tests.Binance;
using PropBot.Venues.Tests.Conformance;

namespace PropBot.Venues.Tests.Fuzz;

/// <summary>Goal: whatever comes, a reader of this venue refuses it as malformed or reads what a slow reading of the same bytes reads.</summary>
public sealed class BinanceFuzzTests
{
    private const string Capture = "hftbacktest-binance-raw/usdm_btcusdt_20240808.gz";
    private const int PriceScale = 6;
    private const int QuantityScale = 6;

    [Fact]
    public void Depth_Mutated_IsRefusedOrRight() => FuzzRun.Over(
        [.. Captured("@depth").Take(40), BinanceSamples.Push("Book")],
        Depth);

    [Fact]
    public void Kind_Mutated_IsThatOfTheEvent() => FuzzRun.Over(
        [.. Captured("@depth").Take(5), .. Captured("@bookTicker").Take(5), BinanceSamples.Push("MarkPrice"), """{"result":null,"id":1}"""u8.ToArray()],
        message =>
        {
            BinanceFrameKind kind = default;
            if (!Reading.Try(() => kind = BinanceFrames.KindOf(message)))
            {
                return false;
            }

            if (kind != BinanceFrameKind.Other)
            {
                // It is looked for up to the first e: what follows is for the reader of that kind.
                string named = kind == BinanceFrameKind.Depth ? "depthUpdate" : "markPriceUpdate";
                Assert.Contains("\"e\"", Unescaped(message), StringComparison.Ordinal);
                Assert.Contains(named, Unescaped(message), StringComparison.Ordinal);
            }

            return true;
        });

    [Fact]
    public void Snapshot_Mutated_IsRefusedOrRight() => FuzzRun.Over(
        [
            .. Captured("lastUpdateId").Take(1).Select(m => Shortened(m, 30)),
            Encoding.UTF8.GetBytes(BinanceSamples.Reply("ExchangeData/GetOrderBook")),
        ],
        Snapshot);

    [Fact]
    public void Mark_Mutated_IsRefusedOrRight() => FuzzRun.Over(
        [BinanceSamples.Push("MarkPrice")],
        Mark);

    [Fact]
    public void UserEvent_Mutated_IsRefusedOrRight() => FuzzRun.Over(
        [.. OrderUpdates(), BinanceSamples.Push("AccountUpdate"), BinanceSamples.Push("OrderUpdate")],
        message =>
        {
            BinanceUserEvent? news = null;
            if (!Reading.Try(() => news = BinanceUserStream.Read(message)))
            {
                return false;
            }

            if (news is { Type: "ORDER_TRADE_UPDATE", Order: { } order })
            {
                OrderReport? report = null;
                FillReport? fill = null;
                if (!Reading.Try(() =>
                {
                    report = BinanceReports.ToReport(order, BinanceSamples.Bitcoin.Id, new ClientOrderId("p"));
                    fill = BinanceReports.ToFill(order, BinanceSamples.Bitcoin.Id, new ClientOrderId("p"), Asset.Usdt);
                }))
                {
                    return false;
                }

                // Of a field that comes twice the last counts here; the numbers are those of that one.
                using JsonDocument document = JsonDocument.Parse(BeforeTheRest(message));
                JsonElement told = SlowReading.Fields(Reading.EventOf(document.RootElement), "o").Last();
                Assert.Equal(Last(told, "z"), report!.CumulativeQuantity.Value);
                Assert.Equal(Last(told, "ap"), report.AveragePrice);
                Assert.Equal(Last(told, "T"), report.VenueTime.ToUnixTimeMilliseconds());
                if (fill is not null)
                {
                    Assert.Equal(Last(told, "L"), fill.Price.Value);
                    Assert.Equal(Last(told, "l"), fill.Quantity.Value);
                    Assert.Equal(-(SlowReading.Fields(told, "n").LastOrDefault() is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } n ? SlowReading.Number(n) : 0m), fill.Fee.Amount);
                }
            }

            return true;

            static decimal Last(JsonElement group, string name) => SlowReading.Number(SlowReading.Fields(group, name).Last());
        });

    [Fact]
    public void Replies_Mutated_AreRefusedOrRight()
    {
        BinanceJson json = BinanceJson.Default;
        FuzzRun.Over([Reply("Trading/GetOrder"), Reply("Trading/PlaceOrder")], m => Reading.Wire(m, json.BinanceOrder));
        FuzzRun.Over([Reply("Trading/GetUserTrades")], m => Reading.Wire(m, json.IReadOnlyListBinanceUserTrade));
        FuzzRun.Over([Reply("Account/GetAccountInfoV3")], m => Reading.Wire(m, json.BinanceAccount));
        FuzzRun.Over([Reply("Trading/GetPositions")], m => Reading.Wire(m, json.IReadOnlyListBinancePosition));
        FuzzRun.Over([Reply("ExchangeData/GetExchangeInfo")], m => Reading.Wire(m, json.BinanceExchangeInfo));
        FuzzRun.Over([Reply("Account/GetIncomeHistory")], m => Reading.Wire(m, json.IReadOnlyListBinanceIncome));

        static byte[] Reply(string endpoint) => Encoding.UTF8.GetBytes(BinanceSamples.Reply(endpoint));
    }

    /// <summary>A user event is read as far as it goes: what follows the event in its envelope is not looked at.</summary>
    private static byte[] BeforeTheRest(byte[] message)
    {
        var reader = new Utf8JsonReader(message);
        BinanceFrames.EnterData(ref reader);
        int start = (int)reader.TokenStartIndex;
        reader.Skip();
        return message[start..(int)reader.BytesConsumed];
    }

    internal static bool Depth(byte[] message)
    {
        var book = new OrderBook(PriceScale, QuantityScale);
        BinanceDepthFrame frame;
        try
        {
            frame = BinanceDepthFrame.Read(message);
            frame.ApplyLevels(book);
        }
        catch (Exception refused) when (WireText.IsMalformed(refused))
        {
            return false;
        }

        using JsonDocument document = JsonDocument.Parse(message);
        JsonElement data = Reading.EventOf(document.RootElement);
        Assert.Equal(SlowReading.Raw(SlowReading.Needed(data, "s")), Encoding.UTF8.GetString(frame.Symbol));
        Assert.Equal(SlowReading.Number(SlowReading.Needed(data, "U")), frame.FirstUpdateId);
        Assert.Equal(SlowReading.Number(SlowReading.Needed(data, "u")), frame.FinalUpdateId);
        Assert.Equal(SlowReading.Number(SlowReading.Needed(data, "pu")), frame.PreviousFinalUpdateId);
        Assert.Equal(SlowReading.Number(SlowReading.Needed(data, "T")), frame.TransactionTime);
        var slow = new SlowBook(PriceScale, QuantityScale);
        slow.Set(Side.Buy, SlowReading.Levels(SlowReading.Needed(data, "b")));
        slow.Set(Side.Sell, SlowReading.Levels(SlowReading.Needed(data, "a")));
        slow.AssertEqual(book);
        return true;
    }

    internal static bool Snapshot(byte[] message)
    {
        BinanceSnapshot? snapshot = null;
        if (!Reading.Try(() => snapshot = BinanceSnapshot.Read(message, PriceScale, QuantityScale)))
        {
            return false;
        }

        var book = new OrderBook(PriceScale, QuantityScale);
        snapshot!.ApplyTo(book);
        using JsonDocument document = JsonDocument.Parse(message);
        Assert.Equal(SlowReading.Number(SlowReading.Needed(document.RootElement, "lastUpdateId")), snapshot.LastUpdateId);
        Assert.Equal(SlowReading.Field(document.RootElement, "T") is { } time ? SlowReading.Number(time) : 0m, snapshot.TransactionTime);
        var slow = new SlowBook(PriceScale, QuantityScale);
        slow.Set(Side.Buy, SlowReading.Levels(SlowReading.Needed(document.RootElement, "bids")));
        slow.Set(Side.Sell, SlowReading.Levels(SlowReading.Needed(document.RootElement, "asks")));
        slow.AssertEqual(book);
        return true;
    }

    internal static bool Mark(byte[] message)
    {
        BinanceMarkFrame frame;
        try
        {
            frame = BinanceMarkFrame.Read(message);
        }
        catch (Exception refused) when (WireText.IsMalformed(refused))
        {
            return false;
        }

        using JsonDocument document = JsonDocument.Parse(message);
        JsonElement data = Reading.EventOf(document.RootElement);
        Assert.Equal(SlowReading.Raw(SlowReading.Needed(data, "s")), Encoding.UTF8.GetString(frame.Symbol));
        Assert.Equal(SlowReading.Number(SlowReading.Needed(data, "p")), frame.MarkPrice);
        Assert.Equal(SlowReading.Field(data, "r") is { } rate && SlowReading.Raw(rate).Length > 0 ? SlowReading.Number(rate) : null, frame.FundingRate);
        Assert.Equal(SlowReading.Field(data, "T") is { } time ? SlowReading.Number(time) : 0m, frame.NextFundingTime);
        return true;
    }

    private static string Unescaped(byte[] message) => System.Text.RegularExpressions.Regex.Replace(
        Encoding.UTF8.GetString(message), @"\\u([0-9a-f]{4})", m => ((char)Convert.ToInt32(m.Groups[1].Value, 16)).ToString());

    private static IEnumerable<byte[]> Captured(string part) => SharedData.ReadLines(Capture)
        .Where(line => line.Contains(part, StringComparison.Ordinal))
        .Select(line => Encoding.UTF8.GetBytes(line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]));

    /// <summary>A snapshot with fewer levels, so that a mutation hits more than levels.</summary>
    private static byte[] Shortened(byte[] snapshot, int levels)
    {
        var tree = (JsonGroup)JsonTree.Read(snapshot);
        foreach (JsonList side in tree.Fields.Select(f => f.Value).OfType<JsonList>())
        {
            side.Items.RemoveRange(levels, side.Items.Count - levels);
        }

        return tree.ToBytes();
    }

    private static IEnumerable<byte[]> OrderUpdates() => Directory.GetFiles(SharedData.FolderOf("lean-brokerage-binance"), "*.json").Order(StringComparer.Ordinal)
        .SelectMany(file => BinanceSamples.Messages(Path.Combine("lean-brokerage-binance", Path.GetFileName(file))));
}
