using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Venues.Binance;
using PropBot.Venues.Tests.Common;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Binance;

/// <summary>Rules K1 and K2: whatever happened while the private stream was away is told before the link is up again, and once where once counts.</summary>
public sealed class BinanceGapTests : IAsyncLifetime
{
    private const string Open = "GET /fapi/v1/openOrders";
    private const string Orders = "GET /fapi/v1/allOrders";
    private const string Trades = "GET /fapi/v1/userTrades";
    private const string Query = "GET /fapi/v1/order";

    private static readonly ClientOrderId Ours = new("pb7f3k2p1l0");

    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private BinanceStub _stub = null!;
    private int _connections;

    public async ValueTask InitializeAsync() => _stub = await BinanceStub.StartAsync();

    public ValueTask DisposeAsync() => _stub.DisposeAsync();

    [Fact]
    public async Task Gap_WithManyFillsAndOrders_IsToldWholeBeforeTheLinkIsUp()
    {
        await using RunningAdapter running = await CutAfterAsync();
        int before = running.Sink.Events.Count;
        _stub.Handle(Trades, BinancePages.Of(2_300, (i, time) => BinanceSamples.Trade(i, orderId: 77, time)));
        _stub.Handle(Orders, BinancePages.Of(1, (_, time) => BinanceSamples.Order("FILLED", "23", time)));

        _cut.SetResult();

        await UpAgainAsync(running, before);
        List<EngineEvent> events = [.. running.Sink.Events.Skip(before)];
        List<FillReport> fills = [.. events.OfType<FillReported>().Select(f => f.Fill)];
        Assert.Equal(2_300, fills.Count);
        Assert.Equal(2_300, fills.DistinctBy(f => f.TradeId).Count());
        Assert.All(fills, f => Assert.Equal(Ours, f.ClientOrderId));
        int up = events.FindIndex(e => e is VenueLinkChanged { Link: VenueLink.Up });
        Assert.True(events.FindLastIndex(e => e is FillReported) < events.FindIndex(e => e is OrderReported), "fills come before the end of their order");
        Assert.True(events.FindLastIndex(e => e is FillReported or OrderReported or AccountReported) < up, "all of it comes before the link is up");
    }

    [Fact]
    public async Task Gap_OrderMadeBeforeItAndEndedWithinIt_IsTold()
    {
        _stub.Answer(Open, $"[{BinanceSamples.Order("NEW", "0", 1)}]");
        await using RunningAdapter running = await CutAfterAsync();
        int before = running.Sink.Events.Count;
        _stub.Answer(Open, "[]");
        _stub.Answer(Query, BinanceSamples.Order("CANCELED", "0", 1));

        _cut.SetResult();

        await UpAgainAsync(running, before);
        Assert.Contains(running.Sink.Events.Skip(before), e => e is OrderReported { Report: { Status: OrderStatus.Cancelled } report } && report.ClientOrderId == Ours);
    }

    /// <summary>Goal: a catch-up that failed does not shorten the gap, even when the new stream has already told of newer things.</summary>
    [Fact]
    public async Task Gap_WhoseCatchUpFailed_IsStillWholeTheNextTime()
    {
        int asked = 0;
        var starts = new List<long>();
        await using RunningAdapter running = await CutAfterAsync(async socket =>
            await FakeServer.SendAsync(socket, BinanceSamples.OrderUpdate("NEW", "0", time: TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds())));
        int before = running.Sink.Events.Count;
        _stub.Answer(Query, BinanceSamples.Order("NEW", "0", 1));
        _stub.Handle(Trades, async context =>
        {
            lock (starts)
            {
                starts.Add(long.Parse(context.Request.Query["startTime"]!));
            }

            context.Response.StatusCode = Interlocked.Increment(ref asked) == 1 ? 500 : 200;
            await context.Response.Body.WriteAsync("[]"u8.ToArray());
        });

        _cut.SetResult();

        await UpAgainAsync(running, before);
        Assert.Equal(starts[0], starts[1]);
    }

