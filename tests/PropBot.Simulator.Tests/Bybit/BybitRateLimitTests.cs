using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Bybit;

/// <summary>How often one may ask, and what who asks too often hears.</summary>
public sealed class BybitRateLimitTests
{
    private const string Wallet = "/v5/account/wallet-balance?accountType=UNIFIED&coin=USDT";

    [Fact]
    public async Task PrivateAnswer_Always_SaysWhatIsLeft()
    {
        await using TestSimulator simulator = await StartAsync();
        using var client = new BybitRestClient(simulator);
        using var http = new HttpClient { BaseAddress = simulator.Host.Venues[VenueId.BybitLinear].Rest };

        using HttpResponseMessage answer = await http.SendAsync(client.Message(HttpMethod.Get, Wallet));

        Assert.Equal("50", Header(answer, "X-Bapi-Limit"));
        Assert.Equal("49", Header(answer, "X-Bapi-Limit-Status"));
        Assert.Equal(Millis(simulator.Host.Clock.GetUtcNow()), Header(answer, "X-Bapi-Limit-Reset-Timestamp"));
    }

    [Fact]
    public async Task PrivateEndpoint_OneTooMany_Is10006UntilTheSecondHasPassed()
    {
        await using TestSimulator simulator = await StartAsync();
        using var client = new BybitRestClient(simulator);
        using var other = new BybitRestClient(simulator, account: 2);
        using var http = new HttpClient { BaseAddress = simulator.Host.Venues[VenueId.BybitLinear].Rest };
        for (int i = 0; i < 50; i++)
        {
            await client.ResultAsync(Wallet);
        }

        using HttpResponseMessage over = await http.SendAsync(client.Message(HttpMethod.Get, Wallet));
        using JsonDocument body = JsonDocument.Parse(await over.Content.ReadAsStringAsync());
        Assert.Equal((HttpStatusCode.OK, 10006), (over.StatusCode, body.RootElement.GetProperty("retCode").GetInt32()));
        Assert.Equal("0", Header(over, "X-Bapi-Limit-Status"));
        Assert.Equal(Millis(simulator.Host.Clock.GetUtcNow() + TimeSpan.FromSeconds(1)), Header(over, "X-Bapi-Limit-Reset-Timestamp"));
        await other.ResultAsync(Wallet);
        await client.ResultAsync("/v5/position/list?category=linear&symbol=BTCUSDT");

        await simulator.AdvanceAsync(TimeSpan.FromSeconds(1));
        await client.ResultAsync(Wallet);
    }

    [Fact]
    public async Task Batch_BeyondTheLimit_PlacesTheFirstOrdersAndRefusesTheOthers()
    {
        await using TestSimulator simulator = await StartAsync();
        using var client = new BybitRestClient(simulator);
        var order = new { symbol = "BTCUSDT", side = "Buy", orderType = "Market", qty = "0.01" };

        JsonElement answer = await client.PostAsync(
            "/v5/order/create-batch", new { category = "linear", request = Enumerable.Repeat(order, 12).ToArray() });

        int[] codes = [.. answer.GetProperty("retExtInfo").GetProperty("list").EnumerateArray().Select(one => one.GetProperty("code").GetInt32())];
        Assert.Equal([.. Enumerable.Repeat(0, 10), 10006, 10006], codes);
        Assert.Equal(0, (await client.PlaceAsync()).GetProperty("retCode").GetInt32());
    }

    [Fact]
    public async Task Address_601InFiveSeconds_IsShutOutForTenMinutes()
    {
        await using TestSimulator simulator = await StartAsync();
        using var http = new HttpClient { BaseAddress = simulator.Host.Venues[VenueId.BybitLinear].Rest };
        for (int i = 0; i < 600; i++)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(http));
        }

        using (HttpResponseMessage over = await http.GetAsync(new Uri("/v5/market/time", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.Forbidden, over.StatusCode);
            Assert.Equal("access too frequent", await over.Content.ReadAsStringAsync());
        }

        await Assert.ThrowsAsync<WebSocketException>(() => BybitSockets.PublicAsync(simulator));
        simulator.Host.ForgetRequests();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http));
        for (int i = 0; i < 600; i++)
        {
            await StatusAsync(http);
        }

        simulator.Time.Advance(TimeSpan.FromMinutes(10) - TimeSpan.FromMilliseconds(1));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(http));
        simulator.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(http));
    }

    private static Task<TestSimulator> StartAsync() =>
        TestSimulator.StartAsync(VenueId.BybitLinear, change: options => options with { HasRateLimits = true });

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http)
    {
        using HttpResponseMessage answer = await http.GetAsync(new Uri("/v5/market/time", UriKind.Relative));
        return answer.StatusCode;
    }

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));

    private static string Millis(DateTimeOffset time) => time.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
}
