using System.Globalization;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Faults;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Bybit;

/// <summary>Both position modes, isolated margin, amendments, risk limits and changed terms in this venue's words.</summary>
public sealed class BybitModeTests
{
    /// <summary>Goal: in hedge mode both sides stand beside each other, and the index says which one an order is for.</summary>
    [Fact]
    public async Task HedgeMode_BothSides_AreHeldAndClosedByTheirIndex()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);
        Assert.Equal(110025, Code(await client.PostAsync("/v5/position/switch-mode", new { category = "linear", symbol = "BTCUSDT", mode = 0 })));
        Assert.Equal(0, Code(await client.PostAsync("/v5/position/switch-mode", new { category = "linear", symbol = "BTCUSDT", mode = 3 })));

        Assert.Equal(10001, Code(await client.PlaceAsync(("positionIdx", 0))));
        Assert.Equal(0, Code(await client.PlaceAsync(("positionIdx", 1), ("qty", "0.02"))));
        Assert.Equal(0, Code(await client.PlaceAsync(("positionIdx", 2), ("side", "Sell"))));

        JsonElement[] positions = [.. (await client.ListAsync("/v5/position/list?category=linear&symbol=BTCUSDT")).EnumerateArray()];
        Assert.Equal(
            [(1, "Buy", "0.020"), (2, "Sell", "0.010")],
            positions.Select(p => (p.GetProperty("positionIdx").GetInt32(), Text(p, "side"), Text(p, "size"))).Order());

        Assert.Equal(0, Code(await client.PlaceAsync(("positionIdx", 1), ("side", "Sell"), ("qty", "0.02"), ("reduceOnly", true))));
        JsonElement left = Assert.Single((await client.ListAsync("/v5/position/list?category=linear&settleCoin=USDT")).EnumerateArray());
        Assert.Equal("Sell", Text(left, "side"));
        Assert.Equal(110024, Code(await client.PostAsync("/v5/position/switch-mode", new { category = "linear", symbol = "BTCUSDT", mode = 0 })));
        Assert.NotEmpty((await client.ListAsync("/v5/account/transaction-log?accountType=UNIFIED")).EnumerateArray());
    }

    /// <summary>Goal: the margin mode is the account's; an isolated position has its own margin; a position keeps the mode from being changed.</summary>
    [Fact]
    public async Task IsolatedMargin_OfTheWholeAccount_GivesAPositionItsOwnMargin()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);
        Assert.Equal(3400045, Code(await client.PostAsync("/v5/account/set-margin-mode", new { setMarginMode = "PORTFOLIO_MARGIN" })));
        Assert.Equal(0, Code(await client.PostAsync("/v5/account/set-margin-mode", new { setMarginMode = "ISOLATED_MARGIN" })));
        Assert.Equal("ISOLATED_MARGIN", Text(await client.ResultAsync("/v5/account/info?"), "marginMode"));
        Assert.Equal(0, Code(await client.PostAsync(
            "/v5/position/set-leverage", new { category = "linear", symbol = "BTCUSDT", buyLeverage = "5", sellLeverage = "5" })));

        Assert.Equal(0, Code(await client.PlaceAsync(("qty", "0.1"))));

        JsonElement position = (await client.ListAsync("/v5/position/list?category=linear&symbol=BTCUSDT"))[0];
        decimal notional = Number(position, "avgPrice") * 0.1m;
        Assert.Equal(1, position.GetProperty("tradeMode").GetInt32());
        Assert.InRange(Number(position, "positionBalance"), notional * 0.199m, notional * 0.201m);
        Assert.InRange(Number(position, "liqPrice"), 39_000m, 41_500m);
        JsonElement refused = await client.PostAsync("/v5/account/set-margin-mode", new { setMarginMode = "REGULAR_MARGIN" });
        Assert.Equal(3400045, Code(refused));
        Assert.Contains("position", refused.GetProperty("result").GetProperty("reasons")[0].GetProperty("reasonMsg").GetString(), StringComparison.Ordinal);
        Assert.Equal("ISOLATED_MARGIN", Text(await client.ResultAsync("/v5/account/info?"), "marginMode"));
    }

    [Fact]
    public async Task Amend_RestingOrder_KeepsItsIdAndIsTold()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);
        using SocketClient socket = await BybitSockets.AuthenticatedAsync(simulator, client, "order");
        JsonElement placed = await client.PlaceAsync(("orderType", "Limit"), ("price", "49500"), ("orderLinkId", "a1"));
        await BybitSockets.FirstAsync(socket, "order");

        JsonElement amended = await client.PostAsync(
            "/v5/order/amend", new { category = "linear", symbol = "BTCUSDT", orderLinkId = "a1", qty = "0.03", price = "49400" });

        Assert.Equal(0, Code(amended));
        Assert.Equal(Text(placed.GetProperty("result"), "orderId"), Text(amended.GetProperty("result"), "orderId"));
        JsonElement told = await BybitSockets.FirstAsync(socket, "order");
        Assert.Equal(("49400.00", "0.030", "New"), (Text(told, "price"), Text(told, "qty"), Text(told, "orderStatus")));
        Assert.Equal(110001, Code(await client.PostAsync("/v5/order/amend", new { category = "linear", symbol = "BTCUSDT", orderLinkId = "never", qty = "0.03" })));
        Assert.Equal(10001, Code(await client.PostAsync("/v5/order/amend", new { category = "linear", symbol = "BTCUSDT", orderLinkId = "a1" })));
    }

    [Fact]
    public async Task RiskAndPriceLimits_AreServed()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);

        JsonElement[] tiers = [.. (await client.ListAsync("/v5/market/risk-limit?category=linear&symbol=BTCUSDT")).EnumerateArray()];
        JsonElement limit = await client.ResultAsync("/v5/market/price-limit?category=linear&symbol=BTCUSDT");

        Assert.True(tiers.Length > 3);
        Assert.All(tiers.Zip(tiers.Skip(1)), pair =>
        {
            // The requirement does not jump where one step ends and the next begins.
            decimal border = Number(pair.First, "riskLimitValue");
            Assert.Equal(
                (border * Number(pair.First, "maintenanceMargin")) - Number(pair.First, "mmDeduction"),
                (border * Number(pair.Second, "maintenanceMargin")) - Number(pair.Second, "mmDeduction"));
        });
        Assert.True(Number(limit, "sellLmt") < 50_000m && Number(limit, "buyLmt") > 50_000m);
    }

    /// <summary>Goal: after a new tick the book starts anew as a snapshot with number one, in the new steps.</summary>
    [Fact]
    public async Task Instrument_WithANewTick_StartsItsBookAnew()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BybitLinear);
        using var client = new BybitRestClient(simulator);
        using SocketClient socket = await BybitSockets.PublicAsync(simulator);
        await BybitSockets.ExpectAsync(socket, BybitSockets.Subscribe("orderbook.200.BTCUSDT"), success: true);
        await BybitSockets.PushAsync(socket, "orderbook.200.BTCUSDT");

        await simulator.Host.InjectAsync(new FaultRule { Kind = FaultKind.TickSizeChanged, Venue = VenueId.BybitLinear, Instrument = TestSimulator.Btc, Size = 5m });
        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(200));

        JsonElement book = await socket.ReceiveUntilAsync(m => m.TryGetProperty("data", out JsonElement data) && Text(m, "type") == "snapshot" && data.GetProperty("u").GetInt64() == 1);
        JsonElement listed = (await client.ListAsync("/v5/market/instruments-info?category=linear&symbol=BTCUSDT"))[0];
        decimal tick = Number(listed.GetProperty("priceFilter"), "tickSize");
        Assert.Equal(0.5m, tick);
        Assert.All(
            book.GetProperty("data").GetProperty("b").EnumerateArray(),
            level => Assert.Equal(0m, decimal.Parse(level[0].GetString()!, CultureInfo.InvariantCulture) % tick));
    }

    private static int Code(JsonElement body) => body.GetProperty("retCode").GetInt32();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private static decimal Number(JsonElement element, string name) => decimal.Parse(Text(element, name), CultureInfo.InvariantCulture);
}