    [Fact]
    public async Task ForcedFills_ByStreamAndByRest_AreToldOnceWithTheirOrigin()
    {
        string liquidation = BinanceSamples.File("nautilus/binance/futures/user_data_json/order_update_insurance.json");
        string adl = BinanceSamples.File("nautilus/binance/futures/user_data_json/order_update_adl.json");
        string settlement = BinanceSamples.File("nautilus/binance/futures/user_data_json/order_update_settlement.json");
        await using RunningAdapter running = await CutAfterAsync(first: async socket =>
        {
            foreach (string push in new[] { liquidation, liquidation, adl, settlement })
            {
                await FakeServer.SendAsync(socket, push);
            }
        });
        await running.Sink.WaitForAsync<ForcedFillSeen>(f => f.Fill.Origin == OrderOrigin.Settlement);
        int before = running.Sink.Events.Count;

        // The gap has the liquidation again and another trade of it.
        _stub.Handle(Trades, BinancePages.Of(2, (i, time) => BinanceSamples.Trade(12_346_003 + i, orderId: 8_887_003, time, "SELL")));
        _stub.Answer(Query, """{"symbol":"BTCUSDT","orderId":8887003,"clientOrderId":"autoclose-insurance-5678","status":"FILLED","executedQty":"0.02","avgPrice":"100","updateTime":1}""");
        _cut.SetResult();
        await UpAgainAsync(running, before);

        List<ForcedFill> forced = [.. running.Sink.Events.OfType<ForcedFillSeen>().Select(f => f.Fill)];
        Assert.Equal(
            [("12346003", OrderOrigin.Liquidation), ("12346001", OrderOrigin.AutoDeleveraging), ("12346002", OrderOrigin.Settlement), ("12346004", OrderOrigin.Liquidation)],
            forced.Select(f => (f.TradeId.Value, f.Origin)));
        Assert.Equal((PositionSide.Long, Side.Sell, 45_000m, 0.02m, -0.45m), (forced[0].Position, forced[0].Side, forced[0].Price.Value, forced[0].Quantity.Value, forced[0].Fee.Amount));
        Assert.Equal((PositionSide.Short, Side.Buy), (forced[1].Position, forced[1].Side));
        Assert.Contains(running.Sink.Events, e => e is ForeignOrderSeen { Report.Origin: OrderOrigin.AutoDeleveraging });
        Assert.DoesNotContain(running.Sink.Events, e => e is FillReported);
    }

    [Fact]
    public async Task ForcedFills_BeforeTheStart_AreTold()
    {
        _stub.Handle(Trades, BinancePages.Of(1, (i, time) => BinanceSamples.Trade(5 + i, orderId: 6_071_832_819, time, "SELL")));
        _stub.Handle(Orders, BinancePages.Of(1, (_, time) =>
            $$"""{"symbol":"BTCUSDT","orderId":6071832819,"clientOrderId":"autoclose-1596107620040000020","status":"FILLED","executedQty":"0.01","avgPrice":"100","updateTime":{{time}},"time":{{time}}}"""));

        await using RunningAdapter running = await _stub.UpAsync();

        ForcedFillSeen seen = await running.Sink.WaitForAsync<ForcedFillSeen>();
        Assert.Equal((OrderOrigin.Liquidation, new TradeId("5")), (seen.Fill.Origin, seen.Fill.TradeId));
    }

    /// <summary>Goal: what is filled never shrinks and what has ended stays ended, whichever of stream and REST is late.</summary>
    [Fact]
    public async Task Reports_OlderThanWhatWasTold_AreNotTold()
    {
        await using RunningAdapter running = await CutAfterAsync(first: async socket =>
        {
            await FakeServer.SendAsync(socket, BinanceSamples.OrderUpdate("PARTIALLY_FILLED", "0.015", execution: "TRADE", last: "0.015"));
            await FakeServer.SendAsync(socket, BinanceSamples.OrderUpdate("NEW", "0"));
            await FakeServer.SendAsync(socket, BinanceSamples.OrderUpdate("CANCELED", "0.015"));
        });
        await running.Sink.WaitForAsync<OrderReported>(o => o.Report.Status == OrderStatus.Cancelled);
        int before = running.Sink.Events.Count;
        _stub.Answer(Open, $"[{BinanceSamples.Order("PARTIALLY_FILLED", "0.015", 1)}]");
        _stub.Answer(Query, BinanceSamples.Order("PARTIALLY_FILLED", "0.010", 1));
        _cut.SetResult();
        await UpAgainAsync(running, before);

        Assert.Equal(
            [(OrderStatus.PartiallyFilled, 0.015m), (OrderStatus.Cancelled, 0.015m)],
            running.Sink.Events.OfType<OrderReported>().Select(o => (o.Report.Status, o.Report.CumulativeQuantity.Value)));
        Assert.IsType<OrderLookup.Failed>(await running.Adapter.QueryOrderAsync(BinanceSamples.Bitcoin.Id, Ours, CancellationToken.None));
    }

    /// <summary>Goal: an order update that cannot be read may have been a fill; it is read over REST without losing the connection.</summary>
    [Fact]
    public async Task OrderUpdate_ThatCannotBeRead_IsReadOverRest()
    {
        await using RunningAdapter running = await CutAfterAsync(first: async socket =>
        {
            _stub.Handle(Trades, BinancePages.Of(1, (i, time) => BinanceSamples.Trade(i + 1, orderId: 77, time)));
            _stub.Answer(Query, BinanceSamples.Order("FILLED", "0.01", 1));
            await FakeServer.SendAsync(socket, """{"e":"ORDER_TRADE_UPDATE","T":1,"o":{"s":"BTCUSDT"}}""");
        });

        FillReported fill = await running.Sink.WaitForAsync<FillReported>();

        Assert.Equal((Ours, new TradeId("1")), (fill.Fill.ClientOrderId, fill.Fill.TradeId));
        Assert.Equal(0, running.Adapter.Statistics.Reconnects);
    }

