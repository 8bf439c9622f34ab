using System.Globalization;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Bybit;

/// <summary>Public data over REST and WebSocket.</summary>
public sealed class BybitMarketDataTests
{
    [Fact]
    public async Task Instruments_Bitcoin_HasTheVenuesFilters()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);

        JsonElement instrument = await OnlyAsync(client, "/v5/market/instruments-info?category=linear&symbol=BTCUSDT");

        Assert.Equal("LinearPerpetual", Text(instrument, "contractType"));
        Assert.Equal("Trading", Text(instrument, "status"));
        Assert.Equal("2", Text(instrument, "priceScale"));
        Assert.Equal("0.10", Text(instrument.GetProperty("priceFilter"), "tickSize"));
        Assert.Equal("0.001", Text(instrument.GetProperty("lotSizeFilter"), "qtyStep"));
        Assert.Equal("0.001", Text(instrument.GetProperty("lotSizeFilter"), "minOrderQty"));
        Assert.Equal("5", Text(instrument.GetProperty("lotSizeFilter"), "minNotionalValue"));
        Assert.Equal(480, instrument.GetProperty("fundingInterval").GetInt32());
    }

    [Fact]
    public async Task Requests_WrongCategoryOrSymbol_AreParameterErrors()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);

        Assert.Equal(10001, Code(await client.PublicAsync("/v5/market/instruments-info")));
        Assert.Equal(10001, Code(await client.PublicAsync("/v5/market/tickers?category=linear&symbol=NOUSDT")));
        Assert.Equal(10001, Code(await client.PublicAsync("/v5/market/orderbook?category=spot&symbol=BTCUSDT")));
        Assert.Equal(10001, Code(await client.PublicAsync("/v5/market/funding/history?category=linear&symbol=BTCUSDT&startTime=1")));
        Assert.Equal(0, Code(await client.PublicAsync("/v5/market/instruments-info?category=spot")));
    }

    [Fact]
    public async Task Ticker_Asked_HasMarkAndFunding()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);

        JsonElement ticker = await OnlyAsync(client, "/v5/market/tickers?category=linear&symbol=BTCUSDT");

        Assert.Equal("50000.00", Text(ticker, "markPrice"));
        Assert.Equal("0.0001", Text(ticker, "fundingRate"));
        Assert.Equal("8", Text(ticker, "fundingIntervalHour"));
        Assert.Equal(
            TestSimulator.Noon.AddHours(4).ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), Text(ticker, "nextFundingTime"));
    }

    [Fact]
    public async Task FundingHistory_AfterASettlement_HasIt()
    {
        DateTimeOffset settlement = TestSimulator.Noon.AddHours(4);
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear, start: settlement.AddMilliseconds(-200));
        using var client = new BybitRestClient(simulator);

        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(400));

        JsonElement settled = await OnlyAsync(client, "/v5/market/funding/history?category=linear&symbol=BTCUSDT");
        Assert.Equal("0.0001", Text(settled, "fundingRate"));
        Assert.Equal(settlement.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), Text(settled, "fundingRateTimestamp"));
    }

    /// <summary>Goal: whoever follows the chain by the documents has the book that REST shows under the same number.</summary>
    [Theory]
    [InlineData(50)]
    [InlineData(200)]
    [InlineData(500)]
    public async Task OrderBook_FollowedByTheRules_IsTheRestBook(int depth)
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(
            VenueId.BybitLinear, btc: step => 50_000m + (step % 17 * 3.3m));
        using var client = new BybitRestClient(simulator);
        using SocketClient socket = await BybitSockets.PublicAsync(simulator);
        string topic = $"orderbook.{depth}.BTCUSDT";
        await BybitSockets.ExpectAsync(socket, BybitSockets.Subscribe(topic), success: true);
        var book = new FollowedBook();

        book.Apply(await BybitSockets.PushAsync(socket, topic));
        for (int i = 0; i < 30; i++)
        {
            await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(100));
            book.Apply(await BybitSockets.PushAsync(socket, topic));
        }

        JsonElement rest = (await client.PublicAsync($"/v5/market/orderbook?category=linear&symbol=BTCUSDT&limit={depth}")).GetProperty("result");
        Assert.Equal(rest.GetProperty("seq").GetInt64(), book.Sequence);
        Assert.Equal(Levels(rest.GetProperty("b")), book.Bids.Values);
        Assert.Equal(Levels(rest.GetProperty("a")), book.Asks.Values);
        if (depth == 500)
        {
            // The REST book has the update number of this depth.
            Assert.Equal(rest.GetProperty("u").GetInt64(), book.UpdateNumber);
        }
    }

    [Fact]
    public async Task OrderBook_TopLevel_ComesAsSnapshotsOnly()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear, btc: step => 50_000m + step);
        using SocketClient socket = await BybitSockets.PublicAsync(simulator);
        await BybitSockets.ExpectAsync(socket, BybitSockets.Subscribe("orderbook.1.BTCUSDT"), success: true);

        JsonElement first = await BybitSockets.PushAsync(socket, "orderbook.1.BTCUSDT");
        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(100));
        JsonElement second = await BybitSockets.PushAsync(socket, "orderbook.1.BTCUSDT");

        Assert.Equal("snapshot", Text(first, "type"));
        Assert.Equal("snapshot", Text(second, "type"));
        Assert.Equal(first.GetProperty("data").GetProperty("u").GetInt64() + 1, second.GetProperty("data").GetProperty("u").GetInt64());
    }

    [Fact]
    public async Task OrderBook_SecondSubscriber_DoesNotBreakTheFirstOnesChain()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear, btc: step => 50_000m + step);
        using SocketClient one = await BybitSockets.PublicAsync(simulator);
        using SocketClient two = await BybitSockets.PublicAsync(simulator);
        var book = new FollowedBook();
        await BybitSockets.ExpectAsync(one, BybitSockets.Subscribe("orderbook.50.BTCUSDT"), success: true);
        book.Apply(await BybitSockets.PushAsync(one, "orderbook.50.BTCUSDT"));

        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(100));
        await BybitSockets.ExpectAsync(two, BybitSockets.Subscribe("orderbook.50.BTCUSDT"), success: true);
        JsonElement late = await BybitSockets.PushAsync(two, "orderbook.50.BTCUSDT");
        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(100));

        book.Apply(await BybitSockets.PushAsync(one, "orderbook.50.BTCUSDT"));
        Assert.Equal(late.GetProperty("data").GetProperty("u").GetInt64(), book.UpdateNumber);
        book.Apply(await BybitSockets.PushAsync(one, "orderbook.50.BTCUSDT"));
    }

    [Fact]
    public async Task Tickers_AfterTheSnapshot_BringOnlyWhatChanged()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear, btc: step => 50_000m + step);
        using SocketClient socket = await BybitSockets.PublicAsync(simulator);
        await BybitSockets.ExpectAsync(socket, BybitSockets.Subscribe("tickers.BTCUSDT"), success: true);

        JsonElement snapshot = await BybitSockets.PushAsync(socket, "tickers.BTCUSDT");
        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(100));
        JsonElement delta = await BybitSockets.PushAsync(socket, "tickers.BTCUSDT");

        Assert.Equal("snapshot", Text(snapshot, "type"));
        Assert.Equal("0.0001", Text(snapshot.GetProperty("data"), "fundingRate"));
        Assert.Equal("delta", Text(delta, "type"));

        // Steps 0 and 1 were taken by the start.
        Assert.Equal("50002.00", Text(delta.GetProperty("data"), "markPrice"));
        Assert.False(delta.GetProperty("data").TryGetProperty("fundingRate", out _));
        Assert.True(delta.GetProperty("cs").GetInt64() > snapshot.GetProperty("cs").GetInt64());
    }

    [Fact]
    public async Task PublicTrades_OwnMarketOrder_IsSeenByEveryone()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);
        using SocketClient socket = await BybitSockets.PublicAsync(simulator);
        await BybitSockets.ExpectAsync(socket, BybitSockets.Subscribe("publicTrade.BTCUSDT"), success: true);

        await client.PlaceAsync();

        JsonElement trade = await BybitSockets.FirstAsync(socket, "publicTrade.BTCUSDT");
        Assert.Equal("Buy", Text(trade, "S"));
        Assert.Equal("0.010", Text(trade, "v"));
        JsonElement listed = (await client.PublicAsync("/v5/market/recent-trade?category=linear&symbol=BTCUSDT")).GetProperty("result").GetProperty("list")[0];
        Assert.Equal(Text(trade, "i"), Text(listed, "execId"));
        Assert.Equal(Text(trade, "p"), Text(listed, "price"));
    }

    [Fact]
    public async Task Stream_PingAndNonsense_AreAnsweredAsTheVenueDoes()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using SocketClient socket = await BybitSockets.PublicAsync(simulator);

        JsonElement pong = await BybitSockets.ExpectAsync(socket, """{"op":"ping","req_id":"7"}""", success: true);
        Assert.Equal("pong", Text(pong, "ret_msg"));
        Assert.Equal("7", Text(pong, "req_id"));
        JsonElement refused = await BybitSockets.ExpectAsync(socket, BybitSockets.Subscribe("orderbook.50.NOUSDT"), success: false);
        Assert.Contains("orderbook.50.NOUSDT", Text(refused, "ret_msg"));
        await BybitSockets.ExpectAsync(socket, BybitSockets.Subscribe("order"), success: false);
        await BybitSockets.ExpectAsync(socket, "nonsense", success: false);

        await BybitSockets.ExpectAsync(socket, BybitSockets.Subscribe("orderbook.50.BTCUSDT"), success: true);
        await BybitSockets.ExpectAsync(socket, BybitSockets.Subscribe("orderbook.50.BTCUSDT"), success: false);
    }

    private static async Task<JsonElement> OnlyAsync(BybitRestClient client, string path)
    {
        JsonElement body = await client.PublicAsync(path);
        Assert.Equal(0, Code(body));
        return Assert.Single(body.GetProperty("result").GetProperty("list").EnumerateArray());
    }

    private static int Code(JsonElement body) => body.GetProperty("retCode").GetInt32();

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private static IEnumerable<(string, string)> Levels(JsonElement levels) =>
        levels.EnumerateArray().Select(level => (level[0].GetString()!, level[1].GetString()!));

    private sealed class FollowedBook
    {
        public SortedDictionary<decimal, (string, string)> Bids { get; } = new(Comparer<decimal>.Create((a, b) => b.CompareTo(a)));

        public SortedDictionary<decimal, (string, string)> Asks { get; } = [];

        public long UpdateNumber { get; private set; }

        public long Sequence { get; private set; }

        public void Apply(JsonElement message)
        {
            JsonElement data = message.GetProperty("data");
            long number = data.GetProperty("u").GetInt64();
            if (Text(message, "type") == "snapshot")
            {
                Bids.Clear();
                Asks.Clear();
            }
            else
            {
                Assert.Equal(UpdateNumber + 1, number);
            }

            UpdateNumber = number;
            Sequence = data.GetProperty("seq").GetInt64();
            Apply(Bids, data.GetProperty("b"));
            Apply(Asks, data.GetProperty("a"));
        }

        private static void Apply(SortedDictionary<decimal, (string, string)> side, JsonElement levels)
        {
            foreach ((string price, string size) in Levels(levels))
            {
                decimal key = decimal.Parse(price, CultureInfo.InvariantCulture);
                if (size == "0")
                {
                    Assert.True(side.Remove(key), $"level {price} was not there");
                }
                else
                {
                    side[key] = (price, size);
                }
            }
        }
    }
}
