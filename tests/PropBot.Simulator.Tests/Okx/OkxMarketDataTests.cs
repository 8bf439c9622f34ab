using System.Globalization;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Okx;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Okx;

/// <summary>Public data over REST and WebSocket.</summary>
public sealed class OkxMarketDataTests
{
    [Fact]
    public async Task Instruments_OneContract_IsContractValueOfTheBaseCoin()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);

        JsonElement bitcoin = await OnlyAsync(client, "/api/v5/public/instruments?instType=SWAP&instId=BTC-USDT-SWAP");

        Assert.Equal("0.01", bitcoin.GetProperty("ctVal").GetString());
        Assert.Equal("1", bitcoin.GetProperty("ctMult").GetString());
        Assert.Equal("BTC", bitcoin.GetProperty("ctValCcy").GetString());
        Assert.Equal("linear", bitcoin.GetProperty("ctType").GetString());

        // Lot and minimum of 0.0001 BTC are a hundredth of a contract.
        Assert.Equal("0.01", bitcoin.GetProperty("lotSz").GetString());
        Assert.Equal("0.01", bitcoin.GetProperty("minSz").GetString());
        Assert.Equal("0.1", bitcoin.GetProperty("tickSz").GetString());
        Assert.Equal("live", bitcoin.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Instruments_UnknownOne_DoesNotExist()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);

        (_, JsonElement body) = await client.PublicAsync("/api/v5/public/instruments?instType=SWAP&instId=NO-USDT-SWAP");
        Assert.Equal("51001", body.GetProperty("code").GetString());

        (_, body) = await client.PublicAsync("/api/v5/public/instruments?instType=SPOT");
        Assert.Equal("0", body.GetProperty("code").GetString());
        Assert.Empty(body.GetProperty("data").EnumerateArray());
    }

    [Fact]
    public async Task Time_Asked_IsTheMarkets()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);

        JsonElement time = await OnlyAsync(client, "/api/v5/public/time");

        Assert.Equal(Millis(simulator.Host.Clock.GetUtcNow()), time.GetProperty("ts").GetString());
    }

    [Fact]
    public async Task FundingRate_Asked_NamesTheSettlementOfTheQuotedRate()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);

        JsonElement funding = await OnlyAsync(client, "/api/v5/public/funding-rate?instId=BTC-USDT-SWAP");

        // It is noon: the rate is settled at 16:00, the one after it at midnight.
        Assert.Equal("0.0001", funding.GetProperty("fundingRate").GetString());
        Assert.Equal(Millis(TestSimulator.Noon.AddHours(4)), funding.GetProperty("fundingTime").GetString());
        Assert.Equal(Millis(TestSimulator.Noon.AddHours(12)), funding.GetProperty("nextFundingTime").GetString());
    }

    [Fact]
    public async Task FundingRateHistory_AfterASettlement_HasIt()
    {
        DateTimeOffset settlement = TestSimulator.Noon.AddHours(4);
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp, start: settlement.AddMilliseconds(-200));
        using var client = new OkxRestClient(simulator);

        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(400));

        JsonElement settled = await OnlyAsync(client, "/api/v5/public/funding-rate-history?instId=BTC-USDT-SWAP");
        Assert.Equal("0.0001", settled.GetProperty("realizedRate").GetString());
        Assert.Equal(Millis(settlement), settled.GetProperty("fundingTime").GetString());
    }

    [Fact]
    public async Task MarkPriceAndTickers_Asked_StandAtTheFeed()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);

        JsonElement mark = await OnlyAsync(client, "/api/v5/public/mark-price?instType=SWAP&instId=BTC-USDT-SWAP");
        Assert.Equal("50000", mark.GetProperty("markPx").GetString());

        JsonElement ticker = await OnlyAsync(client, "/api/v5/market/ticker?instId=BTC-USDT-SWAP");
        Assert.InRange(Number(ticker, "bidPx"), 49_900m, 50_000m);
        Assert.InRange(Number(ticker, "askPx"), 50_000m, 50_100m);

        (_, JsonElement all) = await client.PublicAsync("/api/v5/market/tickers?instType=SWAP");
        Assert.Equal(2, all.GetProperty("data").GetArrayLength());
    }

    /// <summary>Goal: whoever follows the chain by the guide has the book that REST shows, with every checksum right.</summary>
    [Fact]
    public async Task Books_FollowedByTheRules_AreTheRestBook()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(
            VenueId.OkxPerp, btc: step => 50_000m + (step % 17 * 3.3m));
        using var client = new OkxRestClient(simulator);
        using SocketClient socket = await OkxSockets.PublicAsync(simulator);
        await socket.SendAsync(OkxSockets.Subscribe("""{"channel":"books","instId":"BTC-USDT-SWAP"}"""));
        JsonElement acknowledged = await socket.ReceiveAsync();
        Assert.Equal("subscribe", acknowledged.GetProperty("event").GetString());
        Assert.Equal("books", acknowledged.GetProperty("arg").GetProperty("channel").GetString());
        var book = new FollowedBook();

        book.Apply(await socket.ReceiveAsync());
        for (int i = 0; i < 30; i++)
        {
            await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(100));
            book.Apply(await socket.ReceiveAsync());
        }

        Assert.Equal(30, book.Updates);
        JsonElement rest = await OnlyAsync(client, "/api/v5/market/books?instId=BTC-USDT-SWAP&sz=400");
        Assert.Equal(rest.GetProperty("seqId").GetInt64(), book.Sequence);
        Assert.Equal(Levels(rest.GetProperty("bids")), book.Bids.Values.Take(400));
        Assert.Equal(Levels(rest.GetProperty("asks")), book.Asks.Values.Take(400));
    }

    [Fact]
    public async Task BestAndTopFive_MarketMoves_ComeWhole()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp, btc: step => 50_000m + step);
        using SocketClient socket = await OkxSockets.PublicAsync(simulator);
        await socket.SendAsync(OkxSockets.Subscribe(
            """{"channel":"bbo-tbt","instId":"BTC-USDT-SWAP"},{"channel":"books5","instId":"BTC-USDT-SWAP"}"""));

        JsonElement best = (await OkxSockets.PushAsync(socket, "bbo-tbt"))[0];
        JsonElement five = (await OkxSockets.PushAsync(socket, "books5"))[0];
        Assert.Equal(1, best.GetProperty("bids").GetArrayLength());
        Assert.Equal(5, five.GetProperty("asks").GetArrayLength());

        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(100));
        JsonElement next = (await OkxSockets.PushAsync(socket, "bbo-tbt"))[0];
        Assert.True(next.GetProperty("seqId").GetInt64() > best.GetProperty("seqId").GetInt64());
    }

    [Fact]
    public async Task TickersMarkAndFunding_Subscribed_SendWhatIsKnownAtOnce()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp, btc: step => 50_000m + step);
        using SocketClient socket = await OkxSockets.PublicAsync(simulator);
        foreach (string channel in (string[])["tickers", "mark-price", "funding-rate"])
        {
            await socket.SendAsync(OkxSockets.Subscribe($$"""{"channel":"{{channel}}","instId":"BTC-USDT-SWAP"}"""));
            JsonElement first = (await OkxSockets.PushAsync(socket, channel))[0];
            Assert.Equal("BTC-USDT-SWAP", first.GetProperty("instId").GetString());
        }

        // Steps 0 and 1 were taken by the start.
        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(100));
        JsonElement mark = (await OkxSockets.PushAsync(socket, "mark-price"))[0];
        Assert.Equal("50002", mark.GetProperty("markPx").GetString());
    }

    /// <summary>Whoever says something keeps a stream alive; 30 s in which nobody does end it.</summary>
    [Fact]
    public async Task PrivateStream_LivesByWhatIsPushed_AndEndsInSilence()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);
        using SocketClient socket = await OkxSockets.LoggedInAsync(simulator, client, """{"channel":"orders","instType":"SWAP"}""");
        for (int i = 0; i < 2; i++)
        {
            await simulator.AdvanceAsync(TimeSpan.FromSeconds(20));
            await client.PlaceAsync(("sz", "0.01"));
            await OkxSockets.PushAsync(socket, "orders");
        }

        await simulator.AdvanceAsync(TimeSpan.FromSeconds(32));
        while (await socket.ReceiveTextAsync() is not null)
        {
            // What was pushed before the end.
        }

        Assert.Equal(4004, (int?)socket.CloseStatus);
    }

    [Fact]
    public async Task Stream_PingAndNonsense_AreAnsweredAsTheVenueDoes()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using SocketClient socket = await OkxSockets.PublicAsync(simulator);

        await socket.SendAsync("ping");
        Assert.Equal("pong", await socket.ReceiveTextAsync());
        await OkxSockets.ExpectErrorAsync(socket, "nonsense", "60012");
        await OkxSockets.ExpectErrorAsync(socket, """{"op":"dance","args":[{}]}""", "60012");
        await OkxSockets.ExpectErrorAsync(socket, OkxSockets.Subscribe("""{"channel":"books","instId":"NO-USDT-SWAP"}"""), "60018");
        await OkxSockets.ExpectErrorAsync(socket, OkxSockets.Subscribe("""{"channel":"orders","instType":"SWAP"}"""), "60018");
        await OkxSockets.ExpectErrorAsync(socket, OkxSockets.Subscribe("""{"instId":"BTC-USDT-SWAP"}"""), "60013");
    }

    private static async Task<JsonElement> OnlyAsync(OkxRestClient client, string path)
    {
        (_, JsonElement body) = await client.PublicAsync(path);
        Assert.Equal("0", body.GetProperty("code").GetString());
        return Assert.Single(body.GetProperty("data").EnumerateArray());
    }

    private static string Millis(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);

    private static decimal Number(JsonElement item, string name) => decimal.Parse(item.GetProperty(name).GetString()!, CultureInfo.InvariantCulture);

    private static IEnumerable<(string, string)> Levels(JsonElement levels) =>
        levels.EnumerateArray().Select(level => (level[0].GetString()!, level[1].GetString()!));

    private sealed class FollowedBook
    {
        public SortedDictionary<decimal, (string, string)> Bids { get; } = new(Comparer<decimal>.Create((a, b) => b.CompareTo(a)));

        public SortedDictionary<decimal, (string, string)> Asks { get; } = [];

        public long Sequence { get; private set; } = -1;

        public int Updates { get; private set; }

        public void Apply(JsonElement message)
        {
            JsonElement data = message.GetProperty("data")[0];
            bool isSnapshot = message.GetProperty("action").GetString() == "snapshot";
            Assert.Equal(isSnapshot ? -1 : Sequence, data.GetProperty("prevSeqId").GetInt64());
            Sequence = data.GetProperty("seqId").GetInt64();
            Updates += isSnapshot ? 0 : 1;
            Apply(Bids, data.GetProperty("bids"));
            Apply(Asks, data.GetProperty("asks"));
            Assert.Equal(OkxChecksum.Compute([.. Bids.Values], [.. Asks.Values]), data.GetProperty("checksum").GetInt32());
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