    /// <summary>Goal: what comes after a message that could not be read does not move the start of the gap past it.</summary>
    [Fact]
    public async Task OrderUpdate_ThatCannotBeRead_IsInTheGapWhateverComesAfterIt()
    {
        var starts = new System.Collections.Concurrent.ConcurrentQueue<long>();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using RunningAdapter running = await CutAfterAsync(first: async socket =>
        {
            _stub.Handle(Trades, async context =>
            {
                starts.Enqueue(long.Parse(context.Request.Query["startTime"]!));
                asked.TrySetResult();
                await context.Response.Body.WriteAsync("[]"u8.ToArray());
            });
            await FakeServer.SendAsync(socket, """{"e":"ORDER_TRADE_UPDATE","T":1,"o":{"s":"BTCUSDT"}}""");
            await FakeServer.SendAsync(
                socket, BinanceSamples.OrderUpdate("NEW", "0", time: TimeProvider.System.GetUtcNow().AddHours(1).ToUnixTimeMilliseconds()));
        });
        long up = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        await running.Sink.WaitForAsync<OrderReported>();
        await asked.Task.WaitAsync(RecordingSink.Patience);

        // Caught up before it was up, and ten seconds of overlap before that.
        Assert.All(starts, start => Assert.True(start <= up - 10_000, $"asked from {start}, up at {up}"));
    }

    /// <summary>Goal: whoever runs the adapter again after its run ended has missed nothing.</summary>
    [Fact]
    public async Task Run_AgainAfterItEnded_TellsTheGap()
    {
        await using var adapter = new BinanceAdapter(_stub.Options, new VenueClock(TimeProvider.System, 0), SilentVenueLog.Instance);
        await RunUntilUpAsync(adapter);
        _stub.Handle(Trades, BinancePages.Of(1, (i, time) => BinanceSamples.Trade(i + 1, orderId: 77, time)));
        _stub.Answer(Query, BinanceSamples.Order("FILLED", "0.01", 1));

        RecordingSink second = await RunUntilUpAsync(adapter);

        Assert.Equal(new TradeId("1"), Assert.Single(second.Events.OfType<FillReported>()).Fill.TradeId);
    }

    /// <summary>Goal: a user stream that connects and says nothing is found out by the first order that it does not tell of.</summary>
    [Fact]
    public async Task UserStream_SilentAboutAnAcceptedOrder_IsMadeAnew()
    {
        _stub.Answer("POST /fapi/v1/order", BinanceSamples.Order("NEW", "0", 1));
        await using RunningAdapter running = await _stub.UpAsync(_stub.Options with { SilenceLimit = TimeSpan.FromSeconds(1) });
        int before = running.Sink.Events.Count;

        await running.Adapter.PlaceAsync(BinanceSamples.Limit(), CancellationToken.None);

        await running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Reason.Contains("user stream is dead", StringComparison.Ordinal), before);
        await running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up, before);
    }

    [Fact]
    public async Task MarginCall_IsToldWithItsFigures()
    {
        await using RunningAdapter running = await CutAfterAsync(first: socket =>
            FakeServer.SendAsync(socket, System.Text.Encoding.UTF8.GetString(BinanceSamples.Push("MarginUpdate"))));

        MarginCallReceived call = await running.Sink.WaitForAsync<MarginCallReceived>();

        Assert.Equal(
            "cross wallet 3.16812045; ETHUSDT LONG 1.327 CROSSED at mark 187.17127, unrealised -1.166074, needs 1.614445", call.Detail);
    }

    /// <summary>An adapter that is up, whose user stream ends when <see cref="_cut"/> is set.</summary>
    /// <param name="later">What every later user stream begins with.</param>
    /// <param name="first">What the first one tells.</param>
    private async Task<RunningAdapter> CutAfterAsync(
        Func<System.Net.WebSockets.WebSocket, Task>? later = null, Func<System.Net.WebSockets.WebSocket, Task>? first = null)
    {
        var up = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _stub.UserScript = async (socket, ended) =>
        {
            if (Interlocked.Increment(ref _connections) == 1)
            {
                await up.Task;
                await (first?.Invoke(socket) ?? Task.CompletedTask);
                await _cut.Task;
                return;
            }

            await (later?.Invoke(socket) ?? Task.CompletedTask);
            await BinanceStub.WaitAsync(socket, ended);
        };
        RunningAdapter running = await _stub.UpAsync();
        up.SetResult();
        return running;
    }

    private static async Task<RecordingSink> RunUntilUpAsync(BinanceAdapter adapter)
    {
        var sink = new RecordingSink();
        using var ending = new CancellationTokenSource();
        Task running = adapter.RunAsync(sink, ending.Token);
        await sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up);
        await ending.CancelAsync();
        await running.WaitAsync(RecordingSink.Patience);
        return sink;
    }

    private static async Task UpAgainAsync(RunningAdapter running, int before)
    {
        await running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Connecting, before);
        await running.Sink.WaitForAsync<VenueLinkChanged>(l => l.Link == VenueLink.Up, before);
    }
}
