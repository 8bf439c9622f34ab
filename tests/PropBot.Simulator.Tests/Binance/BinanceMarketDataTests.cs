using System.Net;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Binance;

public sealed class BinanceMarketDataTests
{
    [Fact]
    public async Task ExchangeInfo_ShowsFiltersAndLimits()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);

        BinanceAnswer info = await client.GetAsync("/fapi/v1/exchangeInfo");

        JsonElement bitcoin = info.Body.GetProperty("symbols").EnumerateArray().First(symbol => symbol.GetProperty("symbol").GetString() == "BTCUSDT");
        var filters = bitcoin.GetProperty("filters").EnumerateArray().ToDictionary(filter => filter.GetProperty("filterType").GetString()!);
        Assert.Equal("PERPETUAL", bitcoin.GetProperty("contractType").GetString());
        Assert.Equal("TRADING", bitcoin.GetProperty("status").GetString());
        Assert.Equal("0.1", filters["PRICE_FILTER"].GetProperty("tickSize").GetString());
        Assert.Equal("0.001", filters["LOT_SIZE"].GetProperty("stepSize").GetString());
        Assert.Equal("100", filters["MIN_NOTIONAL"].GetProperty("notional").GetString());
        Assert.Equal(2400, info.Body.GetProperty("rateLimits")[0].GetProperty("limit").GetInt32());
    }

    [Theory]
    [InlineData("/fapi/v1/depth?symbol=BTCUSDT&limit=7", -1130)]
    [InlineData("/fapi/v1/depth?symbol=btcusdt", -1121)]
    [InlineData("/fapi/v1/depth", -1102)]
    [InlineData("/fapi/v1/trades?symbol=BTCUSDT&limit=5000", -1130)]
    [InlineData("/fapi/v1/premiumIndex?symbol=NOPE", -1121)]
    [InlineData("/fapi/v1/fundingRate?symbol=BTCUSDT&startTime=x", -1100)]
    public async Task PublicRequest_BadParameter_IsRefusedWithItsCode(string path, int code)
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);

        BinanceAnswer answer = await client.GetAsync(path);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task MarketData_TimesAreTheMarkets()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);

        BinanceAnswer time = await client.GetAsync("/fapi/v1/time");
        BinanceAnswer premium = await client.GetAsync("/fapi/v1/premiumIndex?symbol=BTCUSDT");

        Assert.Equal(simulator.Host.Clock.GetUtcNow().ToUnixTimeMilliseconds(), time.Body.GetProperty("serverTime").GetInt64());
        Assert.Equal(new DateTimeOffset(2026, 1, 5, 16, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), premium.Body.GetProperty("nextFundingTime").GetInt64());
        Assert.Equal(("50000.00000000", "0.00010000"), (premium.Text("markPrice"), premium.Text("lastFundingRate")));
    }

    [Fact]
    public async Task DepthStream_RebuiltByTheDocumentedRule_EqualsTheSnapshot()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(
            VenueId.BinanceUm, btc: step => 50_000m + (step * 7 % 50));
        using var client = new BinanceRestClient(simulator);
        using SocketClient stream = await SocketClient.ConnectAsync(
            new Uri(simulator.Host.Venues[VenueId.BinanceUm].PublicStream, "/public/stream?streams=btcusdt@depth@100ms"));
        await stream.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        await stream.ReceiveAsync();
        var book = new RebuiltBook();

        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(500));
        book.StartFrom((await client.GetAsync("/fapi/v1/depth?symbol=BTCUSDT&limit=1000")).Body);
        await simulator.AdvanceAsync(TimeSpan.FromSeconds(3));
        JsonElement end = (await client.GetAsync("/fapi/v1/depth?symbol=BTCUSDT&limit=1000")).Body;
        while (book.LastUpdateId < end.GetProperty("lastUpdateId").GetInt64() - 1)
        {
            JsonElement message = await stream.ReceiveAsync();
            Assert.Equal("btcusdt@depth@100ms", message.GetProperty("stream").GetString());
            book.Apply(message.GetProperty("data"));
        }

        Assert.True(book.Applied > 10, $"only {book.Applied} updates");
        Assert.Equal(RebuiltBook.Levels(end, "bids"), book.Bids);
        Assert.Equal(RebuiltBook.Levels(end, "asks"), book.Asks);
    }

    [Fact]
    public async Task Streams_ByEntrance_PushTheirOwnKindOnly()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm, btc: step => 50_000m + (step % 2 * 10m));
        Uri streams = simulator.Host.Venues[VenueId.BinanceUm].PublicStream;
        using SocketClient market = await SocketClient.ConnectAsync(new Uri(streams, "/market/ws/btcusdt@bookTicker/btcusdt@markPrice@1s"));
        using SocketClient any = await SocketClient.ConnectAsync(new Uri(streams, "/ws"));
        await any.SendAsync("""{"method":"SUBSCRIBE","params":["btcusdt@bookTicker","btcusdt@markPrice@1s"],"id":"a"}""");
        JsonElement answer = await any.ReceiveAsync();
        Assert.Equal(("a", JsonValueKind.Null), (answer.GetProperty("id").GetString(), answer.GetProperty("result").ValueKind));
        await market.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        await market.ReceiveAsync();

        await simulator.AdvanceAsync(TimeSpan.FromSeconds(2));

        Assert.Equal("markPriceUpdate", (await market.ReceiveAsync()).GetProperty("e").GetString());
        JsonElement ticker = await any.ReceiveUntilAsync(message => message.GetProperty("e").GetString() == "bookTicker");
        Assert.True(WireNumber.Parse(ticker.GetProperty("b").GetString()!) < WireNumber.Parse(ticker.GetProperty("a").GetString()!));
        JsonElement mark = await any.ReceiveUntilAsync(message => message.GetProperty("e").GetString() == "markPriceUpdate");
        Assert.Equal(0, mark.GetProperty("E").GetInt64() % 1000);
    }

    [Fact]
    public async Task Trades_OurOwn_ArePublicToo()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        using SocketClient stream = await SocketClient.ConnectAsync(
            new Uri(simulator.Host.Venues[VenueId.BinanceUm].PublicStream, "/ws/btcusdt@trade/btcusdt@aggTrade"));
        await stream.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        await stream.ReceiveAsync();

        await client.PlaceAsync("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.010");

        JsonElement trade = await stream.ReceiveAsync();
        JsonElement aggregate = await stream.ReceiveAsync();
        Assert.Equal(("trade", "0.010", true), (trade.GetProperty("e").GetString(), trade.GetProperty("q").GetString(), trade.GetProperty("m").GetBoolean()));
        Assert.Equal(trade.GetProperty("t").GetInt64(), aggregate.GetProperty("a").GetInt64());
    }

    [Theory]
    [InlineData("not json", 3)]
    [InlineData("[1]", 2)]
    [InlineData("""{"id":5}""", 2)]
    [InlineData("""{"method":"DANCE","id":5}""", 2)]
    [InlineData("""{"method":"SUBSCRIBE","params":"x","id":5}""", 2)]
    public async Task SocketRequest_Malformed_IsAnsweredAndTheSessionGoesOn(string request, int code)
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using SocketClient stream = await SocketClient.ConnectAsync(new Uri(simulator.Host.Venues[VenueId.BinanceUm].PublicStream, "/ws"));

        await stream.SendAsync(request);

        Assert.Equal(code, (await stream.ReceiveAsync()).GetProperty("error").GetProperty("code").GetInt32());
        await stream.SendAsync("""{"method":"GET_PROPERTY","params":["combined"],"id":6}""");
        Assert.False((await stream.ReceiveAsync()).GetProperty("result").GetBoolean());
    }

    [Fact]
    public async Task SocketRequests_MoreThanTenPerSecond_EndTheSession()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using SocketClient stream = await SocketClient.ConnectAsync(new Uri(simulator.Host.Venues[VenueId.BinanceUm].PublicStream, "/ws"));
        for (int i = 0; i < 11; i++)
        {
            await stream.SendAsync($$"""{"method":"LIST_SUBSCRIPTIONS","id":{{i}}}""");
        }

        int answers = 0;
        while (await stream.ReceiveTextAsync() is not null)
        {
            answers++;
        }

        Assert.Equal(10, answers);
        Assert.Equal(System.Net.WebSockets.WebSocketCloseStatus.PolicyViolation, stream.CloseStatus);
    }

    /// <summary>
    /// The venue's rule: drop updates with u below lastUpdateId; the first one applied has U &lt;= lastUpdateId &lt;= u; each
    /// later one's pu is the u before it.
    /// </summary>
    private sealed class RebuiltBook
    {
        private long _snapshotId;

        public SortedDictionary<decimal, decimal> Bids { get; private set; } = [];

        public SortedDictionary<decimal, decimal> Asks { get; private set; } = [];

        public long LastUpdateId { get; private set; }

        public int Applied { get; private set; }

        public static SortedDictionary<decimal, decimal> Levels(JsonElement snapshot, string side)
        {
            var levels = new SortedDictionary<decimal, decimal>();
            Set(levels, snapshot.GetProperty(side));
            return levels;
        }

        public void StartFrom(JsonElement snapshot)
        {
            _snapshotId = snapshot.GetProperty("lastUpdateId").GetInt64();
            Bids = Levels(snapshot, "bids");
            Asks = Levels(snapshot, "asks");
        }

        public void Apply(JsonElement update)
        {
            long first = update.GetProperty("U").GetInt64();
            long final = update.GetProperty("u").GetInt64();
            if (final < _snapshotId)
            {
                return;
            }

            if (Applied == 0)
            {
                Assert.InRange(_snapshotId, first, final);
            }
            else
            {
                Assert.Equal(LastUpdateId, update.GetProperty("pu").GetInt64());
            }

            Set(Bids, update.GetProperty("b"));
            Set(Asks, update.GetProperty("a"));
            LastUpdateId = final;
            Applied++;
        }

        private static void Set(SortedDictionary<decimal, decimal> side, JsonElement levels)
        {
            foreach (JsonElement level in levels.EnumerateArray())
            {
                decimal price = WireNumber.Parse(level[0].GetString()!);
                decimal quantity = WireNumber.Parse(level[1].GetString()!);
                if (quantity == 0m)
                {
                    side.Remove(price);
                }
                else
                {
                    side[price] = quantity;
                }
            }
        }
    }
}
