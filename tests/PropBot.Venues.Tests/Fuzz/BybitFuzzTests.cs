using System.Text;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Testing;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Tests.Bybit;

namespace PropBot.Venues.Tests.Fuzz;

/// <summary>Goal: whatever comes, a reader of this venue refuses it as malformed or reads what a slow reading of the same bytes reads.</summary>
public sealed class BybitFuzzTests
{
    private const int PriceScale = 6;
    private const int QuantityScale = 6;

    [Fact]
    public void Book_Mutated_IsRefusedOrRight() => FuzzRun.Over(
        [.. BybitSamples.Captured("orderbook.200.BTCUSDT").Skip(1).Take(40)],
        Book);

    [Fact]
    public void Ticker_Mutated_IsRefusedOrRight() => FuzzRun.Over(
        [.. BybitSamples.Captured("tickers.BTCUSDT").Take(30)],
        Ticker);

    [Fact]
    public void Push_Mutated_IsRefusedOrRight() => FuzzRun.Over(
        [
            .. BybitSamples.Captured("orderbook.200.BTCUSDT").Take(3), .. BybitSamples.Captured("tickers.").Take(3),
            """{"success":true,"ret_msg":"","conn_id":"3cd84cb1","req_id":"1","op":"subscribe"}"""u8.ToArray(),
            """{"success":false,"ret_msg":"error:handler not found","conn_id":"1","req_id":"","op":"subscribe"}"""u8.ToArray(),
        ],
        message =>
        {
            BybitPush push;
            try
            {
                push = BybitPush.Read(message);
            }
            catch (Exception refused) when (WireText.IsMalformed(refused))
            {
                return false;
            }

            // What follows the data is not looked at once the topic is known: a message may be cut there.
            if (push.Topic.IsEmpty)
            {
                using JsonDocument document = JsonDocument.Parse(message);
                bool? success = SlowReading.Fields(document.RootElement, "success")
                    .Where(v => v.ValueKind is JsonValueKind.True or JsonValueKind.False).Select(v => (bool?)v.GetBoolean()).LastOrDefault();
                Assert.Equal(success, push.Success);
            }
            else
            {
                Assert.True(message.AsSpan().IndexOf(push.Topic) > 0);
            }

            return true;
        });

    [Fact]
    public void OrdersAndFills_Mutated_AreRefusedOrRight()
    {
        FuzzRun.Over(
            [Nautilus("ws_account_order_filled"), Nautilus("ws_account_order_partially_filled_rejected"), Nautilus("ws_account_order_stop_limit")],
            message =>
            {
                BybitTopic<BybitOrder>? push = null;
                if (!Reading.Wire(message, BybitJson.Default.BybitTopicBybitOrder)
                    || !Reading.Try(() => push = JsonSerializer.Deserialize(message, BybitJson.Default.BybitTopicBybitOrder)))
                {
                    return false;
                }

                bool all = true;
                foreach (BybitOrder order in push?.Data ?? [])
                {
                    all &= order is not null && Reading.Try(() =>
                    {
                        Core.Execution.OrderReport report = BybitOrderReading.ReadReport(order, BybitSamples.Bitcoin, new ClientOrderId("p"));
                        Assert.Equal(decimal.Parse(order.CumExecQty!, System.Globalization.NumberStyles.Float), report.CumulativeQuantity.Value);
                    });
                }

                return all;
            });
        FuzzRun.Over(
            [Nautilus("ws_account_execution_adl"), Encoding.UTF8.GetBytes(Push("jkorf/Bybit.Net/Subscriptions/V5/Private/UserTrades.txt"))],
            message =>
            {
                BybitTopic<BybitExecution>? push = null;
                if (!Reading.Wire(message, BybitJson.Default.BybitTopicBybitExecution)
                    || !Reading.Try(() => push = JsonSerializer.Deserialize(message, BybitJson.Default.BybitTopicBybitExecution)))
                {
                    return false;
                }

                bool all = true;
                foreach (BybitExecution fill in push?.Data ?? [])
                {
                    all &= fill is not null
                        && Reading.Try(() => BybitOrderReading.ReadFill(fill, BybitSamples.Bitcoin, new ClientOrderId("p")));
                }

                return all;
            });
    }

