using System.Text;
using System.Text.Json;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Okx.Parsing;
using PropBot.Venues.Okx.Wire;
using PropBot.Venues.Tests.Okx;

namespace PropBot.Venues.Tests.Fuzz;

/// <summary>Goal: whatever comes, a reader of this venue refuses it as malformed or reads what a slow reading of the same bytes reads.</summary>
public sealed class OkxFuzzTests
{
    private static readonly OkxListing Listing = OkxSamples.Listing("BTCUSDT", ctVal: "0.01", lotSz: "1", tickSz: "0.1");

    [Fact]
    public void Book_Mutated_IsRefusedOrRight() => FuzzRun.Over(
        [
            .. Captured("\"books\"").Where(m => Encoding.UTF8.GetString(m).Contains("BTC-USD-220527", StringComparison.Ordinal)).Skip(1).Take(40),
            OkxSamples.Push("nautilus/okx/ws_books_update.json"),
        ],
        Book);

    [Fact]
    public void Push_Mutated_IsRefusedOrRight() => FuzzRun.Over(
        [
            .. Captured("\"books\"").Take(3), OkxSamples.Push("nautilus/okx/ws_orders_adl.json"), OkxSamples.Push("nautilus/okx/ws_funding_rate.json"),
            """{"event":"error","code":"60012","msg":"Invalid request: {\"op\": \"subscribe\"}","connId":"a4d3ae55"}"""u8.ToArray(),
            """{"event":"subscribe","arg":{"channel":"books","instId":"BTC-USDT-SWAP"},"connId":"a4d3ae55"}"""u8.ToArray(),
        ],
        message =>
        {
            OkxPush push;
            try
            {
                push = OkxPush.Read(message);
            }
            catch (Exception refused) when (WireText.IsMalformed(refused))
            {
                return false;
            }

            if (push.Data.IsEmpty)
            {
                using JsonDocument document = JsonDocument.Parse(message);
                AssertOneOf(push.Event, document.RootElement, "event");
                AssertOneOf(push.Code, document.RootElement, "code");
                AssertOneOf(push.Channel, SlowReading.Fields(document.RootElement, "arg"), "channel");
                AssertOneOf(push.InstrumentId, SlowReading.Fields(document.RootElement, "arg"), "instId");
            }

            return true;
        });

    [Fact]
    public void Orders_Mutated_AreRefusedOrRight() => FuzzRun.Over(
        [
            OkxSamples.Push("nautilus/okx/ws_orders_adl.json"), OkxSamples.Push("nautilus/okx/ws_orders_fok.json"),
            OkxSamples.Push("nautilus/okx/ws_orders_liquidation.json"), OkxSamples.Push("jkorf/OKX.Net/Subscriptions/Unified/Trading/Order.txt"),
        ],
        message =>
        {
            OkxReply<OkxOrder>? push = null;
            if (!Reading.Wire(message, OkxJson.Default.OkxReplyOkxOrder)
                || !Reading.Try(() => push = JsonSerializer.Deserialize(message, OkxJson.Default.OkxReplyOkxOrder)))
            {
                return false;
            }

            bool all = true;
            foreach (OkxOrder order in push?.Data ?? [])
            {
                all &= order is not null && Reading.Try(() =>
                {
                    Core.Execution.OrderReport report = OkxOrderReading.ReadReport(order, Listing, new ClientOrderId("p"));
                    decimal contracts = decimal.Parse(order.AccFillSz!, System.Globalization.NumberStyles.Float);
                    Assert.Equal(contracts * 0.01m, report.CumulativeQuantity.Value);
                });

                // Samples of before fillFee have no fill that could be booked.
                Reading.Try(() =>
                {
                    if (order is not null && OkxOrderReading.ReadFill(order, Listing, new ClientOrderId("p")) is { } fill)
                    {
                        Assert.Equal(decimal.Parse(order.FillSz!, System.Globalization.NumberStyles.Float) * 0.01m, fill.Quantity.Value);
                    }
                });
            }

            return all;
        });

    [Fact]
    public void Funding_Mutated_IsRefusedOrRight() => FuzzRun.Over(
        [OkxSamples.Push("nautilus/okx/ws_funding_rate.json"), OkxSamples.Push("jkorf/OKX.Net/Subscriptions/Unified/ExchangeData/FundingRate.txt")],
        message =>
        {
            OkxReply<OkxFundingRate>? push = null;
            if (!Reading.Wire(message, OkxJson.Default.OkxReplyOkxFundingRate)
                || !Reading.Try(() => push = JsonSerializer.Deserialize(message, OkxJson.Default.OkxReplyOkxFundingRate)))
            {
                return false;
            }

            bool all = true;
            foreach (OkxFundingRate rate in push?.Data ?? [])
            {
                all &= rate is not null && Reading.Try(() =>
                {
                    FundingQuote quote = OkxAccountReading.ReadFunding(rate, TimeSpan.FromHours(8));
                    Assert.Equal(decimal.Parse(rate.FundingRate!, System.Globalization.NumberStyles.Float), quote.Rate.Value);
                    Assert.True(quote.Interval > TimeSpan.Zero);
                });
            }

            return all;
        });

