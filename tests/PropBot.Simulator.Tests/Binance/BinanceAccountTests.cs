using System.Net;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Binance;

public sealed class BinanceAccountTests
{
    [Fact]
    public async Task Settings_AreSetReadBackAndTold()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        BinanceAnswer key = await client.KeyedAsync(HttpMethod.Post, "/fapi/v1/listenKey");
        using SocketClient stream = await SocketClient.ConnectAsync(
            new Uri(simulator.Host.Venues[VenueId.BinanceUm].PrivateStream, $"/private/ws?listenKey={key.Text("listenKey")}"));
        await stream.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        await stream.ReceiveAsync();

        BinanceAnswer leverage = await client.SignedAsync(HttpMethod.Post, "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=3");
        BinanceAnswer margin = await client.SignedAsync(HttpMethod.Post, "/fapi/v1/marginType", "symbol=BTCUSDT&marginType=CROSSED");
        BinanceAnswer oneWay = await client.SignedAsync(HttpMethod.Post, "/fapi/v1/positionSide/dual", "dualSidePosition=false");
        BinanceAnswer mode = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/positionSide/dual");
        BinanceAnswer config = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/symbolConfig", "symbol=BTCUSDT");
        BinanceAnswer tooHigh = await client.SignedAsync(HttpMethod.Post, "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=500");

        Assert.Equal(3, leverage.Body.GetProperty("leverage").GetInt32());
        Assert.Equal((-4046, -4059, -4028), (margin.Code, oneWay.Code, tooHigh.Code));
        Assert.False(mode.Body.GetProperty("dualSidePosition").GetBoolean());
        Assert.Equal((3, "CROSSED"), (config.Body[0].GetProperty("leverage").GetInt32(), config.Body[0].GetProperty("marginType").GetString()));
        JsonElement told = await stream.ReceiveAsync();
        Assert.Equal("ACCOUNT_CONFIG_UPDATE", told.GetProperty("e").GetString());
        Assert.Equal(3, told.GetProperty("ac").GetProperty("l").GetInt32());
    }

    [Fact]
    public async Task Funding_IsPaidToldAndInTheStatement()
    {
        // Starts ten seconds before the settlement at 16:00.
        await using TestSimulator simulator = await TestSimulator.StartAsync(
            VenueId.BinanceUm, start: new DateTimeOffset(2026, 1, 5, 15, 59, 58, TimeSpan.Zero));
        using var client = new BinanceRestClient(simulator);
        BinanceAnswer key = await client.KeyedAsync(HttpMethod.Post, "/fapi/v1/listenKey");
        using SocketClient stream = await SocketClient.ConnectAsync(
            new Uri(simulator.Host.Venues[VenueId.BinanceUm].PrivateStream, $"/ws/{key.Text("listenKey")}"));
        await client.PlaceAsync("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.100");

        await simulator.AdvanceAsync(TimeSpan.FromSeconds(3));

        // A short of 0.1 at 50000 gets 0.1 * 50000 * 0.0001 = 0.5.
        JsonElement told = await stream.ReceiveUntilAsync(message =>
            message.GetProperty("e").GetString() == "ACCOUNT_UPDATE" && message.GetProperty("a").GetProperty("m").GetString() == "FUNDING_FEE");
        Assert.Equal("0.5", told.GetProperty("a").GetProperty("B")[0].GetProperty("bc").GetString());
        Assert.Empty(told.GetProperty("a").GetProperty("P").EnumerateArray());
        BinanceAnswer income = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/income", "incomeType=FUNDING_FEE");
        Assert.Equal("0.50000000", Assert.Single(income.Body.EnumerateArray()).GetProperty("income").GetString());
        BinanceAnswer settled = await client.GetAsync("/fapi/v1/fundingRate?symbol=BTCUSDT");
        Assert.Equal("0.00010000", Assert.Single(settled.Body.EnumerateArray()).GetProperty("fundingRate").GetString());
    }

    [Fact]
    public async Task ListenKey_IsKeptAliveEndedAndRunsOut()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);

        BinanceAnswer none = await client.KeyedAsync(HttpMethod.Put, "/fapi/v1/listenKey");
        BinanceAnswer first = await client.KeyedAsync(HttpMethod.Post, "/fapi/v1/listenKey");
        BinanceAnswer same = await client.KeyedAsync(HttpMethod.Post, "/fapi/v1/listenKey");
        BinanceAnswer kept = await client.KeyedAsync(HttpMethod.Put, "/fapi/v1/listenKey");
        await client.KeyedAsync(HttpMethod.Delete, "/fapi/v1/listenKey");
        BinanceAnswer next = await client.KeyedAsync(HttpMethod.Post, "/fapi/v1/listenKey");
        using SocketClient stream = await SocketClient.ConnectAsync(
            new Uri(simulator.Host.Venues[VenueId.BinanceUm].PrivateStream, $"/ws/{next.Text("listenKey")}"));
        await stream.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        await stream.ReceiveAsync();
        simulator.Time.Advance(TimeSpan.FromMinutes(61));
        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(100));

        Assert.Equal((HttpStatusCode.BadRequest, -1125), (none.Status, none.Code));
        Assert.Equal((first.Text("listenKey"), first.Text("listenKey")), (same.Text("listenKey"), kept.Text("listenKey")));
        Assert.NotEqual(first.Text("listenKey"), next.Text("listenKey"));
        Assert.Equal("listenKeyExpired", (await stream.ReceiveAsync()).GetProperty("e").GetString());
        Assert.Equal(-1125, (await client.KeyedAsync(HttpMethod.Put, "/fapi/v1/listenKey")).Code);
    }

    [Fact]
    public async Task LeverageBrackets_FollowEachOther()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);

        BinanceAnswer answer = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/leverageBracket", "symbol=BTCUSDT");
        JsonElement[] brackets = [.. Assert.Single(answer.Body.EnumerateArray()).GetProperty("brackets").EnumerateArray()];
        BinanceAnswer fees = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/commissionRate", "symbol=BTCUSDT");

        Assert.All(brackets.Zip(brackets.Skip(1)), pair =>
            Assert.Equal(pair.First.GetProperty("notionalCap").GetDecimal(), pair.Second.GetProperty("notionalFloor").GetDecimal()));
        Assert.True(fees.Number("takerCommissionRate") > fees.Number("makerCommissionRate"));
    }
}
