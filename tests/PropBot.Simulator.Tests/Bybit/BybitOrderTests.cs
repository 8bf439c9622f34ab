using System.Globalization;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Bybit;

/// <summary>Orders, their private stream, and what they leave in the account.</summary>
public sealed class BybitOrderTests
{
    private const string Linear = "category=linear&symbol=BTCUSDT";

    /// <summary>Goal: a resting order is placed, seen everywhere, cancelled once, and known for ever.</summary>
    [Fact]
    public async Task RestingOrder_PlacedAndCancelled_IsToldAndFoundAtEveryStep()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);
        using SocketClient socket = await BybitSockets.AuthenticatedAsync(simulator, client, "order");

        JsonElement placed = await client.PlaceAsync(("orderType", "Limit"), ("price", "49500"), ("qty", "0.025"), ("orderLinkId", "pair-1_a"));
        Assert.Equal(0, Code(placed));
        JsonElement told = await BybitSockets.FirstAsync(socket, "order");
        Assert.Equal("New", Text(told, "orderStatus"));
        Assert.Equal("pair-1_a", Text(told, "orderLinkId"));
        Assert.Equal("0.025", Text(told, "leavesQty"));
        Assert.Equal(Text(placed.GetProperty("result"), "orderId"), Text(told, "orderId"));
        Assert.Equal("New", Text(Assert.Single((await client.ListAsync($"/v5/order/realtime?{Linear}")).EnumerateArray()), "orderStatus"));

        Assert.Equal(0, Code(await CancelAsync(client, ("orderLinkId", "pair-1_a"))));
        JsonElement ended = await BybitSockets.FirstAsync(socket, "order");
        Assert.Equal("Cancelled", Text(ended, "orderStatus"));
        Assert.Equal("CancelByUser", Text(ended, "cancelType"));
        Assert.Equal("0", Text(ended, "leavesQty"));
        Assert.Empty((await client.ListAsync($"/v5/order/realtime?{Linear}")).EnumerateArray());
        Assert.Equal("Cancelled", Text((await client.ListAsync($"/v5/order/realtime?{Linear}&orderLinkId=pair-1_a"))[0], "orderStatus"));
        Assert.Equal("Cancelled", Text((await client.ListAsync($"/v5/order/history?{Linear}&orderLinkId=pair-1_a"))[0], "orderStatus"));

        Assert.Equal(110001, Code(await CancelAsync(client, ("orderLinkId", "pair-1_a"))));
        Assert.Equal(110001, Code(await CancelAsync(client, ("orderId", "fd4300ae-7847-404e-b947-b46980a4d140"))));
    }

    /// <summary>Goal: the answer to the order says nothing of the fill; the streams and the lists do, all with one set of numbers.</summary>
    [Fact]
    public async Task MarketOrder_AcceptedThenFilled_IsTheSameEverywhere()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);
        using SocketClient socket = await BybitSockets.AuthenticatedAsync(simulator, client, "order", "execution", "position", "wallet");

        JsonElement placed = await client.PlaceAsync(("orderLinkId", "m1"));

        Assert.Equal(["orderId", "orderLinkId"], placed.GetProperty("result").EnumerateObject().Select(field => field.Name));
        JsonElement execution = await BybitSockets.FirstAsync(socket, "execution");
        decimal price = Number(execution, "execPrice");
        decimal fee = price * 0.01m * 0.00055m;
        Assert.Equal("Trade", Text(execution, "execType"));
        Assert.Equal("0.010", Text(execution, "execQty"));
        Assert.Equal(fee, Number(execution, "execFee"));
        Assert.False(execution.GetProperty("isMaker").GetBoolean());
        JsonElement order = await BybitSockets.FirstAsync(socket, "order");
        Assert.Equal("Filled", Text(order, "orderStatus"));
        Assert.Equal(price, Number(order, "avgPrice"));
        JsonElement told = await BybitSockets.FirstAsync(socket, "position");
        Assert.Equal("Buy", Text(told, "side"));
        Assert.Equal(price, Number(told, "entryPrice"));
        JsonElement wallet = await BybitSockets.FirstAsync(socket, "wallet");
        Assert.Equal(100_000m - fee, Number(wallet.GetProperty("coin")[0], "walletBalance"));

        JsonElement position = (await client.ListAsync($"/v5/position/list?{Linear}"))[0];
        Assert.Equal("0.010", Text(position, "size"));
        Assert.Equal(price, Number(position, "avgPrice"));
        Assert.Equal(-fee, Number(position, "curRealisedPnl"));
        JsonElement listed = Assert.Single((await client.ListAsync($"/v5/execution/list?{Linear}")).EnumerateArray());
        Assert.Equal(Text(execution, "execId"), Text(listed, "execId"));
        JsonElement logged = (await client.ListAsync("/v5/account/transaction-log?accountType=UNIFIED&category=linear"))[0];
        Assert.Equal("TRADE", Text(logged, "type"));
        Assert.Equal(Text(execution, "execId"), Text(logged, "tradeId"));
        Assert.Equal(fee, Number(logged, "fee"));
        Assert.Equal(-fee, Number(logged, "change"));
        Assert.Equal("0.01", Text(logged, "size"));
    }

    [Fact]
    public async Task ShortPosition_ReducedByReduceOnly_IsSellThenNone()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);

        await client.PlaceAsync(("side", "Sell"), ("qty", "0.03"));
        JsonElement held = (await client.ListAsync("/v5/position/list?category=linear&settleCoin=USDT"))[0];
        Assert.Equal("Sell", Text(held, "side"));
        Assert.Equal("0.030", Text(held, "size"));

        Assert.Equal(0, Code(await client.PlaceAsync(("qty", "0.03"), ("reduceOnly", true))));
        Assert.Empty((await client.ListAsync("/v5/position/list?category=linear&settleCoin=USDT")).EnumerateArray());
        JsonElement flat = (await client.ListAsync($"/v5/position/list?{Linear}"))[0];
        Assert.Equal("", Text(flat, "side"));
        Assert.Equal("0", Text(flat, "size"));
        Assert.Equal(110017, Code(await client.PlaceAsync(("reduceOnly", true))));

        // Wallet and log agree to the last digit.
        JsonElement log = await client.ListAsync("/v5/account/transaction-log?accountType=UNIFIED");
        decimal sum = log.EnumerateArray().Sum(line => Number(line, "change"));
        Assert.Equal(Number(log[0], "cashBalance"), sum);
        foreach (JsonElement line in log.EnumerateArray())
        {
            decimal funding = Text(line, "funding").Length > 0 ? Number(line, "funding") : 0m;
            Assert.Equal(Number(line, "change"), Number(line, "cashFlow") + funding - Number(line, "fee"));
        }
    }

    [Fact]
    public async Task Orders_NotAcceptable_AreRefusedWithTheVenuesCodes()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);
        await client.PlaceAsync(("orderType", "Limit"), ("price", "49500"), ("orderLinkId", "taken"));

        await Refuses(10001, ("category", "nothing"));
        await Refuses(10001, ("symbol", "NOUSDT"));
        await Refuses(10001, ("side", "buy"));
        await Refuses(10001, ("qty", "0.0005"));
        await Refuses(10001, ("qty", "0.0105"));
        await Refuses(10001, ("orderType", "Limit"));
        await Refuses(10001, ("orderType", "Limit"), ("price", "49500.05"));
        await Refuses(10001, ("positionIdx", 1));
        await Refuses(10001, ("orderLinkId", new string('a', 37)));
        await Refuses(10001, ("orderLinkId", "with space"));
        await Refuses(110007, ("qty", "100"));
        await Refuses(110072, ("orderLinkId", "taken"));

        async Task Refuses(int code, params (string, object)[] fields)
        {
            JsonElement answer = await client.PlaceAsync(fields);
            Assert.Equal(code, Code(answer));
            Assert.Empty(answer.GetProperty("result").EnumerateObject());
        }
    }

    [Fact]
    public async Task PostOnly_ThatWouldTake_IsAcceptedAndCancelled()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);

        JsonElement placed = await client.PlaceAsync(
            ("orderType", "Limit"), ("timeInForce", "PostOnly"), ("price", "50500"), ("orderLinkId", "po"));

        Assert.Equal(0, Code(placed));
        JsonElement order = (await client.ListAsync($"/v5/order/realtime?{Linear}&orderLinkId=po"))[0];
        Assert.Equal("Cancelled", Text(order, "orderStatus"));
        Assert.Equal("EC_PostOnlyWillTakeLiquidity", Text(order, "rejectReason"));
    }

    [Fact]
    public async Task ImmediateOrders_AwayFromTheBook_EndUnfilled()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);

        await client.PlaceAsync(("orderType", "Limit"), ("timeInForce", "IOC"), ("price", "49900"), ("orderLinkId", "i1"));
        await client.PlaceAsync(("orderType", "Limit"), ("timeInForce", "FOK"), ("price", "49900"), ("orderLinkId", "f1"));

        Assert.Equal("EC_NoImmediateQtyToFill", Text((await client.ListAsync($"/v5/order/history?{Linear}&orderLinkId=i1"))[0], "rejectReason"));
        Assert.Equal("EC_NoEnoughQtyToFill", Text((await client.ListAsync($"/v5/order/history?{Linear}&orderLinkId=f1"))[0], "rejectReason"));
    }

    [Fact]
    public async Task CancelAll_OfASymbol_EndsEveryOrder()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);
        await client.PlaceAsync(("orderType", "Limit"), ("price", "49000"), ("orderLinkId", "a"));
        await client.PlaceAsync(("orderType", "Limit"), ("price", "49100"), ("orderLinkId", "b"));

        JsonElement answer = await client.PostAsync("/v5/order/cancel-all", new { category = "linear", symbol = "BTCUSDT" });

        Assert.Equal(["a", "b"], answer.GetProperty("result").GetProperty("list").EnumerateArray().Select(one => Text(one, "orderLinkId")));
        Assert.Empty((await client.ListAsync("/v5/order/realtime?category=linear&settleCoin=USDT")).EnumerateArray());
        Assert.Equal(10001, Code(await client.GetAsync("/v5/order/realtime?category=linear")));
    }

    [Fact]
    public async Task History_MoreThanAPage_GoesOnAtTheCursor()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);
        for (int i = 0; i < 5; i++)
        {
            await client.PlaceAsync(("qty", "0.001"), ("orderLinkId", $"o{i}"));
        }

        string cursor = "";
        var seen = new List<string>();
        do
        {
            JsonElement page = await client.ResultAsync($"/v5/execution/list?{Linear}&limit=2&cursor={Uri.EscapeDataString(cursor)}");
            seen.AddRange(page.GetProperty("list").EnumerateArray().Select(one => Text(one, "orderLinkId")));
            cursor = Text(page, "nextPageCursor");
        }
        while (cursor.Length > 0);

        Assert.Equal(["o4", "o3", "o2", "o1", "o0"], seen);
    }

    /// <summary>Goal: nothing that a client was told is gone after a restart.</summary>
    [Fact]
    public async Task Restart_OrdersPositionsAndLog_AreAsTheyWere()
    {
        string folder = Path.Combine(Path.GetTempPath(), "propbot-bybit-" + Path.GetRandomFileName());
        try
        {
            string executions;
            TestSimulator before = await TestSimulator.StartAsync(VenueId.BybitLinear, folder);
            using (var client = new BybitRestClient(before))
            {
                await client.PlaceAsync(("qty", "0.04"), ("orderLinkId", "opened"));
                await client.PlaceAsync(("orderType", "Limit"), ("price", "49000"), ("orderLinkId", "resting"));
                executions = (await client.ListAsync($"/v5/execution/list?{Linear}")).GetRawText();
            }

            await before.StopAsync();

            await using TestSimulator after = await TestSimulator.StartAsync(VenueId.BybitLinear, folder);
            using var again = new BybitRestClient(after);
            Assert.Equal("0.040", Text((await again.ListAsync($"/v5/position/list?{Linear}"))[0], "size"));
            Assert.Equal("resting", Text(Assert.Single((await again.ListAsync($"/v5/order/realtime?{Linear}")).EnumerateArray()), "orderLinkId"));
            Assert.Equal(executions, (await again.ListAsync($"/v5/execution/list?{Linear}")).GetRawText());
            Assert.Equal(110072, Code(await again.PlaceAsync(("orderLinkId", "opened"))));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<JsonElement> CancelAsync(BybitRestClient client, (string Name, object Value) name) => client.PostAsync(
        "/v5/order/cancel", new Dictionary<string, object> { ["category"] = "linear", ["symbol"] = "BTCUSDT", [name.Name] = name.Value });

    private static int Code(JsonElement body) => body.GetProperty("retCode").GetInt32();

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private static decimal Number(JsonElement item, string name) => decimal.Parse(Text(item, name), CultureInfo.InvariantCulture);
}
