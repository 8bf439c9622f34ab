using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Okx;

/// <summary>How often one may ask, and what who asks too often hears.</summary>
public sealed class OkxRateLimitTests
{
    private static readonly TimeSpan TwoSeconds = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task PublicEndpoint_OneTooMany_IsHttp429UntilTwoSecondsHavePassed()
    {
        await using TestSimulator simulator = await StartAsync();
        using var client = new OkxRestClient(simulator);
        for (int i = 0; i < 40; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await client.PublicAsync("/api/v5/market/books?instId=BTC-USDT-SWAP")).Status);
        }

        (HttpStatusCode status, JsonElement body) = await client.PublicAsync("/api/v5/market/books?instId=ETH-USDT-SWAP");
        Assert.Equal((HttpStatusCode.TooManyRequests, "50011"), (status, body.GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.OK, (await client.PublicAsync("/api/v5/market/ticker?instId=BTC-USDT-SWAP")).Status);

        await simulator.AdvanceAsync(TwoSeconds);
        Assert.Equal(HttpStatusCode.OK, (await client.PublicAsync("/api/v5/market/books?instId=BTC-USDT-SWAP")).Status);
    }

    [Fact]
    public async Task PublicEndpoint_CountedByInstrument_LeavesTheOtherInstrument()
    {
        await using TestSimulator simulator = await StartAsync();
        using var client = new OkxRestClient(simulator);
        for (int i = 0; i < 10; i++)
        {
            await client.PublicAsync("/api/v5/public/funding-rate?instId=BTC-USDT-SWAP");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, (await client.PublicAsync("/api/v5/public/funding-rate?instId=BTC-USDT-SWAP")).Status);
        Assert.Equal(HttpStatusCode.OK, (await client.PublicAsync("/api/v5/public/funding-rate?instId=ETH-USDT-SWAP")).Status);
    }

    [Fact]
    public async Task PrivateEndpoint_OneTooMany_Is50011ForThatUserAlone()
    {
        await using TestSimulator simulator = await StartAsync();
        using var client = new OkxRestClient(simulator);
        using var other = new OkxRestClient(simulator, account: 2);
        for (int i = 0; i < 10; i++)
        {
            await client.DataAsync("/api/v5/account/balance");
        }

        (HttpStatusCode status, JsonElement body) = await client.GetAsync("/api/v5/account/balance");
        Assert.Equal((HttpStatusCode.OK, "50011"), (status, body.GetProperty("code").GetString()));
        await other.DataAsync("/api/v5/account/balance");
    }

    [Fact]
    public async Task Orders_SixtyOfAnInstrument_LeaveTheOtherInstrumentAndTheBatch()
    {
        await using TestSimulator simulator = await StartAsync();
        using var client = new OkxRestClient(simulator);
        for (int i = 0; i < 60; i++)
        {
            await client.PlaceAsync(("sz", "0.01"));
        }

        var order = new { instId = "BTC-USDT-SWAP", tdMode = "cross", side = "buy", ordType = "market", sz = "0.01" };
        Assert.Equal("50011", await CodeAsync(client, "/api/v5/trade/order", order));
        Assert.Equal("50011", await CodeAsync(client, "/api/v5/trade/batch-orders", new[] { order }));
        Assert.Equal("0", await CodeAsync(client, "/api/v5/trade/batch-orders", new[] { order, order }));
        Assert.Equal("0", (await client.PlaceAsync(("instId", "ETH-USDT-SWAP"))).GetProperty("sCode").GetString());

        simulator.Host.ForgetRequests();
        Assert.Equal("0", await CodeAsync(client, "/api/v5/trade/batch-orders", new[] { order }));
    }

    [Fact]
    public async Task Orders_AThousandOfAnAccount_Are50061()
    {
        await using TestSimulator simulator = await StartAsync();
        using var client = new OkxRestClient(simulator);
        foreach ((string instrument, int batches) in new[] { ("BTC-USDT-SWAP", 15), ("ETH-USDT-SWAP", 15) })
        {
            // What cannot be read as an order is counted too.
            object[] batch = [.. Enumerable.Repeat<object>(new { instId = instrument }, 20)];
            for (int i = 0; i < batches; i++)
            {
                await client.PostAsync("/api/v5/trade/batch-orders", batch);
            }

            for (int i = 0; i < 10; i++)
            {
                await client.PostAsync("/api/v5/trade/amend-batch-orders", batch);
            }
        }

        var order = new { instId = "BTC-USDT-SWAP", tdMode = "cross", side = "buy", ordType = "market", sz = "0.01" };
        Assert.Equal("50061", await CodeAsync(client, "/api/v5/trade/order", order));
        Assert.Equal("1", await CodeAsync(client, "/api/v5/trade/cancel-order", new { instId = "BTC-USDT-SWAP", ordId = "1" }));
    }

    [Fact]
    public async Task Stream_MoreThan480Requests_Is60014AndTheStreamStays()
    {
        await using TestSimulator simulator = await StartAsync();
        using SocketClient socket = await OkxSockets.PublicAsync(simulator);
        for (int i = 0; i < 480; i++)
        {
            await OkxSockets.ExpectErrorAsync(socket, OkxSockets.Subscribe("""{"channel":"none","instId":"BTC-USDT-SWAP"}"""), "60018");
        }

        await OkxSockets.ExpectErrorAsync(socket, OkxSockets.Subscribe("""{"channel":"tickers","instId":"BTC-USDT-SWAP"}"""), "60014");
        await socket.SendAsync("ping");
        Assert.Equal("pong", await socket.ReceiveTextAsync());
    }

    [Fact]
    public async Task Connections_FourInASecond_TheFourthIsRefused()
    {
        await using TestSimulator simulator = await StartAsync();
        using SocketClient first = await OkxSockets.PublicAsync(simulator);
        using SocketClient second = await OkxSockets.PrivateAsync(simulator);
        using SocketClient third = await OkxSockets.PublicAsync(simulator);

        await Assert.ThrowsAsync<WebSocketException>(() => OkxSockets.PublicAsync(simulator));

        simulator.Host.ForgetRequests();
        using SocketClient another = await OkxSockets.PublicAsync(simulator);

        await simulator.AdvanceAsync(TimeSpan.FromSeconds(1));
        using SocketClient fourth = await OkxSockets.PublicAsync(simulator);
        Assert.Equal(WebSocketState.Open, fourth.State);
    }

    private static Task<TestSimulator> StartAsync() =>
        TestSimulator.StartAsync(VenueId.OkxPerp, change: options => options with { HasRateLimits = true });

    private static async Task<string?> CodeAsync(OkxRestClient client, string path, object body) =>
        (await client.PostAsync(path, body)).Body.GetProperty("code").GetString();
}
