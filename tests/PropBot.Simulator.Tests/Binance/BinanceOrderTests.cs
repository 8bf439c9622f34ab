using System.Net;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Binance;

/// <summary>Goal: an order's life over REST and the user stream is the venue's, field by field.</summary>
public sealed class BinanceOrderTests
{
    [Fact]
    public async Task MarketOrder_FillsAtOnce_AndTheStreamTellsIt()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        using SocketClient stream = await UserStreamAsync(simulator, client);

        BinanceAnswer placed = await client.PlaceAsync(
            "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.100&newClientOrderId=leg1&newOrderRespType=RESULT");

        Assert.Equal(HttpStatusCode.OK, placed.Status);
        Assert.Equal(("FILLED", "0.100", "MARKET", "GTC"), (placed.Text("status"), placed.Text("executedQty"), placed.Text("type"), placed.Text("timeInForce")));
        Assert.Equal("1", placed.Headers["X-MBX-ORDER-COUNT-1M"]);

        JsonElement accepted = await stream.ReceiveAsync();
        Assert.Equal("ORDER_TRADE_UPDATE", accepted.GetProperty("e").GetString());
        Assert.Equal(("NEW", "NEW", "leg1", "0"), (Field(accepted, "x"), Field(accepted, "X"), Field(accepted, "c"), Field(accepted, "z")));

        // A trade in short, one account update and one order update per level that was taken; the last one says FILLED.
        decimal quantity = 0m, notional = 0m, fees = 0m, wallet = 0m;
        JsonElement last = default;
        do
        {
            JsonElement trade = await stream.ReceiveAsync();
            Assert.Equal(("TRADE_LITE", "leg1"), (trade.GetProperty("e").GetString(), trade.GetProperty("c").GetString()));
            JsonElement account = await stream.ReceiveAsync();
            Assert.Equal("ACCOUNT_UPDATE", account.GetProperty("e").GetString());
            Assert.Equal("ORDER", account.GetProperty("a").GetProperty("m").GetString());
            wallet = WireNumber.Parse(account.GetProperty("a").GetProperty("B")[0].GetProperty("wb").GetString()!);
            last = await stream.ReceiveAsync();
            Assert.Equal(("TRADE", "USDT"), (Field(last, "x"), Field(last, "N")));
            Assert.Equal(
                (trade.GetProperty("t").GetInt64(), trade.GetProperty("L").GetString()),
                (last.GetProperty("o").GetProperty("t").GetInt64(), Field(last, "L")));
            Assert.False(last.GetProperty("o").GetProperty("m").GetBoolean());
            quantity += Decimal(last, "l");
            notional += Decimal(last, "l") * Decimal(last, "L");
            fees += Decimal(last, "n");
        }
        while (Field(last, "X") != "FILLED");

        Assert.Equal(0.1m, quantity);
        Assert.Equal(notional, placed.Number("cumQuote"));
        Assert.Equal(100_000m - fees, wallet);

        BinanceAnswer trades = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/userTrades", "symbol=BTCUSDT");
        Assert.Equal(notional, trades.Body.EnumerateArray().Sum(trade => Number(trade, "price") * Number(trade, "qty")));
        Assert.Equal(fees, trades.Body.EnumerateArray().Sum(trade => Number(trade, "commission")));

