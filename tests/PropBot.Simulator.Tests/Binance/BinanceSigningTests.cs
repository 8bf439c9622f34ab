using System.Net;
using System.Text;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Binance;

public sealed class BinanceSigningTests
{
    private const string Path = "/fapi/v2/balance";

    [Fact]
    public async Task SignedRequest_RightSecret_IsAnswered()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);

        BinanceAnswer answer = await client.SignedAsync(HttpMethod.Get, Path);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("100000.00000000", answer.Body[0].GetProperty("balance").GetString());
    }

    [Fact]
    public async Task SignedRequest_ParametersInQueryAndBody_AreSignedInSentOrder()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        long now = simulator.Host.Clock.GetUtcNow().ToUnixTimeMilliseconds();

        // The example of the venue's documents: query and body are glued together without anything between them.
        const string Query = "symbol=BTCUSDT&side=BUY";
        string body = $"type=MARKET&quantity=0.010&timestamp={now}";
        string signature = client.SignatureOf(Query + body);
        using var content = new StringContent($"{body}&signature={signature}", Encoding.UTF8, "application/x-www-form-urlencoded");

        BinanceAnswer answer = await client.SendAsync(HttpMethod.Post, $"/fapi/v1/order?{Query}", withKey: true, body: content);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
    }

    [Fact]
    public async Task SignedRequest_ClientIdEscaped_IsSignedAsSent()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);

        BinanceAnswer answer = await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.010&newClientOrderId=a%3Ab%2Fc");

        Assert.Equal("a:b/c", answer.Text("clientOrderId"));
    }

    [Theory]
    [InlineData("signature of something else", -1022, HttpStatusCode.BadRequest)]
    [InlineData("unknown key", -2015, HttpStatusCode.Unauthorized)]
    [InlineData("no key", -2014, HttpStatusCode.Unauthorized)]
    [InlineData("no signature", -1102, HttpStatusCode.BadRequest)]
    [InlineData("no timestamp", -1102, HttpStatusCode.BadRequest)]
    [InlineData("timestamp is text", -1100, HttpStatusCode.BadRequest)]
    [InlineData("too old", -1021, HttpStatusCode.BadRequest)]
    [InlineData("too early", -1021, HttpStatusCode.BadRequest)]
    [InlineData("window too long", -1131, HttpStatusCode.BadRequest)]
    public async Task SignedRequest_SomethingWrong_IsRefusedWithItsCode(string wrong, int code, HttpStatusCode status)
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        long now = simulator.Host.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        string query = wrong switch
        {
            "signature of something else" => $"timestamp={now}&signature={client.SignatureOf("timestamp=1")}",
            "no signature" => $"timestamp={now}",
            "no timestamp" => $"recvWindow=5000&signature={client.SignatureOf("recvWindow=5000")}",
            "timestamp is text" => $"timestamp=now&signature={client.SignatureOf("timestamp=now")}",
            "too old" => client.Signed("", now - 5_001),
            "too early" => client.Signed("", now + 1_000),
            "window too long" => client.Signed("recvWindow=60001"),
            _ => client.Signed(""),
        };

        BinanceAnswer answer = await client.SendAsync(
            HttpMethod.Get, $"{Path}?{query}", withKey: wrong != "no key", key: wrong == "unknown key" ? "somebody" : null);

        Assert.Equal((status, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task SignedRequest_FastMarket_WindowIsRealTime()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm, speed: 100);
        using var client = new BinanceRestClient(simulator);
        long now = simulator.Host.Clock.GetUtcNow().ToUnixTimeMilliseconds();

        // 5 s of real time are 500 s of this market's.
        BinanceAnswer inside = await client.SendAsync(HttpMethod.Get, $"{Path}?{client.Signed("", now - 499_000)}", withKey: true);
        BinanceAnswer outside = await client.SendAsync(HttpMethod.Get, $"{Path}?{client.Signed("", now - 501_000)}", withKey: true);

        Assert.Equal(HttpStatusCode.OK, inside.Status);
        Assert.Equal(-1021, outside.Code);
    }

    [Fact]
    public async Task Request_UnknownPath_IsNotFoundInTheVenuesWords()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);

        BinanceAnswer answer = await client.GetAsync("/fapi/v1/nothing");

        Assert.Equal((HttpStatusCode.NotFound, -5000), (answer.Status, answer.Code));
        Assert.Equal("Path /fapi/v1/nothing, Method GET is invalid", answer.Text("msg"));
    }

    [Fact]
    public async Task Request_BodyTooLongOrNotText_IsRefusedWithAnErrorBody()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using var client = new BinanceRestClient(simulator);
        using var tooLong = new ByteArrayContent(new byte[100_000]);
        using var notText = new ByteArrayContent([0xC3, 0x28]);

        BinanceAnswer first = await client.SendAsync(HttpMethod.Post, "/fapi/v1/order", withKey: true, body: tooLong);
        BinanceAnswer second = await client.SendAsync(HttpMethod.Post, "/fapi/v1/order", withKey: true, body: notText);

        Assert.Equal(-1100, first.Code);
        Assert.Equal(-1100, second.Code);
        Assert.Equal(HttpStatusCode.BadRequest, second.Status);
    }

    [Fact]
    public async Task Requests_Weight_IsCountedAndLimited()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(
            VenueId.BinanceUm, change: options => options with { HasRateLimits = true });
        using var client = new BinanceRestClient(simulator);

        // 119 snapshots of weight 20, then the 120th reaches 2400 and the next is over.
        BinanceAnswer last = null!;
        for (int i = 0; i < 120; i++)
        {
            last = await client.GetAsync("/fapi/v1/depth?symbol=BTCUSDT&limit=1000");
        }

        Assert.Equal((HttpStatusCode.OK, "2400"), (last.Status, last.Headers["X-MBX-USED-WEIGHT-1M"]));
        BinanceAnswer over = await client.GetAsync("/fapi/v1/ping");
        Assert.Equal((HttpStatusCode.TooManyRequests, -1003), (over.Status, over.Code));
        Assert.Equal("60", over.Headers["Retry-After"]);

        simulator.Host.ForgetRequests();
        Assert.Equal("1", (await client.GetAsync("/fapi/v1/ping")).Headers["X-MBX-USED-WEIGHT-1M"]);
        for (int i = 0; i < 120; i++)
        {
            last = await client.GetAsync("/fapi/v1/depth?symbol=BTCUSDT&limit=1000");
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last.Status);
        await simulator.AdvanceAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/fapi/v1/ping")).Status);
    }
}
