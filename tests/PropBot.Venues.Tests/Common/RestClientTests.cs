using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Tests.Common;

public sealed class RestClientTests
{
    private static readonly VenueClock Clock = new(TimeProvider.System, 0);

    [Fact]
    public async Task Send_AnswerOfAnyStatus_IsReceivedWhole()
    {
        await using FakeServer server = await FakeServer.StartAsync(context =>
        {
            context.Response.StatusCode = 400;
            return context.Response.WriteAsync("""{"code":-2019}""");
        });
        using RestClient client = Client(server.Address);

        var answer = Assert.IsType<RestAnswer.Received>(await client.SendAsync(Post(), CancellationToken.None));

        Assert.Equal(400, answer.Status);
        Assert.Equal("""{"code":-2019}""", System.Text.Encoding.UTF8.GetString(answer.Body));
    }

    [Fact]
    public async Task Send_NoAnswerInTime_IsLostAndWasSentOnce()
    {
        int received = 0;
        await using FakeServer server = await FakeServer.StartAsync(async context =>
        {
            Interlocked.Increment(ref received);
            await FakeServer.UntilGoneAsync(context.RequestAborted);
        });
        using RestClient client = Client(server.Address, TimeSpan.FromMilliseconds(200));

        Assert.IsType<RestAnswer.Lost>(await client.SendAsync(Post(), CancellationToken.None));
        Assert.Equal(1, received);
    }

    /// <summary>
    /// Goal: an order goes out once. The handler below HttpClient repeats a request without content when a kept-alive
    /// connection is closed before the answer, up to three times; the client must not let it.
    /// </summary>
    [Theory]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task Send_ConnectionClosedBeforeTheAnswer_IsLostAndWasSentOnce(string method)
    {
        int received = 0;
        await using FakeServer server = await FakeServer.StartAsync(context =>
        {
            if (context.Request.Method != "GET")
            {
                Interlocked.Increment(ref received);
                context.Abort();
            }

            return Task.CompletedTask;
        });
        using RestClient client = Client(server.Address);
        Assert.IsType<RestAnswer.Received>(await client.SendAsync(Request(HttpMethod.Get), CancellationToken.None));

        Assert.IsType<RestAnswer.Lost>(await client.SendAsync(Request(new HttpMethod(method)), CancellationToken.None));
        Assert.Equal(1, received);
    }

    [Fact]
    public async Task Send_NobodyListens_WasNotSent()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        int port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        using RestClient client = Client(new Uri($"http://127.0.0.1:{port}"));

        var answer = Assert.IsType<RestAnswer.NotSent>(await client.SendAsync(Post(), CancellationToken.None));
        Assert.False(answer.RateLimited);
    }

    [Fact]
    public async Task Send_NoTokensInTime_WasNotSent()
    {
        var budget = new RateBudget("test", Clock, 10, TimeSpan.FromHours(1));
        Assert.True(budget.TryTake(RequestLane.Hedge, 10));
        using RestClient client = Client(new Uri("http://127.0.0.1:9"), TimeSpan.FromMilliseconds(50));
        var request = new RestRequest("test", RequestLane.Hedge, [new RateCharge(budget, 1)], () => throw new InvalidOperationException());

        var answer = Assert.IsType<RestAnswer.NotSent>(await client.SendAsync(request, CancellationToken.None));
        Assert.True(answer.RateLimited);
    }

    [Fact]
    public async Task Send_CancelledBefore_Throws()
    {
        using RestClient client = Client(new Uri("http://127.0.0.1:9"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.SendAsync(Post(), new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Send_CancelledAfterItWasSent_IsLost()
    {
        using var stop = new CancellationTokenSource();
        await using FakeServer server = await FakeServer.StartAsync(async context =>
        {
            await stop.CancelAsync();
            await FakeServer.UntilGoneAsync(context.RequestAborted);
        });
        using RestClient client = Client(server.Address);

        Assert.IsType<RestAnswer.Lost>(await client.SendAsync(Post(), stop.Token));
    }

    private static RestClient Client(Uri address, TimeSpan? timeout = null) =>
        new(SomeVenue.At(address) with { RequestTimeout = timeout ?? TimeSpan.FromSeconds(10) }, Clock, new VenueCounters());

    private static RestRequest Post() => Request(HttpMethod.Post);

    private static RestRequest Request(HttpMethod method) =>
        new("test", RequestLane.Hedge, [], () => new HttpRequestMessage(method, "/order?symbol=BTCUSDT"));
}
