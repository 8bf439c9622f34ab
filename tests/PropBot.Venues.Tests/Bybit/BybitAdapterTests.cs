using System.Net.WebSockets;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Bybit;
using PropBot.Venues.Tests.Common;

namespace PropBot.Venues.Tests.Bybit;

/// <summary>The whole adapter against a venue that says what the test says.</summary>
public sealed class BybitAdapterTests
{
    private const string Auth = """{"success":true,"ret_msg":"","op":"auth","conn_id":"c"}""";
    private const string Subscribed = """{"success":true,"ret_msg":"","op":"subscribe","req_id":"s0","conn_id":"c"}""";

    /// <summary>
    /// Goal: the line to the private stream is lost; meanwhile an order of ours fills in three parts, one is cancelled, and the venue
    /// liquidates a part of the position. All of it is told once before the link is up again, more than a page of it, and late
    /// messages of before change nothing.
    /// </summary>
    [Fact]
    public async Task Gap_OfThePrivateStream_IsCaughtUpWholeBeforeTheLinkIsUp()
    {
        Venue venue = new();
        await using BybitStub stub = await BybitStub.StartAsync(venue.Answer);
        stub.Script = venue.ServeAsync;
        RecordingSink sink = new();
        using CancellationTokenSource ending = new();
        await using BybitAdapter adapter = new(stub.Options, new VenueClock(TimeProvider.System, 0), SilentVenueLog.Instance);
        Task running = adapter.RunAsync(sink, ending.Token);
        await sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);
        int before = sink.Events.Count;