        BinanceAnswer income = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/income", "incomeType=COMMISSION");
        Assert.Equal(-fees, income.Body.EnumerateArray().Sum(line => Number(line, "income")));
    }

    [Fact]
    public async Task LimitOrder_RestsIsFoundAndCancelled()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        using SocketClient stream = await UserStreamAsync(simulator, client);

        BinanceAnswer placed = await client.PlaceAsync(
            "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX&price=49000.0&quantity=0.010&newClientOrderId=rest1");
        long orderId = placed.Body.GetProperty("orderId").GetInt64();
        BinanceAnswer open = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/openOrders", "symbol=BTCUSDT");
        BinanceAnswer byClientId = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=rest1");
        BinanceAnswer cancelled = await client.SignedAsync(HttpMethod.Delete, "/fapi/v1/order", $"symbol=BTCUSDT&orderId={orderId}");
        BinanceAnswer again = await client.SignedAsync(HttpMethod.Delete, "/fapi/v1/order", $"symbol=BTCUSDT&orderId={orderId}");
        BinanceAnswer afterwards = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/order", $"symbol=BTCUSDT&orderId={orderId}");

        Assert.Equal(("NEW", "GTX", "49000.0"), (placed.Text("status"), placed.Text("timeInForce"), placed.Text("price")));
        Assert.Equal(orderId, Assert.Single(open.Body.EnumerateArray()).GetProperty("orderId").GetInt64());
        Assert.Equal(orderId, byClientId.Body.GetProperty("orderId").GetInt64());
        Assert.Equal("CANCELED", cancelled.Text("status"));
        Assert.Equal((HttpStatusCode.BadRequest, -2011), (again.Status, again.Code));
        Assert.Equal("CANCELED", afterwards.Text("status"));
        JsonElement first = await stream.ReceiveAsync();
        JsonElement second = await stream.ReceiveAsync();
        Assert.Equal(("NEW", "CANCELED", "CANCELED"), (Field(first, "x"), Field(second, "x"), Field(second, "X")));
    }

    [Fact]
    public async Task LimitOrder_ReachedByTheMarket_FillsAsMakerAtItsPrice()
    {
        // The mid falls from 50000 to 49000 five steps in.
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm, btc: step => step < 5 ? 50_000m : 49_000m);
        using var client = new BinanceRestClient(simulator);
        using SocketClient stream = await UserStreamAsync(simulator, client);
        await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX&price=49500.0&quantity=0.010");

        await simulator.AdvanceAsync(TimeSpan.FromSeconds(1));

        JsonElement fill = await stream.ReceiveUntilAsync(message => message.GetProperty("e").GetString() == "ORDER_TRADE_UPDATE" && Field(message, "x") == "TRADE");
        Assert.Equal(("FILLED", 49_500m), (Field(fill, "X"), Decimal(fill, "L")));
        Assert.True(fill.GetProperty("o").GetProperty("m").GetBoolean());
    }

    [Fact]
    public async Task PositionAndProfit_AgreeInEveryView()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm, btc: step => step < 5 ? 50_000m : 50_500m);
        using var client = new BinanceRestClient(simulator);
        using SocketClient stream = await UserStreamAsync(simulator, client);
        await client.PlaceAsync("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.200");
        await simulator.AdvanceAsync(TimeSpan.FromSeconds(1));

        BinanceAnswer risk = await client.SignedAsync(HttpMethod.Get, "/fapi/v3/positionRisk", "symbol=BTCUSDT");
        JsonElement position = Assert.Single(risk.Body.EnumerateArray());
        Assert.Equal((-0.2m, 50_500m), (Number(position, "positionAmt"), Number(position, "markPrice")));
        Assert.True(Number(position, "unRealizedProfit") < -99m);

        BinanceAnswer closed = await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.200&reduceOnly=true&newOrderRespType=RESULT");
        Assert.Equal("FILLED", closed.Text("status"));
        BinanceAnswer flat = await client.SignedAsync(HttpMethod.Get, "/fapi/v3/positionRisk");
        Assert.Empty(flat.Body.EnumerateArray());
        BinanceAnswer all = await client.SignedAsync(HttpMethod.Get, "/fapi/v2/positionRisk");
        Assert.Equal(2, all.Body.GetArrayLength());

        BinanceAnswer income = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/income");
        BinanceAnswer account = await client.SignedAsync(HttpMethod.Get, "/fapi/v2/account");
        Assert.Equal(account.Number("totalWalletBalance"), income.Body.EnumerateArray().Sum(line => Number(line, "income")));

        // The stream's realised profit (cr, all fills so far) is the statement's.
        JsonElement last = await stream.ReceiveUntilAsync(message =>
            message.GetProperty("e").GetString() == "ACCOUNT_UPDATE" && message.GetProperty("a").GetProperty("P")[0].GetProperty("pa").GetString() == "0");
        decimal realized = income.Body.EnumerateArray().Where(line => line.GetProperty("incomeType").GetString() == "REALIZED_PNL").Sum(line => Number(line, "income"));
        Assert.Equal(realized, Number(last.GetProperty("a").GetProperty("P")[0], "cr"));
    }

    [Fact]
    public async Task ImmediateOrCancel_Unfilled_Expires()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        using SocketClient stream = await UserStreamAsync(simulator, client);

        BinanceAnswer placed = await client.PlaceAsync(
            "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=IOC&price=49000.0&quantity=0.010&newOrderRespType=RESULT");

        Assert.Equal(("EXPIRED", "0.000"), (placed.Text("status"), placed.Text("executedQty")));
        Assert.Equal("NEW", Field(await stream.ReceiveAsync(), "x"));
        JsonElement ended = await stream.ReceiveAsync();
        Assert.Equal(("EXPIRED", "EXPIRED", "2"), (Field(ended, "x"), Field(ended, "X"), Field(ended, "er")));
    }

    [Fact]
    public async Task FillOrKill_ThatCannotFill_IsRefusedAndForgotten()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        using SocketClient stream = await UserStreamAsync(simulator, client);

        BinanceAnswer refused = await client.PlaceAsync(
            "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=FOK&price=49000.0&quantity=0.010&newClientOrderId=fok1");
        BinanceAnswer query = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=fok1");
        BinanceAnswer history = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/allOrders", "symbol=BTCUSDT");
        await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=FOK&price=51000.0&quantity=0.010&newClientOrderId=fok2");

        Assert.Equal((-5021, -2013), (refused.Code, query.Code));
        Assert.Empty(history.Body.EnumerateArray());
        JsonElement first = await stream.ReceiveAsync();
        Assert.Equal(("NEW", "fok2"), (Field(first, "x"), Field(first, "c")));
    }

    [Fact]
    public async Task CancelAll_EndsEveryOrderOfTheSymbol()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=49000.0&quantity=0.010");
        await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=49100.0&quantity=0.010");
        await client.PlaceAsync("symbol=ETHUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=2450.00&quantity=0.100");

        BinanceAnswer answer = await client.SignedAsync(HttpMethod.Delete, "/fapi/v1/allOpenOrders", "symbol=BTCUSDT");
        BinanceAnswer open = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/openOrders");

        Assert.Equal(200, answer.Code);
        Assert.Equal("ETHUSDT", Assert.Single(open.Body.EnumerateArray()).GetProperty("symbol").GetString());
    }

    [Theory]
    [InlineData("symbol=BTCUSDX&side=BUY&type=MARKET&quantity=0.010", -1121)]
    [InlineData("side=BUY&type=MARKET&quantity=0.010", -1102)]
    [InlineData("symbol=BTCUSDT&side=UP&type=MARKET&quantity=0.010", -1117)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MAGIC&quantity=0.010", -1116)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=STOP_MARKET&quantity=0.010&stopPrice=1", -4120)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET", -1102)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=abc", -1100)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0", -4003)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010&timeInForce=IOC", -1106)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010&price=1", -1106)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010&positionSide=LONG", -4061)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010&newClientOrderId=a%20b", -1100)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010&newClientOrderId=1234567890123456789012345678901234567", -4015)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010&reduceOnly=maybe", -1130)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010&reduceOnly=true", -2022)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.0105", -1111)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&price=50000.0&quantity=0.010", -1102)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTE&price=50000.0&quantity=0.010", -1115)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.010", -1102)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=50000.05&quantity=0.010", -1111)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=49000.0&quantity=0.001", -4164)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=60000.0&quantity=0.010", -4016)]
    [InlineData("symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&price=40000.0&quantity=0.010", -4024)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTX&price=51000.0&quantity=0.010", -5022)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=49000.0&quantity=1000", -2019)]
    [InlineData("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=49000.0&quantity=1001", -4005)]
    public async Task Order_ThatBreaksARule_IsRefusedWithItsCode(string order, int code)
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);

        BinanceAnswer answer = await client.PlaceAsync(order);

        Assert.Equal((HttpStatusCode.BadRequest, code), (answer.Status, answer.Code));
        Assert.NotEqual("", answer.Text("msg"));
    }

    [Fact]
    public async Task Order_SameClientIdTwice_IsRefusedAndNotDoubled()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        const string Order = "symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010&newClientOrderId=once";

        BinanceAnswer first = await client.PlaceAsync(Order);
        BinanceAnswer second = await client.PlaceAsync(Order);
        BinanceAnswer position = await client.SignedAsync(HttpMethod.Get, "/fapi/v3/positionRisk");

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal(-4116, second.Code);
        Assert.Equal(0.01m, Number(position.Body[0], "positionAmt"));
    }

    [Fact]
    public async Task Accounts_OfTwoKeys_DoNotSeeEachOther()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var first = new BinanceRestClient(simulator);
        using var second = new BinanceRestClient(simulator, account: 2);
        await first.PlaceAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=49000.0&quantity=0.010&newClientOrderId=mine");

        BinanceAnswer theirs = await second.SignedAsync(HttpMethod.Get, "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=mine");
        BinanceAnswer cancel = await second.SignedAsync(HttpMethod.Delete, "/fapi/v1/order", "symbol=BTCUSDT&origClientOrderId=mine");

        Assert.Equal((-2013, -2011), (theirs.Code, cancel.Code));
    }

    private static async Task<SocketClient> UserStreamAsync(TestSimulator simulator, BinanceRestClient client)
    {
        BinanceAnswer key = await client.KeyedAsync(HttpMethod.Post, "/fapi/v1/listenKey");
        SocketClient stream = await SocketClient.ConnectAsync(
            new Uri(simulator.Host.Venues[VenueId.BinanceUm].PrivateStream, $"/ws/{key.Text("listenKey")}"));

        // An answer proves that the session is subscribed: requests of a session are carried out after its opening.
        await stream.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        Assert.Equal(1, (await stream.ReceiveAsync()).GetProperty("result").GetArrayLength());
        return stream;
    }

    private static string Field(JsonElement message, string name) => message.GetProperty("o").GetProperty(name).GetString()!;

    private static decimal Decimal(JsonElement message, string name) => WireNumber.Parse(Field(message, name));

    private static decimal Number(JsonElement element, string name) => WireNumber.Parse(element.GetProperty(name).GetString()!);
}
