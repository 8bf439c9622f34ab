using Microsoft.AspNetCore.WebUtilities;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Binance;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Binance;

/// <summary>What exactly goes over the wire, and what is made of what comes back.</summary>
public sealed class BinanceAdapterTests : IAsyncLifetime
{
    private const string Place = "POST /fapi/v1/order";
    private const string Query = "GET /fapi/v1/order";
    private const string Trades = "GET /fapi/v1/userTrades";

    private static readonly InstrumentId Btc = BinanceSamples.Bitcoin.Id;
    private static readonly ClientOrderId Ours = new("pb7f3k2p1l0");

    private BinanceStub _stub = null!;

    public async ValueTask InitializeAsync() => _stub = await BinanceStub.StartAsync();

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    /// <summary>What tells of bans has failed: the adapter ends, so that its supervisor tells that and begins it again.</summary>
    [Fact]
    public async Task Run_OnePartFails_EndsWithThat()
    {
        _stub.Answer("GET /fapi/v1/exchangeInfo", "{}", status: 418);
        var adapter = new BinanceAdapter(_stub.Options, new VenueClock(TimeProvider.System, 0), SilentVenueLog.Instance);

        Task running = adapter.RunAsync(new DeafToBans(), CancellationToken.None);

        Exception failure = await Assert.ThrowsAsync<NotSupportedException>(() => running.WaitAsync(RecordingSink.Patience));
        Assert.Equal("no bans here", failure.Message);
        await adapter.DisposeAsync();
    }

