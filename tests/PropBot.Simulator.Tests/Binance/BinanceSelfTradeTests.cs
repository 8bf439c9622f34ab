using System.Net;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Binance;

/// <summary>Two orders of one account meet: what the answer, the stream and the queries say of both. Bid 49,999.5, ask 50,000.5.</summary>
public sealed class BinanceSelfTradeTests
{
    [Theory]
    [InlineData("", "EXPIRE_MAKER", "EXPIRED_IN_MATCH", "FILLED", "0.010")]
    [InlineData("&selfTradePreventionMode=EXPIRE_MAKER", "EXPIRE_MAKER", "EXPIRED_IN_MATCH", "FILLED", "0.010")]
    [InlineData("&selfTradePreventionMode=EXPIRE_TAKER", "EXPIRE_TAKER", "NEW", "EXPIRED_IN_MATCH", "0.000")]
    [InlineData("&selfTradePreventionMode=EXPIRE_BOTH", "EXPIRE_BOTH", "EXPIRED_IN_MATCH", "EXPIRED_IN_MATCH", "0.000")]
    public async Task Taker_MeetsItsOwnOrder_BothSayWhatBecameOfThem(string mode, string shown, string maker, string taker, string filled)
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=49999.8&quantity=0.020&newClientOrderId=rests");

        BinanceAnswer placed = await client.PlaceAsync(
            $"symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=IOC&price=49990.0&quantity=0.010&newClientOrderId=comes&newOrderRespType=RESULT{mode}");

        Assert.Equal(HttpStatusCode.OK, placed.Status);
        Assert.Equal((taker, filled, shown), (placed.Text("status"), placed.Text("executedQty"), placed.Text("selfTradePreventionMode")));
        BinanceAnswer rests = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=rests");
        Assert.Equal((maker, "0.000", "EXPIRE_MAKER"), (rests.Text("status"), rests.Text("executedQty"), rests.Text("selfTradePreventionMode")));
    }

    [Fact]
    public async Task Stream_OfAnOrderThatGivesWay_TellsItAsExpiredBySelfTrade()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        using SocketClient stream = await BinanceUserStream.OpenAsync(simulator, client);
        await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=49999.8&quantity=0.020&newClientOrderId=rests");
        await client.PlaceAsync(
            "symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=IOC&price=49990.0&quantity=0.010&newClientOrderId=comes&selfTradePreventionMode=EXPIRE_TAKER");

        JsonElement ended = (await stream.NextOrderAsync("EXPIRED")).GetProperty("o");

        Assert.Equal(
            ("comes", "EXPIRED_IN_MATCH", "EXPIRE_TAKER", "1", "0"), (ended.Text("c"), ended.Text("X"), ended.Text("V"), ended.Text("er"), ended.Text("z")));
    }

    [Theory]
    [InlineData("NONE")]
    [InlineData("CANCEL")]
    public async Task Mode_ThatIsNoneOrUnknown_IsRefused(string mode)
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);

        BinanceAnswer refused = await client.PlaceAsync(
            $"symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010&selfTradePreventionMode={mode}");

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
    }
}
