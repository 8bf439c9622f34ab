using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Faults;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Binance;

/// <summary>Goal: what the venue does to a client without being asked is told as the venue's documents say.</summary>
public sealed class BinanceForcedTests
{
    [Fact]
    public async Task FallingMarket_CallsForMargin_ThenLiquidates()
    {
        // 20 times leverage, isolated: margin of about 5 %. The mid falls by 0.1 % per step from the fifth step on.
        await using TestSimulator simulator = await TestSimulator.StartAsync(
            VenueId.BinanceUm, btc: step => 50_000m - (50m * Math.Max(0, step - 5)));
        using var client = new BinanceRestClient(simulator);
        using SocketClient stream = await BinanceUserStream.OpenAsync(simulator, client);
        await client.SignedAsync(HttpMethod.Post, "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=ISOLATED");
        await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010&newClientOrderId=mine");

        await simulator.AdvanceAsync(TimeSpan.FromSeconds(6));

        JsonElement called = await stream.NextAsync("MARGIN_CALL");
        JsonElement position = Assert.Single(called.GetProperty("p").EnumerateArray());
        Assert.False(called.TryGetProperty("cw", out _));
        Assert.Equal(("BTCUSDT", "BOTH", "ISOLATED"), (position.Text("s"), position.Text("ps"), position.Text("mt")));
        Assert.True(position.Number("up") < 0m && position.Number("mm") > 0m && position.Number("iw") > 0m);

        JsonElement accepted = (await stream.NextOrderAsync("NEW")).GetProperty("o");
        Assert.StartsWith("autoclose-", accepted.Text("c"));
        Assert.Equal(("NEW", "LIQUIDATION", "SELL"), (accepted.Text("X"), accepted.Text("o"), accepted.Text("S")));
        Assert.Equal("FILLED", (await stream.NextOrderAsync("CALCULATED")).GetProperty("o").Text("X"));
        Assert.Equal("INSURANCE_CLEAR", (await stream.NextAsync("ACCOUNT_UPDATE")).GetProperty("a").Text("m"));
        Assert.Empty((await client.SignedAsync(HttpMethod.Get, "/fapi/v3/positionRisk")).Body.EnumerateArray());
        BinanceAnswer forced = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/forceOrders", "symbol=BTCUSDT&autoCloseType=LIQUIDATION");
        Assert.Equal(accepted.Text("c"), Assert.Single(forced.Body.EnumerateArray()).Text("clientOrderId"));
    }

    [Fact]
    public async Task AutoDeleveraging_IsToldWithItsId_AndClosesPart()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        using SocketClient stream = await BinanceUserStream.OpenAsync(simulator, client);
        await client.PlaceAsync("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.010");
        BinanceAnswer quantile = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/adlQuantile", "symbol=BTCUSDT");

        await simulator.Host.InjectAsync(new FaultRule
        {
            Kind = FaultKind.AutoDeleverage,
            Venue = VenueId.BinanceUm,
            Instrument = TestSimulator.Btc,
            Size = 0.4m,
        });
        await simulator.AdvanceAsync(TimeSpan.FromSeconds(1));