    [Fact]
    public async Task Place_LimitOrder_SendsItsParametersAndTheirSignature()
    {
        await using RunningAdapter running = await UpAsync();
        _stub.Answer(Place, """{"symbol":"BTCUSDT","orderId":77,"clientOrderId":"x","status":"FILLED","executedQty":"0.02","avgPrice":"100","updateTime":1}""");

        VenueOutcome outcome = await running.Adapter.PlaceAsync(Limit() with { ReduceOnly = true }, CancellationToken.None);

        Assert.Equal(new VenueOutcome.Accepted(new VenueOrderId("77")), outcome);
        string query = Assert.Single(_stub.Received(Place));
        Assert.StartsWith(
            "symbol=BTCUSDT&side=BUY&type=LIMIT&quantity=0.02&timeInForce=IOC&price=100.1&reduceOnly=true&selfTradePreventionMode=EXPIRE_MAKER&newClientOrderId=pb7f3k2p1l0"
            + "&newOrderRespType=RESULT&recvWindow=5000&timestamp=",
            query,
            StringComparison.Ordinal);
        string signed = query[..query.IndexOf("&signature=", StringComparison.Ordinal)];
        Assert.EndsWith($"&signature={new BinanceSigning(BinanceStub.Keys.Secret).Sign(signed)}", query, StringComparison.Ordinal);
        long timestamp = long.Parse(QueryHelpers.ParseQuery(query)["timestamp"].ToString());
        Assert.InRange(timestamp - TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), -60_000, 1_000);
    }

    [Theory]
    [InlineData(TimeInForce.Gtc, "GTC")]
    [InlineData(TimeInForce.Ioc, "IOC")]
    [InlineData(TimeInForce.Fok, "FOK")]
    [InlineData(TimeInForce.PostOnly, "GTX")]
    public async Task Place_TimeInForce_IsTheVenuesWord(TimeInForce timeInForce, string word)
    {
        await using RunningAdapter running = await UpAsync();

        await running.Adapter.PlaceAsync(Limit() with { TimeInForce = timeInForce }, CancellationToken.None);

        Assert.Equal(word, QueryHelpers.ParseQuery(_stub.Received(Place)[0])["timeInForce"]);
    }

    [Fact]
    public async Task Place_MarketOrder_HasNeitherPriceNorTimeInForce()
    {
        await using RunningAdapter running = await UpAsync();

        await running.Adapter.PlaceAsync(Limit() with { Type = OrderType.Market, LimitPrice = null }, CancellationToken.None);

        Assert.StartsWith(
            "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.02&selfTradePreventionMode=EXPIRE_MAKER&newClientOrderId=pb7f3k2p1l0&", _stub.Received(Place)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Place_NoAnswer_IsUnknownAndWasSentOnce()
    {
        await using RunningAdapter running = await UpAsync(_stub.Options with { RequestTimeout = TimeSpan.FromSeconds(2) });
        _stub.Handle(Place, context => FakeServer.UntilGoneAsync(context.RequestAborted));

        Assert.IsType<VenueOutcome.Unknown>(await running.Adapter.PlaceAsync(Limit(), CancellationToken.None));
        Assert.Single(_stub.Received(Place));
    }

    [Fact]
    public async Task Place_ConnectionCutAfterItArrived_IsUnknownAndWasSentOnce()
    {
        await using RunningAdapter running = await UpAsync();
        _stub.Handle(Place, context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });

        Assert.IsType<VenueOutcome.Unknown>(await running.Adapter.PlaceAsync(Limit(), CancellationToken.None));
        Assert.Single(_stub.Received(Place));
    }

    [Theory]
    [InlineData(503, "Service Unavailable")]
    [InlineData(400, """{"code":-1007,"msg":"Timeout waiting for response from backend server. Send status unknown; execution status unknown."}""")]
    [InlineData(200, "not json")]
    [InlineData(200, "{}")]
    [InlineData(302, "")]
    [InlineData(408, "")]
    [InlineData(409, """{"code":-2019,"msg":"Margin is insufficient."}""")]
    [InlineData(499, "")]
    [InlineData(500, "")]
    [InlineData(400, """{"code":-77777,"msg":"new"}""")] // not in the table: it proves nothing
    public async Task Command_AnswerThatDoesNotSay_IsUnknown(int status, string body)
    {
        await using RunningAdapter running = await UpAsync();
        _stub.Answer(Place, body, status);
        _stub.Answer("PUT /fapi/v1/order", body, status);
        _stub.Answer("DELETE /fapi/v1/order", body, status);
        OrderAmendment amendment = new(Btc, Ours, Side.Buy, new Quantity(0.02m), new Price(100.1m));

        Assert.IsType<VenueOutcome.Unknown>(await running.Adapter.PlaceAsync(Limit(), CancellationToken.None));
        Assert.IsType<VenueOutcome.Unknown>(await running.Adapter.AmendAsync(amendment, CancellationToken.None));
        Assert.IsType<VenueOutcome.Unknown>(await running.Adapter.CancelAsync(Btc, Ours, CancellationToken.None));
    }

    [Theory]
    [InlineData(400, -2019, RefusalKind.InsufficientMargin)]
    [InlineData(400, -5022, RefusalKind.WouldTakeLiquidity)]
    [InlineData(400, -4116, RefusalKind.DuplicateClientOrderId)]
    public async Task Place_VenuesNo_IsRefusedWithItsCode(int status, int code, RefusalKind kind)
    {
        await using RunningAdapter running = await UpAsync();
        _stub.Answer(Place, $$"""{"code":{{code}},"msg":"text for people"}""", status);

        var refused = Assert.IsType<VenueOutcome.Refused>(await running.Adapter.PlaceAsync(Limit(), CancellationToken.None));

        Assert.Equal((kind, $"{code}"), (refused.Refusal.Kind, refused.Refusal.Code));
        Assert.Contains("text for people", refused.Refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Place_TooManyRequests_StopsWhatIsNotUrgent()
    {
        await using RunningAdapter running = await UpAsync();
        _stub.Answer(Place, """{"code":-1003,"msg":"Too many requests"}""", 429);
        _stub.Answer("DELETE /fapi/v1/order", """{"orderId":5}""");
        int accountReads = _stub.Received("GET /fapi/v3/account").Count;

        var refused = Assert.IsType<VenueOutcome.Refused>(await running.Adapter.PlaceAsync(Limit(), CancellationToken.None));

        Assert.Equal(RefusalKind.RateLimited, refused.Refusal.Kind);
        var again = Assert.IsType<VenueOutcome.Refused>(await running.Adapter.PlaceAsync(Limit(), CancellationToken.None));
        Assert.Equal("not_sent", again.Refusal.Code);
        Assert.IsType<AccountLookup.Failed>(await running.Adapter.QueryAccountAsync(CancellationToken.None));
        Assert.Equal(accountReads, _stub.Received("GET /fapi/v3/account").Count);

        // Cancels and hedges still go.
        Assert.IsType<VenueOutcome.Accepted>(await running.Adapter.CancelAsync(Btc, Ours, CancellationToken.None));
        await running.Adapter.PlaceAsync(Limit() with { Purpose = OrderPurpose.Hedge }, CancellationToken.None);
        Assert.Equal(2, _stub.Received(Place).Count);
    }

    [Fact]
    public async Task Query_TellsApartWhatIsNotThereAndWhatIsNotKnown()
    {
        await using RunningAdapter running = await UpAsync();

        _stub.Answer(Query, """{"code":-2013,"msg":"Order does not exist."}""", 400);
        Assert.IsType<OrderLookup.NotFound>(await running.Adapter.QueryOrderAsync(Btc, Ours, CancellationToken.None));

        _stub.Answer(Query, "", 502);
        Assert.IsType<OrderLookup.Failed>(await running.Adapter.QueryOrderAsync(Btc, Ours, CancellationToken.None));

        _stub.Answer(Query, Order("HALF_DONE"));
        Assert.IsType<OrderLookup.Failed>(await running.Adapter.QueryOrderAsync(Btc, Ours, CancellationToken.None));

        _stub.Answer(Query, Order("EXPIRED"));
        var found = Assert.IsType<OrderLookup.Found>(await running.Adapter.QueryOrderAsync(Btc, Ours, CancellationToken.None));
        Assert.Equal((OrderStatus.Expired, 0.02m), (found.Report.Status, found.Report.CumulativeQuantity.Value));
        Assert.StartsWith("symbol=BTCUSDT&origClientOrderId=pb7f3k2p1l0&", _stub.Received(Query)[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task QueryFills_FewerThanFilled_IsNoCertainAnswer()
    {
        await using RunningAdapter running = await UpAsync();
        _stub.Answer(Query, Order("FILLED"));
        _stub.Answer(Trades, $"[{Trade(1, "0.015")}]");
        Assert.Null(await running.Adapter.QueryFillsAsync(Btc, Ours, CancellationToken.None));

        _stub.Answer(Trades, $"[{Trade(2, "0.005")},{Trade(1, "0.015")}]");
        IReadOnlyList<FillReport> fills = (await running.Adapter.QueryFillsAsync(Btc, Ours, CancellationToken.None))!;
        Assert.Equal(["1", "2"], fills.Select(f => f.TradeId.Value));
        Assert.All(fills, f => Assert.Equal(Ours, f.ClientOrderId));
        Assert.Contains(_stub.Received(Trades), q => q.StartsWith("symbol=BTCUSDT&orderId=77&limit=1000&", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Setup_OtherMarginAndLeverage_AreSetAndReadBack()
    {
        bool isSet = false;
        _stub.Answer("GET /fapi/v1/symbolConfig", () => isSet
            ? """[{"symbol":"BTCUSDT","marginType":"CROSSED","leverage":3}]"""
            : """[{"symbol":"BTCUSDT","marginType":"ISOLATED","leverage":20}]""");
        _stub.Answer("POST /fapi/v1/marginType", """{"code":200,"msg":"success"}""");
        _stub.Answer("POST /fapi/v1/leverage", () =>
        {
            isSet = true;
            return """{"symbol":"BTCUSDT","leverage":3,"maxNotionalValue":"1000000"}""";
        });

        await using RunningAdapter running = await UpAsync();

        Assert.StartsWith("symbol=BTCUSDT&marginType=CROSSED&", _stub.Received("POST /fapi/v1/marginType")[0], StringComparison.Ordinal);
        Assert.StartsWith("symbol=BTCUSDT&leverage=3&", _stub.Received("POST /fapi/v1/leverage")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task UserStream_ListenKeyExpired_ConnectsWithANewOne()
    {
        int connections = 0;
        _stub.Answer("POST /fapi/v1/listenKey", () => $$"""{"listenKey":"key-{{connections + 1}}"}""");
        _stub.UserScript = async (socket, ended) =>
        {
            if (Interlocked.Increment(ref connections) == 1)
            {
                await FakeServer.SendAsync(socket, """{"e":"listenKeyExpired","E":1,"listenKey":"key-1"}""");
            }

            await BinanceStub.WaitAsync(socket, ended);
        };

        await using RunningAdapter running = _stub.Run();
        await running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Reason.Contains("expired", StringComparison.Ordinal));
        int lost = running.Sink.Events.Count;
        await running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up, lost - 1);

        Assert.Equal(["listenKey=key-1", "listenKey=key-2"], _stub.Received("GET /private/ws"));
    }

    [Fact]
    public async Task Books_GapInTheStream_IsUnsyncedUntilTheNextSnapshot()
    {
        var send = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stub.DepthScript = async (socket, ended) =>
        {
            await BinanceStub.AnswerAsync(socket, BinanceStub.Books, ended);
            await FakeServer.SendAsync(socket, Text(BinanceSamples.Depth(95, 105, 94)));
            await send.Task;
            _stub.Answer("GET /fapi/v1/depth", """{"lastUpdateId":205,"E":2,"T":1,"bids":[["101.0","1"]],"asks":[["101.1","1"]]}""");
            await FakeServer.SendAsync(socket, Text(BinanceSamples.Depth(201, 210, 200)));
            await BinanceStub.WaitAsync(socket, ended);
        };
        await using RunningAdapter running = await UpAsync();
        await running.Sink.WaitForBookAsync(Btc, v => v is { Trust: BookTrust.Synced, UpdateId: 105 });

        send.SetResult();

        DepthView view = await running.Sink.WaitForBookAsync(Btc, v => v is { Trust: BookTrust.Synced, UpdateId: 210 });
        Assert.Equal(101m, view.BestBid.Value);
        Assert.Equal(1, running.Adapter.Statistics.BookGaps);
        Assert.Equal(2, running.Adapter.Statistics.BookSnapshots);
        Assert.Equal("symbol=BTCUSDT&limit=1000", _stub.Received("GET /fapi/v1/depth")[0]);
        Assert.Equal("streams=btcusdt@depth@100ms", _stub.Received("GET /public/stream")[0]);
        Assert.Equal("streams=btcusdt@markPrice@1s/!contractInfo", _stub.Received("GET /market/stream")[0]);
    }

    [Fact]
    public async Task UserStream_FundingNews_AsksForSettlementsAtOnce()
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stub.UserScript = async (socket, ended) =>
        {
            await up.Task;
            _stub.Answer("GET /fapi/v1/income", """[{"symbol":"BTCUSDT","incomeType":"FUNDING_FEE","income":"-0.12","asset":"USDT","time":1772409600000,"tranId":9}]""");
            await FakeServer.SendAsync(socket, """{"e":"ACCOUNT_UPDATE","E":1,"T":1,"a":{"m":"FUNDING_FEE"}}""");
            await BinanceStub.WaitAsync(socket, ended);
        };
        await using RunningAdapter running = await UpAsync(_stub.Options with { FundingPollInterval = TimeSpan.FromHours(1) });

        up.SetResult();

        FundingSettled settled = await running.Sink.WaitForAsync<FundingSettled>();
        Assert.Equal((Btc, new Money(-0.12m, Asset.Usdt)), (settled.Payment.Instrument, settled.Payment.Payment));
    }

    [Fact]
    public async Task UserStream_MessageThatCannotBeRead_IsCountedAndTheNextOneIsTold()
    {
        _stub.Answer(Query, BinanceSamples.Order("NEW", "0", 1));
        _stub.UserScript = async (socket, ended) =>
        {
            await FakeServer.SendAsync(socket, """{"e":"ORDER_TRADE_UPDATE","o":{"s":"BTCUSDT"}}""");
            await FakeServer.SendAsync(socket, """{"e":"ORDER_TRADE_UPDATE","T":1,"o":{"s":"BTCUSDT","c":"pb7f3k2p1l0","S":"BUY","x":"NEW","X":"NEW","i":1,"l":"0","z":"0","L":"0","ap":"0","t":0,"m":false,"T":1}}""");
            await FakeServer.SendAsync(socket, """{"e":"ORDER_TRADE_UPDATE","T":1,"o":{"s":"BTCUSDT","c":"autoclose-1","S":"SELL","x":"CALCULATED","X":"NEW","i":2,"l":"0","z":"0","L":"0","ap":"0","t":0,"m":false,"T":1}}""");
            await BinanceStub.WaitAsync(socket, ended);
        };

        await using RunningAdapter running = _stub.Run();

        Assert.Equal(Ours, (await running.Sink.WaitForAsync<OrderReported>()).Report.ClientOrderId);
        Assert.Equal(OwnOrderIds.Foreign, (await running.Sink.WaitForAsync<ForeignOrderSeen>()).Report.ClientOrderId);
        Assert.Equal(1, running.Adapter.Statistics.MalformedMessages);
    }

    private Task<RunningAdapter> UpAsync(VenueOptions? options = null) => _stub.UpAsync(options);

    private static OrderIntent Limit() => BinanceSamples.Limit();

    private static string Order(string status) =>
        $$"""{"symbol":"BTCUSDT","orderId":77,"clientOrderId":"pb7f3k2p1l0","status":"{{status}}","executedQty":"0.020","avgPrice":"100","updateTime":1}""";

    private static string Trade(int id, string quantity) =>
        $$"""{"symbol":"BTCUSDT","id":{{id}},"orderId":77,"side":"BUY","price":"100","qty":"{{quantity}}","commission":"0.001","commissionAsset":"USDT","maker":false,"time":{{id}}}""";

    private static string Text(byte[] message) => System.Text.Encoding.UTF8.GetString(message);

    private sealed class DeafToBans : IVenueSink
    {
        private readonly RecordingSink _others = new();

        public ValueTask PublishAsync(EngineEvent engineEvent, CancellationToken cancellationToken) => engineEvent is VenueAccessChanged
            ? throw new NotSupportedException("no bans here")
            : _others.PublishAsync(engineEvent, cancellationToken);

        public DepthSlot DepthOf(Core.Instruments.Instrument instrument) => _others.DepthOf(instrument);
    }
}
