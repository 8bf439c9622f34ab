using System.Globalization;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Okx;

/// <summary>Orders, their private stream, and what they leave in the account.</summary>
public sealed class OkxOrderTests
{
    private const string Instrument = "instId=BTC-USDT-SWAP";

    /// <summary>Goal: a resting order is placed, seen everywhere, cancelled once, and known for ever.</summary>
    [Fact]
    public async Task RestingOrder_PlacedAndCancelled_IsToldAndFoundAtEveryStep()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);
        using SocketClient socket = await OkxSockets.LoggedInAsync(simulator, client, """{"channel":"orders","instType":"SWAP"}""");

        JsonElement placed = await client.PlaceAsync(("ordType", "limit"), ("px", "49500"), ("sz", "2.5"), ("clOrdId", "p1"));
        Assert.Equal("0", Text(placed, "sCode"));
        JsonElement live = (await OkxSockets.PushAsync(socket, "orders"))[0];
        Assert.Equal("live", Text(live, "state"));
        Assert.Equal("p1", Text(live, "clOrdId"));
        Assert.Equal("2.5", Text(live, "sz"));
        Assert.Equal(Text(placed, "ordId"), Text(live, "ordId"));
        Assert.Equal("p1", Text(Assert.Single((await client.DataAsync("/api/v5/trade/orders-pending")).EnumerateArray()), "clOrdId"));

        JsonElement cancelled = await client.CancelAsync(("clOrdId", "p1"));
        Assert.Equal("0", Text(cancelled, "sCode"));
        JsonElement ended = (await OkxSockets.PushAsync(socket, "orders"))[0];
        Assert.Equal("canceled", Text(ended, "state"));
        Assert.Equal("1", Text(ended, "cancelSource"));
        Assert.Empty((await client.DataAsync("/api/v5/trade/orders-pending")).EnumerateArray());
        Assert.Equal("canceled", Text((await client.DataAsync($"/api/v5/trade/order?{Instrument}&clOrdId=p1"))[0], "state"));
        Assert.Equal("p1", Text((await client.DataAsync("/api/v5/trade/orders-history?instType=SWAP"))[0], "clOrdId"));

        Assert.Equal("51400", Text(await client.CancelAsync(("clOrdId", "p1")), "sCode"));
        Assert.Equal("51400", Text(await client.CancelAsync(("ordId", "123456789")), "sCode"));
    }

    /// <summary>Goal: one contract is ctVal coins in the fill, the fee, the position and the wallet.</summary>
    [Fact]
    public async Task MarketOrder_OneContract_IsOneHundredthOfACoinEverywhere()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);
        using SocketClient socket = await OkxSockets.LoggedInAsync(
            simulator,
            client,
            """{"channel":"orders","instType":"ANY"}""",
            """{"channel":"fills"}""",
            """{"channel":"positions","instType":"SWAP"}""",
            """{"channel":"account"}""");

        JsonElement placed = await client.PlaceAsync(("clOrdId", "m1"));

        Assert.Equal("0", Text(placed, "sCode"));
        JsonElement filled = (await socket.ReceiveUntilAsync(
            message => OkxSockets.IsPush(message, "orders") && Text(message.GetProperty("data")[0], "state") == "filled")).GetProperty("data")[0];
        decimal price = Number(filled, "fillPx");
        decimal fee = -price * 0.01m * 0.0005m;
        Assert.Equal("1", Text(filled, "accFillSz"));
        Assert.Equal("T", Text(filled, "execType"));
        Assert.Equal(fee, Number(filled, "fee"));
        Assert.Equal(price * 0.01m, Number(filled, "fillNotionalUsd"));
        Assert.Equal("1", Text((await OkxSockets.PushAsync(socket, "fills"))[0], "fillSz"));
        Assert.Equal("1", Text((await OkxSockets.PushAsync(socket, "positions"))[0], "pos"));
        Assert.Equal(100_000m + fee, Number((await OkxSockets.PushAsync(socket, "account"))[0].GetProperty("details")[0], "cashBal"));

        JsonElement position = Assert.Single((await client.DataAsync("/api/v5/account/positions?instType=SWAP")).EnumerateArray());
        Assert.Equal("1", Text(position, "pos"));
        Assert.Equal("net", Text(position, "posSide"));
        Assert.Equal(price, Number(position, "avgPx"));
        Assert.Equal(50_000m * 0.01m, Number(position, "notionalUsd"));
        Assert.Equal(fee, Number(position, "realizedPnl"));

        JsonElement fill = Assert.Single((await client.DataAsync($"/api/v5/trade/fills?instType=SWAP&{Instrument}")).EnumerateArray());
        Assert.Equal(fee, Number(fill, "fee"));
        Assert.Equal(Text(placed, "ordId"), Text(fill, "ordId"));
        JsonElement bill = (await client.DataAsync("/api/v5/account/bills?type=2"))[0];
        Assert.Equal(Text(fill, "billId"), Text(bill, "billId"));
        Assert.Equal(fee, Number(bill, "balChg"));
    }

    [Fact]
    public async Task ShortPosition_ReducedByReduceOnly_IsNegativeThenFlat()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);

        await client.PlaceAsync(("side", "sell"), ("sz", "3"));
        Assert.Equal("-3", Text((await client.DataAsync("/api/v5/account/positions"))[0], "pos"));

        JsonElement closed = await client.PlaceAsync(("sz", "3"), ("reduceOnly", true));
        Assert.Equal("0", Text(closed, "sCode"));
        Assert.Empty((await client.DataAsync("/api/v5/account/positions")).EnumerateArray());
        Assert.Equal("51169", Text(await client.PlaceAsync(("sz", "1"), ("reduceOnly", "true")), "sCode"));

        // The round's profit and both fees are in the bills, newest first; the wallet is their sum.
        JsonElement bills = await client.DataAsync("/api/v5/account/bills");
        decimal sum = bills.EnumerateArray().Sum(bill => Number(bill, "balChg"));
        Assert.Equal(Number(bills[0], "bal"), sum);
        Assert.Equal(3, bills.GetArrayLength());
    }

    [Fact]
    public async Task Orders_NotAcceptable_AreRefusedWithTheVenuesCodes()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);
        await client.PlaceAsync(("ordType", "limit"), ("px", "49500"), ("clOrdId", "taken"));

        await Refuses("51001", ("instId", "NO-USDT-SWAP"));
        await Refuses("50014", ("sz", ""));
        await Refuses("50014", ("ordType", "limit"));
        await Refuses("51000", ("side", "hold"));
        await Refuses("51000", ("tdMode", "cash"));
        await Refuses("51000", ("posSide", "long"));
        await Refuses("51000", ("ordType", "iceberg"));
        await Refuses("51000", ("clOrdId", "with-dash"));
        await Refuses("51000", ("clOrdId", new string('a', 33)));
        await Refuses("51000", ("sz", "-1"));
        await Refuses("51000", ("ordType", "limit"), ("px", "49500.05"));
        await Refuses("51121", ("sz", "1.005"));
        await Refuses("51121", ("sz", "0.001"));
        await Refuses("51008", ("sz", "100000"));
        await Refuses("51016", ("clOrdId", "taken"));

        async Task Refuses(string code, params (string, object)[] fields)
        {
            JsonElement answer = await client.PlaceAsync(fields);
            Assert.Equal(code, Text(answer, "sCode"));
            Assert.NotEqual("", Text(answer, "sMsg"));
            Assert.Equal("", Text(answer, "ordId"));
        }
    }

    [Fact]
    public async Task Refusal_OfASingleOrder_IsInTheEnvelopeToo()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);

        (_, JsonElement body) = await client.PostAsync(
            "/api/v5/trade/order", new { instId = "BTC-USDT-SWAP", tdMode = "cross", side = "buy", ordType = "market", sz = "100000" });

        Assert.Equal("1", Text(body, "code"));
        Assert.Equal("All operations failed", Text(body, "msg"));
        Assert.Equal("51008", Text(body.GetProperty("data")[0], "sCode"));
        Assert.NotEqual("", Text(body, "outTime"));
    }

    [Fact]
    public async Task PostOnly_ThatWouldTake_IsAcceptedAndCancelled()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);

        Assert.Equal("0", Text(await client.PlaceAsync(("ordType", "post_only"), ("px", "50500"), ("clOrdId", "po")), "sCode"));

        JsonElement order = (await client.DataAsync($"/api/v5/trade/order?{Instrument}&clOrdId=po"))[0];
        Assert.Equal("canceled", Text(order, "state"));
        Assert.Equal("31", Text(order, "cancelSource"));
        Assert.Equal("0", Text(order, "accFillSz"));
    }

    [Fact]
    public async Task ImmediateOrders_AwayFromTheBook_EndUnfilled()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);

        await client.PlaceAsync(("ordType", "ioc"), ("px", "49900"), ("clOrdId", "i1"));
        await client.PlaceAsync(("ordType", "fok"), ("px", "49900"), ("clOrdId", "f1"));

        Assert.Equal("14", Text((await client.DataAsync($"/api/v5/trade/order?{Instrument}&clOrdId=i1"))[0], "cancelSource"));
        Assert.Equal("13", Text((await client.DataAsync($"/api/v5/trade/order?{Instrument}&clOrdId=f1"))[0], "cancelSource"));
    }

    [Fact]
    public async Task Order_NeverPlaced_DoesNotExist()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);

        (_, JsonElement body) = await client.GetAsync($"/api/v5/trade/order?{Instrument}&clOrdId=never");

        Assert.Equal("51603", Text(body, "code"));
    }

    [Fact]
    public async Task Batch_PartlyRefused_SaysWhichOnes()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.OkxPerp);
        using var client = new OkxRestClient(simulator);
        var good = new { instId = "BTC-USDT-SWAP", tdMode = "cross", side = "buy", ordType = "limit", px = "49000", sz = "1", clOrdId = "b1" };

        (_, JsonElement body) = await client.PostAsync("/api/v5/trade/batch-orders", new object[] { good, good with { clOrdId = "b2" }, good });

        Assert.Equal("2", Text(body, "code"));
        Assert.Equal(["0", "0", "51016"], body.GetProperty("data").EnumerateArray().Select(answer => Text(answer, "sCode")));

        (_, body) = await client.PostAsync(
            "/api/v5/trade/cancel-batch-orders", new[] { new { instId = "BTC-USDT-SWAP", clOrdId = "b1" }, new { instId = "BTC-USDT-SWAP", clOrdId = "b2" } });
        Assert.Equal("0", Text(body, "code"));
    }

    /// <summary>Goal: nothing that a client was told is gone after a restart.</summary>
    [Fact]
    public async Task Restart_OrdersPositionsAndBills_AreAsTheyWere()
    {
        string folder = Path.Combine(Path.GetTempPath(), "propbot-okx-" + Path.GetRandomFileName());
        try
        {
            string bills;
            TestSimulator before = await TestSimulator.StartAsync(VenueId.OkxPerp, folder);
            using (var client = new OkxRestClient(before))
            {
                await client.PlaceAsync(("sz", "4"), ("clOrdId", "opened"));
                await client.PlaceAsync(("ordType", "limit"), ("px", "49000"), ("clOrdId", "resting"));
                bills = (await client.DataAsync("/api/v5/account/bills")).GetRawText();
            }

            await before.StopAsync();

            await using TestSimulator after = await TestSimulator.StartAsync(VenueId.OkxPerp, folder);
            using var again = new OkxRestClient(after);
            Assert.Equal("4", Text((await again.DataAsync("/api/v5/account/positions"))[0], "pos"));
            Assert.Equal("resting", Text(Assert.Single((await again.DataAsync("/api/v5/trade/orders-pending")).EnumerateArray()), "clOrdId"));
            Assert.Equal("filled", Text((await again.DataAsync($"/api/v5/trade/order?{Instrument}&clOrdId=opened"))[0], "state"));
            Assert.Equal(bills, (await again.DataAsync("/api/v5/account/bills")).GetRawText());
            Assert.Equal("51016", Text(await again.PlaceAsync(("clOrdId", "opened")), "sCode"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Text(JsonElement item, string name) => item.GetProperty(name).GetString()!;

    private static decimal Number(JsonElement item, string name) => decimal.Parse(Text(item, name), CultureInfo.InvariantCulture);
}