        Assert.Equal(0, quantile.Body.GetProperty("adlQuantile").GetProperty("BOTH").GetInt32());
        JsonElement told = (await stream.NextOrderAsync("CALCULATED")).GetProperty("o");
        Assert.Equal(("adl_autoclose", "BUY", 0.004m, 0m), (told.Text("c"), told.Text("S"), told.Number("l"), told.Number("n")));
        BinanceAnswer risk = await client.SignedAsync(HttpMethod.Get, "/fapi/v3/positionRisk");
        Assert.Equal(-0.006m, risk.Body[0].Number("positionAmt"));
        BinanceAnswer forced = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/forceOrders", "autoCloseType=ADL");
        JsonElement order = Assert.Single(forced.Body.EnumerateArray());
        Assert.Equal(("adl_autoclose", "LIMIT", "IOC", 50_000m), (order.Text("clientOrderId"), order.Text("type"), order.Text("timeInForce"), order.Number("price")));
    }

    [Fact]
    public async Task Delisting_IsToldByStream_InTheListing_AndEndsWithSettlement()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        using SocketClient stream = await BinanceUserStream.OpenAsync(simulator, client);
        using SocketClient contracts = await BinanceUserStream.OpenAsync(simulator, "/ws/!contractInfo");
        await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010");

        await simulator.Host.InjectAsync(new FaultRule
        {
            Kind = FaultKind.Delisting,
            Venue = VenueId.BinanceUm,
            Instrument = TestSimulator.Btc,
            Duration = TimeSpan.FromSeconds(3),
        });
        await simulator.AdvanceAsync(TimeSpan.FromSeconds(1));
        JsonElement told = await contracts.ReceiveAsync();
        Assert.Equal(("contractInfo", "BTCUSDT", "SETTLING"), (told.Text("e"), told.Text("s"), told.Text("cs")));
        JsonElement listed = (await client.GetAsync("/fapi/v1/exchangeInfo")).Body.GetProperty("symbols").EnumerateArray()
            .Single(symbol => symbol.Text("symbol") == "BTCUSDT");
        Assert.Equal(("SETTLING", told.GetProperty("dt").GetInt64()), (listed.Text("status"), listed.GetProperty("deliveryDate").GetInt64()));
        Assert.Equal(-4140, (await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010")).Code);

        await simulator.AdvanceAsync(TimeSpan.FromSeconds(4));

        Assert.Equal("CLOSE", (await contracts.ReceiveAsync()).Text("cs"));
        JsonElement closed = (await stream.ReceiveUntilAsync(message => message.Text("e") == "ORDER_TRADE_UPDATE"
            && message.GetProperty("o").Text("c").StartsWith("settlement_autoclose-", StringComparison.Ordinal)
            && message.GetProperty("o").Text("x") == "TRADE")).GetProperty("o");
        Assert.Equal(("FILLED", "SELL"), (closed.Text("X"), closed.Text("S")));
    }

    [Fact]
    public async Task ChangedTick_IsInTheListing_AndTheDiffStreamGoesOnWithoutAGap()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        using SocketClient depth = await BinanceUserStream.OpenAsync(simulator, "/ws/btcusdt@depth@100ms");
        await simulator.Host.InjectAsync(new FaultRule
        {
            Kind = FaultKind.TickSizeChanged,
            Venue = VenueId.BinanceUm,
            Instrument = TestSimulator.Btc,
            Size = 0.1m,
        });
        await simulator.AdvanceAsync(TimeSpan.FromSeconds(2));

        JsonElement snapshot = (await client.GetAsync("/fapi/v1/depth?symbol=BTCUSDT&limit=1000")).Body;
        var bids = new Dictionary<decimal, decimal>();
        long last = 0;
        do
        {
            JsonElement update = await depth.ReceiveAsync();
            Assert.True(last == 0 || update.GetProperty("pu").GetInt64() == last);
            last = update.GetProperty("u").GetInt64();
            foreach (JsonElement level in update.GetProperty("b").EnumerateArray())
            {
                bids[WireNumber.Parse(level[0].GetString()!)] = WireNumber.Parse(level[1].GetString()!);
            }
        }
        while (last + 1 < snapshot.GetProperty("lastUpdateId").GetInt64());

        // Everything was told anew after the change, so the stream alone holds the whole book.
        Assert.Equal(
            snapshot.GetProperty("bids").EnumerateArray().Select(level => WireNumber.Parse(level[0].GetString()!)).Order(),
            bids.Where(level => level.Value > 0m).Select(level => level.Key).Order());
        Assert.Contains(bids.Keys, price => price % 0.1m != 0m);
        Assert.Equal(-1111, (await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=49000.005&quantity=0.010")).Code);
        BinanceAnswer finer = await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=49000.05&quantity=0.010");
        Assert.Equal("49000.05", finer.Text("price"));
    }

    [Fact]
    public async Task OpenInterest_CountsTheAccountsToo()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        decimal before = (await client.GetAsync("/fapi/v1/openInterest?symbol=BTCUSDT")).Number("openInterest");
        await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010");

        Assert.Equal(before + 0.01m, (await client.GetAsync("/fapi/v1/openInterest?symbol=BTCUSDT")).Number("openInterest"));
    }
}