    [Fact]
    public void Replies_Mutated_AreRefusedOrRight()
    {
        OkxJson json = OkxJson.Default;
        FuzzRun.Over([Reply("Trading/GetOrders"), Reply("Trading/GetOrderDetails")], m => Reading.Wire(m, json.OkxReplyOkxOrder));
        FuzzRun.Over([Reply("Trading/PlaceOrder"), Reply("Trading/CancelOrder")], m => Reading.Wire(m, json.OkxReplyOkxOrderAck));
        FuzzRun.Over([Reply("Trading/GetUserTrades")], m => Reading.Wire(m, json.OkxReplyOkxFill));
        FuzzRun.Over([Reply("Account/GetAccountBalance")], m => Reading.Wire(m, json.OkxReplyOkxBalance));
        FuzzRun.Over([Reply("Account/GetAccountPositions")], m => Reading.Wire(m, json.OkxReplyOkxPosition));
        FuzzRun.Over([Reply("ExchangeData/GetSymbols")], m => Reading.Wire(m, json.OkxReplyOkxInstrument));
        FuzzRun.Over([Reply("Account/GetBillHistory")], m => Reading.Wire(m, json.OkxReplyOkxBill));

        static byte[] Reply(string endpoint) => Encoding.UTF8.GetBytes(OkxSamples.EndpointReply($"jkorf/OKX.Net/Endpoints/UnifiedApi/{endpoint}.txt"));
    }

    internal static bool Book(byte[] message)
    {
        OkxBookFrame frame = new(Listing.Instrument.PriceScale, Listing.Units);
        byte[] data = [];
        if (!Reading.Try(() =>
        {
            data = OkxPush.Read(message).Data.ToArray();
            frame.Read(data);
        }))
        {
            return false;
        }

        // What follows the data is not looked at once the rest is known: a message may be cut there.
        using JsonDocument document = JsonDocument.Parse(Reading.ValueAtStart(data));
        JsonElement book = Assert.Single(document.RootElement.EnumerateArray());
        Assert.Equal(Optional(book, "seqId"), (decimal?)frame.SequenceId);
        Assert.Equal(Optional(book, "prevSeqId"), (decimal?)frame.PreviousSequenceId);
        Assert.Equal(Optional(book, "checksum") ?? 0m, frame.Checksum ?? 0);
        Assert.Equal(SlowReading.Number(SlowReading.Needed(book, "ts")), frame.VenueTime.ToUnixTimeMilliseconds());
        var slow = new SlowBook(Listing.Instrument.PriceScale, Listing.Units.BaseScale);
        slow.Set(Side.Buy, SlowReading.Levels(SlowReading.Needed(book, "bids")), Listing.Units.BasePerContract);
        slow.Set(Side.Sell, SlowReading.Levels(SlowReading.Needed(book, "asks")), Listing.Units.BasePerContract);
        var read = new OrderBook(Listing.Instrument.PriceScale, Listing.Units.BaseScale);
        foreach (OkxLevel level in frame.Levels)
        {
            read.Set(level.Side, level.Price, level.Quantity);
        }

        slow.AssertEqual(read);
        return true;
    }

    private static decimal? Optional(JsonElement group, string name) => SlowReading.Field(group, name) is { } value ? SlowReading.Number(value) : null;

    private static void AssertOneOf(ReadOnlySpan<byte> read, JsonElement group, string name) =>
        AssertOneOf(read, [group], name);

    private static void AssertOneOf(ReadOnlySpan<byte> read, IEnumerable<JsonElement> groups, string name)
    {
        if (!read.IsEmpty)
        {
            string text = Encoding.UTF8.GetString(read);
            Assert.Contains(text, groups.Where(g => g.ValueKind == JsonValueKind.Object).SelectMany(g => SlowReading.Fields(g, name)).Select(SlowReading.Raw));
        }
    }

    private static IEnumerable<byte[]> Captured(string part)
    {
        foreach (string line in SharedData.ReadLines("cryptofeed-captures/OKX.jsonl.gz"))
        {
            using JsonDocument record = JsonDocument.Parse(line);
            if (record.RootElement.GetProperty("t").GetString() == "recv")
            {
                string data = record.RootElement.GetProperty("data").GetString()!;
                if (data.Contains(part, StringComparison.Ordinal) && !data.Contains("\"event\"", StringComparison.Ordinal))
                {
                    yield return Encoding.UTF8.GetBytes(data);
                }
            }
        }
    }
}