    [Fact]
    public void Replies_Mutated_AreRefusedOrRight()
    {
        BybitJson json = BybitJson.Default;
        FuzzRun.Over([Reply("Trading/GetOrders")], m => Reading.Wire(m, json.BybitReplyBybitPageBybitOrder));
        FuzzRun.Over([Reply("Trading/GetUserTrades")], m => Reading.Wire(m, json.BybitReplyBybitPageBybitExecution));
        FuzzRun.Over([Reply("Account/GetBalances")], m => Reading.Wire(m, json.BybitReplyBybitPageBybitWallet));
        FuzzRun.Over([Reply("Trading/GetPositions")], m => Reading.Wire(m, json.BybitReplyBybitPageBybitPosition));
        FuzzRun.Over([Reply("ExchangeData/GetLinearInverseSymbols")], m => Reading.Wire(m, json.BybitReplyBybitPageBybitInstrument));
        FuzzRun.Over([Reply("Account/GetTransactionHistory")], m => Reading.Wire(m, json.BybitReplyBybitPageBybitTransaction));

        static byte[] Reply(string endpoint) => Encoding.UTF8.GetBytes(BybitSamples.EndpointReply($"jkorf/Bybit.Net/Endpoints/V5Api/{endpoint}.txt"));
    }

    internal static bool Book(byte[] message)
    {
        BybitBookFrame frame = new(PriceScale, QuantityScale);
        if (!Reading.Try(() => frame.Read(message)))
        {
            return false;
        }

        using JsonDocument document = JsonDocument.Parse(message);
        JsonElement root = document.RootElement;
        JsonElement data = SlowReading.Needed(root, "data");
        Assert.Equal(SlowReading.Number(SlowReading.Needed(data, "u")), frame.UpdateId);
        Assert.Equal(SlowReading.Field(root, "type") is { } type && type.ValueEquals("snapshot"), frame.IsSnapshot);
        decimal matched = SlowReading.Field(root, "cts") is { } cts ? SlowReading.Number(cts) : 0m;
        Assert.Equal(matched > 0m ? matched : SlowReading.Number(SlowReading.Needed(root, "ts")), frame.VenueTime.ToUnixTimeMilliseconds());
        var slow = new SlowBook(PriceScale, QuantityScale);
        slow.Set(Side.Buy, SlowReading.Levels(SlowReading.Needed(data, "b")));
        slow.Set(Side.Sell, SlowReading.Levels(SlowReading.Needed(data, "a")));
        var book = new Core.MarketData.OrderBook(PriceScale, QuantityScale);
        foreach (BybitLevel level in frame.Levels)
        {
            book.Set(level.Side, level.Price, level.Quantity);
        }

        slow.AssertEqual(book);
        return true;
    }

    internal static bool Ticker(byte[] message)
    {
        BybitTicker ticker = new(BybitSamples.Bitcoin);
        if (!Reading.Try(() => ticker.Apply(message)))
        {
            return false;
        }

        using JsonDocument document = JsonDocument.Parse(message);
        JsonElement? data = SlowReading.Field(document.RootElement, "data");
        Assert.Equal(ticker.IsComplete, Has("markPrice") && Has("fundingRate") && Has("nextFundingTime"));
        if (ticker.IsComplete)
        {
            Assert.Equal(Number("markPrice"), ticker.MarkPrice.Value);
            Assert.Equal(Number("fundingRate"), ticker.Funding.Rate.Value);
            Assert.Equal(decimal.Truncate(Number("nextFundingTime")), ticker.Funding.NextSettlement.ToUnixTimeMilliseconds());
            Assert.Equal(Has("fundingIntervalHour") ? (double)Number("fundingIntervalHour") : 8d, ticker.Funding.Interval.TotalHours, 5);
        }

        return true;

        // A field that is no text, or empty, says nothing.
        IEnumerable<JsonElement> Texts(string name) => data is { } group
            ? SlowReading.Fields(group, name).Where(v => v.ValueKind == JsonValueKind.String && SlowReading.Raw(v).Length > 0)
            : [];

        bool Has(string name) => Texts(name).Any();

        decimal Number(string name) => SlowReading.Number(Assert.Single(Texts(name)));
    }

    private static byte[] Nautilus(string name) => Encoding.UTF8.GetBytes(SharedData.ReadText($"nautilus/bybit/{name}.json"));

    private static string Push(string path)
    {
        string text = SharedData.ReadText(path);
        return text[(text.IndexOf("\n=", StringComparison.Ordinal) + 2)..];
    }
}