        venue.LoseThePrivateStream();
        await sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up, before + 1);
        await sink.WaitForAsync<ForeignOrderSeen>(after: before);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        List<EngineEvent> events = [.. sink.Events.Skip(before)];
        int up = events.FindIndex(e => e is VenueLinkChanged { Link: VenueLink.Up });
        Assert.Equal(["f1", "f2", "f3"], events.Take(up).OfType<FillReported>().Select(f => f.Fill.TradeId.Value));
        Assert.Equal(["b1"], events.OfType<ForcedFillSeen>().Select(f => f.Fill.TradeId.Value));
        Assert.Equal(
            ["pb7f3k2p1l0 Filled 0.3", "pb7f3k2p1l1 Cancelled 0"],
            events.Take(up).OfType<OrderReported>().Select(r => r.Report).Where(r => r.Status.IsTerminal())
                .Select(r => $"{r.ClientOrderId} {r.Status} {r.CumulativeQuantity}"));

        // The late state may come before the answers or after them: then it is not told any more.
        List<decimal> filled = [.. events.OfType<OrderReported>().Where(r => r.Report.VenueOrderId.Value == "7").Select(r => r.Report.CumulativeQuantity.Value)];
        Assert.Equal(filled.Order(), filled);
        Assert.True(events.FindIndex(e => e is FundingSettled) < up && events.FindIndex(e => e is AccountReported) < up);
    }

    /// <summary>Goal: a message that cannot be read was a liquidation; it is read over REST without losing the connection.</summary>
    [Theory]
    [InlineData("""{"topic":"execution","data":[{"execId":7""")]
    [InlineData("""{"topic":"execution","data":[{"category":"linear","symbol":"BTCUSDT","orderId":"7","execId":"b1","execType":"BustTrade","side":"Sell","execPrice":"x","execQty":"0.1","execTime":"1"}]}""")]
    public async Task PrivateMessage_ThatCannotBeRead_IsReadOverRest(string message)
    {
        Venue venue = new();
        await using BybitStub stub = await BybitStub.StartAsync(venue.Answer);
        stub.Script = venue.ServeAsync;
        RecordingSink sink = new();
        using CancellationTokenSource ending = new();
        await using BybitAdapter adapter = new(stub.Options, new VenueClock(TimeProvider.System, 0), SilentVenueLog.Instance);
        Task running = adapter.RunAsync(sink, ending.Token);
        await sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);

        venue.Say(message);

        Assert.Equal("b1", (await sink.WaitForAsync<ForcedFillSeen>()).Fill.TradeId.Value);
        Assert.Equal((1, 0), (adapter.Statistics.MalformedMessages, adapter.Statistics.Reconnects));
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    /// <summary>Goal: an entry of the lists that cannot be read may be a fill: the gap stays, and is read again from where it began.</summary>
    [Fact]
    public async Task Gap_WithAnEntryThatCannotBeRead_StaysUntilItCould()
    {
        Venue venue = new();
        int broken = 1;
        await using BybitStub stub = await BybitStub.StartAsync(asked => asked.Contains("execution/list") && venue.HasHappened && Interlocked.Decrement(ref broken) >= 0
            ? venue.Answer(asked).Replace("\"execQty\":\"0.1\"", "\"execQty\":\"x\"", StringComparison.Ordinal)
            : venue.Answer(asked));
        stub.Script = venue.ServeAsync;
        RecordingSink sink = new();
        using CancellationTokenSource ending = new();
        await using BybitAdapter adapter = new(stub.Options, new VenueClock(TimeProvider.System, 0), SilentVenueLog.Instance);
        Task running = adapter.RunAsync(sink, ending.Token);
        await sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);
        int before = sink.Events.Count;

        venue.LoseThePrivateStream();
        await sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up, before + 1);
        await sink.WaitForAsync<FillReported>(f => f.Fill.TradeId.Value == "f3", before);

        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        List<string> starts = [.. stub.Asked.Where(a => a.Contains("execution/list") && !a.Contains("cursor")).Select(a => a.Split("startTime=")[1].Split('&')[0])];
        Assert.Equal(starts[^2], starts[^1]);
        Assert.Equal(1, adapter.Statistics.Reconnects);
    }

    /// <summary>Goal: whoever runs the adapter again after its run ended has missed nothing and is told no liquidation twice.</summary>
    [Fact]
    public async Task Run_AgainAfterItEnded_TellsTheGapOnce()
    {
        Venue venue = new();
        await using BybitStub stub = await BybitStub.StartAsync(venue.Answer);
        stub.Script = venue.ServeAsync;
        await using BybitAdapter adapter = new(stub.Options, new VenueClock(TimeProvider.System, 0), SilentVenueLog.Instance);
        await RunUntilUpAsync(adapter);
        venue.LoseThePrivateStream();

        RecordingSink second = await RunUntilUpAsync(adapter);
        RecordingSink third = await RunUntilUpAsync(adapter);

        Assert.Equal(["f1", "f2", "f3"], second.Events.OfType<FillReported>().Select(f => f.Fill.TradeId.Value));
        Assert.Equal("b1", Assert.Single(second.Events.OfType<ForcedFillSeen>()).Fill.TradeId.Value);
        Assert.DoesNotContain(third.Events, e => e is ForcedFillSeen);
    }

    private static async Task<RecordingSink> RunUntilUpAsync(BybitAdapter adapter)
    {
        RecordingSink sink = new();
        using CancellationTokenSource ending = new();
        Task running = adapter.RunAsync(sink, ending.Token);
        await sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        return sink;
    }

    [Fact]
    public async Task Listing_ThatChanges_IsToldAgainWithoutANewConnection()
    {
        Venue venue = new();
        await using BybitStub stub = await BybitStub.StartAsync(venue.Answer);
        stub.Script = venue.ServeAsync;
        RecordingSink sink = new();
        using CancellationTokenSource ending = new();
        VenueOptions options = stub.Options with { ListingInterval = TimeSpan.FromMilliseconds(100) };
        await using BybitAdapter adapter = new(options, new VenueClock(TimeProvider.System, 0), SilentVenueLog.Instance);
        Task running = adapter.RunAsync(sink, ending.Token);
        await sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);
        InstrumentsLoaded first = await sink.WaitForAsync<InstrumentsLoaded>();
        int before = sink.Events.Count;

        venue.Tick = "0.50";

        InstrumentsLoaded second = await sink.WaitForAsync<InstrumentsLoaded>(after: before);
        Assert.Equal((0.1m, InstrumentStatus.Trading), (first.Instruments[0].Tick.Value, first.Instruments[0].Status));
        Assert.Equal((0.5m, InstrumentStatus.Trading), (second.Instruments[0].Tick.Value, second.Instruments[0].Status));
        Assert.Equal(
            (new PriceBand(new Rate(0.01m), new Rate(0.01m)), new FundingLimits(new Rate(-0.005m), new Rate(0.005m))),
            (second.Instruments[0].PriceBand, second.Instruments[0].FundingLimits));

        // From here on a price of the old tick is refused by ourselves.
        VenueOutcome outcome = await adapter.AmendAsync(
            new OrderAmendment(second.Instruments[0].Id, new ClientOrderId("pb7f3k2p1l0"), Side.Buy, new Quantity(1m), new Price(61_800.1m)),
            CancellationToken.None);
        Assert.Equal(RefusalKind.InvalidRequest, Assert.IsType<VenueOutcome.Refused>(outcome).Refusal.Kind);
        Assert.DoesNotContain(sink.Events.Skip(before), e => e is VenueLinkChanged);

        venue.DeliveryTime = "1786320000000";
        InstrumentsLoaded announced = await sink.WaitForAsync<InstrumentsLoaded>(l => l.Instruments[0].Status == InstrumentStatus.Delisting);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_786_320_000_000), announced.Instruments[0].DelistingAt);
        venue.DeliveryTime = "0";
        int resumed = sink.Events.Count;
        await sink.WaitForAsync<InstrumentsLoaded>(l => l.Instruments[0].DelistingAt is null, resumed);
        venue.IsListed = false;
        InstrumentsLoaded gone = await sink.WaitForAsync<InstrumentsLoaded>(l => l.Instruments[0].Status == InstrumentStatus.Delisting, resumed);
        Assert.Null(gone.Instruments[0].DelistingAt);
        await ending.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    /// <summary>One contract, one account; while the private stream is lost, things happen.</summary>
    private sealed class Venue
    {
        private readonly CancellationTokenSource _lost = new();
        private readonly TaskCompletionSource<string> _said = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _happened;

        public string Tick { get; set; } = "0.10";

        public string DeliveryTime { get; set; } = "0";

        public bool IsListed { get; set; } = true;

        public bool HasHappened => Volatile.Read(ref _happened);

        private static long Now => ManualTime.SomeDay.ToUnixTimeMilliseconds();

        public void LoseThePrivateStream()
        {
            Volatile.Write(ref _happened, true);
            _lost.Cancel();
        }

        /// <summary>Something happens, and the private stream tells this of it.</summary>
        public void Say(string message)
        {
            Volatile.Write(ref _happened, true);
            _said.TrySetResult(message);
        }

        public async Task ServeAsync(WebSocket socket, CancellationToken aborted)
        {
            string first = await FakeServer.ReceiveAsync(socket, aborted) ?? "";
            if (first.Contains("auth"))
            {
                await FakeServer.SendAsync(socket, Auth);
                await FakeServer.ReceiveAsync(socket, aborted);
                await FakeServer.SendAsync(socket, Subscribed);
                if (Volatile.Read(ref _happened))
                {
                    // What the stream tells late: a doubled liquidation, a state of long ago, and something foreign that is new.
                    await FakeServer.SendAsync(socket, $$"""{"topic":"execution","data":[{{Execution("b1", "", "BustTrade", "Sell")}}]}""");
                    await FakeServer.SendAsync(socket, $$"""{"topic":"order","data":[{{Order("7", "pb7f3k2p1l0", "PartiallyFilled", "0.1")}}]}""");
                    await FakeServer.SendAsync(socket, $$"""{"topic":"order","data":[{{Order("9", "web", "New", "0")}}]}""");
                }

                using var either = CancellationTokenSource.CreateLinkedTokenSource(
                    aborted, Volatile.Read(ref _happened) ? CancellationToken.None : _lost.Token);
                await FakeServer.SendAsync(socket, await _said.Task.WaitAsync(either.Token));
                await FakeServer.UntilGoneAsync(either.Token);
                return;
            }

            await FakeServer.ReceiveAsync(socket, aborted);
            await FakeServer.SendAsync(socket, Subscribed);
            await FakeServer.SendAsync(
                socket,
                $$$"""{"topic":"orderbook.200.BTCUSDT","type":"snapshot","ts":{{{Now}}},"data":{"s":"BTCUSDT","b":[["65114.00","6"]],"a":[["65115.00","1"]],"u":7},"cts":{{{Now}}} }""");
            await FakeServer.UntilGoneAsync(aborted);
        }

        public string Answer(string asked)
        {
            bool happened = Volatile.Read(ref _happened);
            return asked switch
            {
                _ when asked.Contains("market/time") => $$"""{"retCode":0,"result":{},"time":{{Now}}}""",
                _ when asked.Contains("instruments-info") => IsListed && !asked.Contains("status=") ? BybitStub.List(Listed()) : BybitStub.Empty,
                _ when asked.Contains("fee-rate") => BybitStub.List("""{"symbol":"BTCUSDT","makerFeeRate":"0.0002","takerFeeRate":"0.00055"}"""),
                _ when asked.Contains("account/info") => """{"retCode":0,"result":{"marginMode":"REGULAR_MARGIN","unifiedMarginStatus":5},"time":1}""",
                _ when asked.Contains("position/list") => BybitStub.List("""{"symbol":"BTCUSDT","positionIdx":0,"side":"","size":"0","leverage":"3"}"""),
                _ when asked.Contains("wallet-balance") => BybitStub.List(
                    """{"accountType":"UNIFIED","accountMMRate":"0","totalAvailableBalance":"1000","coin":[{"coin":"USDT","walletBalance":"1000","equity":"1000"}]}"""),
                _ when happened && asked.Contains("transaction-log") => BybitStub.List(
                    $$"""{"id":"1","symbol":"BTCUSDT","type":"SETTLEMENT","currency":"USDT","change":"-0.1","funding":"-0.1","transactionTime":"{{Now}}"}"""),
                _ when happened && asked.Contains("execution/list") => asked.Contains("cursor=2")
                    ? BybitStub.List($"{Execution("f2", "pb7f3k2p1l0", at: 1)},{Execution("f1", "pb7f3k2p1l0")}")
                    : BybitStub.List($"{Execution("b1", "", "BustTrade", "Sell", 3)},{Execution("f3", "pb7f3k2p1l0", at: 2)},{Execution("f2", "pb7f3k2p1l0", at: 1)}", "2"),
                _ when happened && asked.Contains("order/history") => BybitStub.List(Order("7", "pb7f3k2p1l0", "Filled", "0.3")),
                _ when happened && asked.Contains("openOnly=1") => BybitStub.List(Order("8", "pb7f3k2p1l1", "Cancelled", "0")),
                _ => BybitStub.Empty,
            };
        }

        private string Listed() =>
            $$"""
            {"symbol":"BTCUSDT","contractType":"LinearPerpetual","status":"Trading","baseCoin":"BTC","quoteCoin":"USDT","settleCoin":"USDT",
             "deliveryTime":"{{DeliveryTime}}","priceFilter":{"tickSize":"{{Tick}}"},"lotSizeFilter":{"qtyStep":"0.001","minOrderQty":"0.001",
             "maxOrderQty":"1500","maxMktOrderQty":"150","minNotionalValue":"5"},"fundingInterval":480,"upperFundingRate":"0.005",
             "lowerFundingRate":"-0.005","riskParameters":{"priceLimitRatioX":"0.01","priceLimitRatioY":"0.02"} }
            """;

        private static string Order(string id, string link, string status, string filled) =>
            $$"""
            {"category":"linear","symbol":"BTCUSDT","orderId":"{{id}}","orderLinkId":"{{link}}","orderStatus":"{{status}}","side":"Buy","qty":"0.3",
             "cumExecQty":"{{filled}}","avgPrice":"","createdTime":"{{Now}}","updatedTime":"{{Now}}"}
            """;

        private static string Execution(string id, string link, string type = "Trade", string side = "Buy", int at = 0) =>
            $$"""
            {"category":"linear","symbol":"BTCUSDT","orderId":"7","orderLinkId":"{{link}}","execId":"{{id}}","execType":"{{type}}","side":"{{side}}",
             "execPrice":"65114","execQty":"0.1","execFee":"0.3","execTime":"{{Now + at}}"}
            """;
    }
}
