using System.Net;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Binance;

/// <summary>Goal: hedge mode and isolated margin are the venue's, in commands, views and pushes.</summary>
public sealed class BinanceModeTests
{
    [Fact]
    public async Task HedgeMode_HoldsBothSides_AndTellsThem()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        using SocketClient stream = await BinanceUserStream.OpenAsync(simulator, client);

        Assert.Equal(200, (await SetHedgeAsync(client, true)).Code);
        Assert.Equal("FILLED", (await PlaceAsync(client, "BUY", "LONG", "0.200")).Text("status"));
        BinanceAnswer shorted = await PlaceAsync(client, "SELL", "SHORT", "0.100");
        BinanceAnswer risk = await client.SignedAsync(HttpMethod.Get, "/fapi/v3/positionRisk", "symbol=BTCUSDT");
        BinanceAnswer account = await client.SignedAsync(HttpMethod.Get, "/fapi/v2/account");
        BinanceAnswer trades = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/userTrades", "symbol=BTCUSDT");

        Assert.Equal("SHORT", shorted.Text("positionSide"));
        Assert.Equal(
            [("LONG", 0.2m), ("SHORT", -0.1m)],
            risk.Body.EnumerateArray().Select(position => (position.Text("positionSide"), position.Number("positionAmt"))));
        Assert.Equal(4, account.Body.GetProperty("positions").GetArrayLength()); // two symbols, two sides
        Assert.Equal(["LONG", "SHORT"], trades.Body.EnumerateArray().Select(trade => trade.Text("positionSide")).Distinct());
        JsonElement update = await stream.ReceiveUntilAsync(message =>
            message.Text("e") == "ACCOUNT_UPDATE" && message.GetProperty("a").GetProperty("P")[0].Text("ps") == "SHORT");
        Assert.Equal(1, update.GetProperty("a").GetProperty("P").GetArrayLength());
        Assert.Equal("SHORT", (await stream.NextOrderAsync("TRADE")).GetProperty("o").Text("ps"));
    }

    [Theory]
    [InlineData(true, "side=BUY&type=MARKET&quantity=0.010", -4061)]
    [InlineData(true, "side=BUY&type=MARKET&quantity=0.010&positionSide=BOTH", -4061)]
    [InlineData(true, "side=BUY&type=MARKET&quantity=0.010&positionSide=LONG&reduceOnly=true", -1106)]
    [InlineData(true, "side=SELL&type=MARKET&quantity=0.010&positionSide=LONG", -2022)]
    [InlineData(true, "side=SELL&type=MARKET&quantity=0.010&positionSide=UP", -1130)]
    [InlineData(false, "side=BUY&type=MARKET&quantity=0.010&positionSide=LONG", -4061)]
    public async Task Order_AgainstThePositionMode_IsRefused(bool hedge, string order, int code)
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        await SetHedgeAsync(client, hedge);

        BinanceAnswer answer = await client.PlaceAsync("symbol=BTCUSDT&" + order);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Modes_WithOrdersOrPositions_AreLocked()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=49000.0&quantity=0.010");

        Assert.Equal((-4067, -4047), ((await SetHedgeAsync(client, true)).Code, (await SetMarginAsync(client, "ISOLATED")).Code));

        await client.SignedAsync(HttpMethod.Delete, "/fapi/v1/allOpenOrders", "symbol=BTCUSDT");
        await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010");

        Assert.Equal((-4068, -4048), ((await SetHedgeAsync(client, true)).Code, (await SetMarginAsync(client, "ISOLATED")).Code));
    }

    [Fact]
    public async Task IsolatedMargin_IsSetMovedShownAndTold()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        using SocketClient stream = await BinanceUserStream.OpenAsync(simulator, client);

        Assert.Equal(200, (await SetMarginAsync(client, "ISOLATED")).Code);
        await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010");
        BinanceAnswer added = await MoveMarginAsync(client, "10", type: 1);
        BinanceAnswer risk = await client.SignedAsync(HttpMethod.Get, "/fapi/v3/positionRisk");
        BinanceAnswer account = await client.SignedAsync(HttpMethod.Get, "/fapi/v3/account");
        BinanceAnswer config = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/symbolConfig", "symbol=BTCUSDT");

        Assert.Equal((200, 10m, 1), (added.Code, added.Body.GetProperty("amount").GetDecimal(), added.Body.GetProperty("type").GetInt32()));
        decimal wallet = risk.Body[0].Number("isolatedWallet");
        Assert.InRange(wallet, 35m, 35.1m); // about 500 / 20, and 10
        Assert.Equal(wallet + risk.Body[0].Number("unRealizedProfit"), risk.Body[0].Number("isolatedMargin"));
        Assert.Equal(account.Number("totalWalletBalance") - wallet, account.Number("totalCrossWalletBalance"));
        Assert.Equal("ISOLATED", config.Body[0].Text("marginType"));

        Assert.Equal("MARGIN_TYPE_CHANGE", (await stream.NextAsync("ACCOUNT_UPDATE")).GetProperty("a").Text("m"));
        JsonElement filled = (await stream.NextAsync("ACCOUNT_UPDATE")).GetProperty("a");
        Assert.Equal(("ORDER", "isolated"), (filled.Text("m"), filled.GetProperty("P")[0].Text("mt")));
        JsonElement moved = (await stream.NextAsync("ACCOUNT_UPDATE")).GetProperty("a");
        Assert.Equal(("MARGIN_TRANSFER", wallet), (moved.Text("m"), moved.GetProperty("P")[0].Number("iw")));
        Assert.Equal(moved.GetProperty("B")[0].Number("wb") - wallet, moved.GetProperty("B")[0].Number("cw"));

        Assert.Equal(-4161, (await client.SignedAsync(HttpMethod.Post, "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=5")).Code);
        Assert.Equal((-4051, -4050), ((await MoveMarginAsync(client, "11", type: 2)).Code, (await MoveMarginAsync(client, "1000000", type: 1)).Code));
        Assert.Equal(200, (await MoveMarginAsync(client, "9", type: 2)).Code);
    }

    [Theory]
    [InlineData("symbol=ETHUSDT&amount=1&type=1", -4049)]
    [InlineData("symbol=BTCUSDT&amount=1&type=1", -4054)]
    [InlineData("symbol=BTCUSDT&amount=0&type=1", -4055)]
    [InlineData("symbol=BTCUSDT&amount=1&type=3", -1130)]
    [InlineData("symbol=BTCUSDT&type=1", -1102)]
    public async Task MarginMove_ThatCannotBe_IsRefused(string query, int code)
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        await SetMarginAsync(client, "ISOLATED");

        Assert.Equal(code, (await client.SignedAsync(HttpMethod.Post, "/fapi/v1/positionMargin", query)).Code);
    }

    private static Task<BinanceAnswer> SetHedgeAsync(BinanceRestClient client, bool hedge) =>
        client.SignedAsync(HttpMethod.Post, "/fapi/v1/positionSide/dual", $"dualSidePosition={(hedge ? "true" : "false")}");

    private static Task<BinanceAnswer> SetMarginAsync(BinanceRestClient client, string type) =>
        client.SignedAsync(HttpMethod.Post, "/fapi/v1/marginType", $"symbol=BTCUSDT&marginType={type}");

    private static Task<BinanceAnswer> MoveMarginAsync(BinanceRestClient client, string amount, int type) =>
        client.SignedAsync(HttpMethod.Post, "/fapi/v1/positionMargin", $"symbol=BTCUSDT&amount={amount}&type={type}");

    private static Task<BinanceAnswer> PlaceAsync(BinanceRestClient client, string side, string positionSide, string quantity) => client.PlaceAsync(
        $"symbol=BTCUSDT&side={side}&type=MARKET&quantity={quantity}&positionSide={positionSide}&newOrderRespType=RESULT");
}
