using System.Net;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Binance;

/// <summary>Goal: amending, batches and the dead man's switch follow the venue's documents.</summary>
public sealed class BinanceAmendTests
{
    private const string Resting = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=49000.0&quantity=0.010&newClientOrderId=rest1";

    [Fact]
    public async Task Amendment_KeepsTheOrder_AndIsTold()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        using SocketClient stream = await BinanceUserStream.OpenAsync(simulator, client);
        BinanceAnswer placed = await client.PlaceAsync(Resting);

        BinanceAnswer amended = await AmendAsync(client, "origClientOrderId=rest1&side=BUY&quantity=0.020&price=49100.0");
        BinanceAnswer asked = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=rest1");

        Assert.Equal(placed.Body.GetProperty("orderId").GetInt64(), amended.Body.GetProperty("orderId").GetInt64());
        Assert.Equal(("NEW", "49100.0", "0.020", "rest1"), (amended.Text("status"), amended.Text("price"), amended.Text("origQty"), amended.Text("clientOrderId")));
        Assert.Equal("49100.0", asked.Text("price"));
        JsonElement told = (await stream.NextOrderAsync("AMENDMENT")).GetProperty("o");
        Assert.Equal(("NEW", 49_100m, 0.02m), (told.Text("X"), told.Number("p"), told.Number("q")));
    }

    [Fact]
    public async Task Amendment_ThatReachesTheBook_Fills()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        await client.PlaceAsync(Resting);

        BinanceAnswer amended = await AmendAsync(client, "origClientOrderId=rest1&side=BUY&quantity=0.010&price=50500.0");

        Assert.Equal(("FILLED", "0.010"), (amended.Text("status"), amended.Text("executedQty")));
    }

    [Theory]
    [InlineData("side=BUY&quantity=0.010&price=49000.0", -5027)]
    [InlineData("side=BUY&quantity=0.010&price=60000.0", -4016)]
    [InlineData("side=BUY&quantity=0.010&price=49000.05", -1111)]
    [InlineData("side=BUY&quantity=0.001&price=49000.0", -4164)]
    [InlineData("side=BUY&quantity=0&price=49000.0", -4003)]
    [InlineData("side=BUY&quantity=0.010", -1102)]
    [InlineData("side=SELL&quantity=0.020&price=49000.0", -1117)]
    public async Task Amendment_ThatBreaksARule_LeavesTheOrder(string change, int code)
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        await client.PlaceAsync(Resting);

        BinanceAnswer refused = await AmendAsync(client, "origClientOrderId=rest1&" + change);
        BinanceAnswer unknown = await AmendAsync(client, "origClientOrderId=other&side=BUY&quantity=0.010&price=49001.0");
        BinanceAnswer asked = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=rest1");

        Assert.Equal((code, -2013), (refused.Code, unknown.Code));
        Assert.Equal(("NEW", "49000.0", "0.010"), (asked.Text("status"), asked.Text("price"), asked.Text("origQty")));
    }

    [Fact]
    public async Task Amendment_OfAPostOnlyOrderThatWouldTake_EndsIt()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        await client.PlaceAsync(Resting.Replace("GTC", "GTX", StringComparison.Ordinal));

        BinanceAnswer amended = await AmendAsync(client, "origClientOrderId=rest1&side=BUY&quantity=0.010&price=50500.0");

        Assert.Equal((HttpStatusCode.OK, "EXPIRED", "0.000"), (amended.Status, amended.Text("status"), amended.Text("executedQty")));
    }

    [Fact]
    public async Task Batch_AnswersEachOrderByItself()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);

        BinanceAnswer placed = await BatchAsync(client, HttpMethod.Post, """
            [{"symbol":"BTCUSDT","side":"BUY","type":"LIMIT","timeInForce":"GTC","price":"49000.0","quantity":"0.010","newClientOrderId":"a"},
             {"symbol":"BTCUSDT","side":"SELL","type":"MARKET","quantity":"0.010","reduceOnly":"true","newClientOrderId":"b"},
             {"symbol":"BTCUSDT","side":"BUY","type":"LIMIT","timeInForce":"GTC","price":49100.0,"quantity":0.01,"newClientOrderId":"c"}]
            """);
        BinanceAnswer amended = await BatchAsync(client, HttpMethod.Put, """
            [{"symbol":"BTCUSDT","side":"BUY","origClientOrderId":"a","price":"49050.0","quantity":"0.010"},
             {"symbol":"BTCUSDT","side":"BUY","origClientOrderId":"zz","price":"49050.0","quantity":"0.010"}]
            """);
        BinanceAnswer cancelled = await client.SignedAsync(
            HttpMethod.Delete, "/fapi/v1/batchOrders", "symbol=BTCUSDT&origClientOrderIdList=" + Uri.EscapeDataString("""["a","b","c"]"""));

        Assert.Equal(["a", "-2022", "c"], placed.Body.EnumerateArray().Select(NameOrCode));
        Assert.Equal(["a", "-2013"], amended.Body.EnumerateArray().Select(NameOrCode));
        Assert.Equal(["a", "-2011", "c"], cancelled.Body.EnumerateArray().Select(NameOrCode));
        Assert.Empty((await client.SignedAsync(HttpMethod.Get, "/fapi/v1/openOrders")).Body.EnumerateArray());
    }

    [Theory]
    [InlineData("[]", -4082)]
    [InlineData("[{},{},{},{},{},{}]", -4082)]
    [InlineData("[1]", -1130)]
    [InlineData("{", -1130)]
    public async Task Batch_ThatIsNone_IsRefusedWhole(string orders, int code)
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);

        Assert.Equal(code, (await BatchAsync(client, HttpMethod.Post, orders)).Code);
    }

    [Fact]
    public async Task Countdown_NotRenewed_CancelsTheSymbolsOrders()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        using SocketClient stream = await BinanceUserStream.OpenAsync(simulator, client);
        await client.PlaceAsync(Resting);
        await client.PlaceAsync("symbol=ETHUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=2450.00&quantity=0.100");

        BinanceAnswer started = await CountdownAsync(client, 1_000);
        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(600));
        await CountdownAsync(client, 1_000);
        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(600));
        int before = (await client.SignedAsync(HttpMethod.Get, "/fapi/v1/openOrders")).Body.GetArrayLength();
        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(600));

        Assert.Equal(("BTCUSDT", "1000"), (started.Text("symbol"), started.Text("countdownTime")));
        Assert.Equal(2, before);
        Assert.Equal("rest1", (await stream.NextOrderAsync("CANCELED")).GetProperty("o").Text("c"));
        Assert.Equal(1, (await client.SignedAsync(HttpMethod.Get, "/fapi/v1/openOrders")).Body.GetArrayLength());
    }

    [Fact]
    public async Task Countdown_SetToZero_CancelsNothing()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        await client.PlaceAsync(Resting);

        await CountdownAsync(client, 300);
        await CountdownAsync(client, 0);
        await simulator.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(1, (await client.SignedAsync(HttpMethod.Get, "/fapi/v1/openOrders")).Body.GetArrayLength());
    }

    private static string NameOrCode(JsonElement one) =>
        one.TryGetProperty("code", out JsonElement code) ? WireNumber.Format(code.GetInt32()) : one.Text("clientOrderId");

    private static Task<BinanceAnswer> AmendAsync(BinanceRestClient client, string query) =>
        client.SignedAsync(HttpMethod.Put, "/fapi/v1/order", "symbol=BTCUSDT&" + query);

    private static Task<BinanceAnswer> BatchAsync(BinanceRestClient client, HttpMethod method, string orders) =>
        client.SignedAsync(method, "/fapi/v1/batchOrders", "batchOrders=" + Uri.EscapeDataString(orders));

    private static Task<BinanceAnswer> CountdownAsync(BinanceRestClient client, int milliseconds) =>
        client.SignedAsync(HttpMethod.Post, "/fapi/v1/countdownCancelAll", $"symbol=BTCUSDT&countdownTime={milliseconds}");
}
