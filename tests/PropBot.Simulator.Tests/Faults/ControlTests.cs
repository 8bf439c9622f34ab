using System.Net;
using System.Text;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulator.Tests.Binance;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Faults;

/// <summary>The control port: what it does, and whom it refuses.</summary>
public sealed class ControlTests
{
    private const string Token = "a-token-for-tests";

    [Theory]
    [InlineData("Origin", "http://127.0.0.1:8000", HttpStatusCode.Forbidden)]
    [InlineData("Origin", "null", HttpStatusCode.Forbidden)]
    [InlineData("Sec-Fetch-Site", "cross-site", HttpStatusCode.Forbidden)]
    [InlineData("Host", "evil.example", HttpStatusCode.Forbidden)]
    [InlineData("Host", "127.0.0.1:1", HttpStatusCode.Forbidden)]
    [InlineData("X-Sim-Token", "another", HttpStatusCode.Unauthorized)]
    [InlineData("X-Sim-Token", "", HttpStatusCode.Unauthorized)]
    public async Task Change_FromAPageOrWithoutTheToken_IsRefused(string header, string value, HttpStatusCode expected)
    {
        await using TestSimulator simulator = await StartAsync();

        (HttpStatusCode status, JsonElement body) = await SendAsync(
            simulator, HttpMethod.Post, "/sim/faults", """{"kind":"latency"}""", headers => Set(headers, header, value));

        Assert.Equal(expected, status);
        Assert.NotEmpty(body.GetProperty("detail").GetString()!);
        Assert.Empty((await simulator.ReadAsync("/sim/faults")).GetProperty("faults").EnumerateArray());
    }

    [Theory]
    [InlineData("Origin", "http://localhost")]
    [InlineData("Host", "evil.example:80")]
    public async Task Read_FromAPage_IsRefused(string header, string value)
    {
        await using TestSimulator simulator = await StartAsync();

        (HttpStatusCode status, _) = await SendAsync(simulator, HttpMethod.Get, "/sim/accounts", null, headers => Set(headers, header, value));

        Assert.Equal(HttpStatusCode.Forbidden, status);
    }

    [Theory]
    [InlineData("POST", "/sim/time", "{}", 422)]
    [InlineData("POST", "/sim/time", """{"advance_s":-1}""", 422)]
    [InlineData("POST", "/sim/time", """{"advance_s":1e9}""", 422)]
    [InlineData("POST", "/sim/time", """{"advance_s":99999999}""", 422)]
    [InlineData("POST", "/sim/time", """{"advance_s":1,"set_to":"2026-01-05T13:00:00Z"}""", 422)]
    [InlineData("POST", "/sim/time", """{"set_to":"2020-01-01T00:00:00Z"}""", 422)]
    [InlineData("POST", "/sim/time", """{"speed":-1}""", 422)]
    [InlineData("POST", "/sim/time", """{"speed":1,"typo":1}""", 422)]
    [InlineData("POST", "/sim/time", "not json", 400)]
    [InlineData("POST", "/sim/time", "[]", 400)]
    [InlineData("GET", "/sim/time", null, 405)]
    [InlineData("POST", "/sim/faults", """{"kind":"no_such_thing"}""", 422)]
    [InlineData("POST", "/sim/faults", """{"kind":"latency","venue":"okx_perp"}""", 422)]
    [InlineData("DELETE", "/sim/faults/77", null, 404)]
    [InlineData("DELETE", "/sim/faults/x", null, 404)]
    [InlineData("PUT", "/sim/faults", "{}", 405)]
    [InlineData("POST", "/sim/limits", "{}", 405)]
    [InlineData("POST", "/sim/accounts/okx_perp/deposit", """{"amount":"5"}""", 404)]
    [InlineData("POST", "/sim/accounts/binance_um/deposit", """{"amount":"0"}""", 422)]
    [InlineData("POST", "/sim/accounts/binance_um/deposit", """{}""", 422)]
    [InlineData("POST", "/sim/accounts/binance_um/deposit", """{"amount":"5","account":9}""", 404)]
    [InlineData("POST", "/sim/accounts/binance_um/withdraw", """{"amount":"100001"}""", 409)]
    [InlineData("POST", "/sim/accounts/binance_um/settings", """{}""", 422)]
    [InlineData("POST", "/sim/accounts/binance_um/settings", """{"leverage":5}""", 422)]
    [InlineData("POST", "/sim/accounts/binance_um/settings", """{"symbol":"BTCUSDT","leverage":2.5}""", 422)]
    [InlineData("POST", "/sim/accounts/binance_um/settings", """{"symbol":"BTCUSDT","margin_mode":"portfolio"}""", 422)]
    [InlineData("POST", "/sim/accounts/binance_um/settings", """{"symbol":"BTCUSDT","leverage":999}""", 409)]
    [InlineData("POST", "/sim/status", "{}", 405)]
    [InlineData("GET", "/sim/nothing", null, 404)]
    public async Task Request_ThatIsWrong_IsRefusedWithADetail(string method, string path, string? body, int expected)
    {
        await using TestSimulator simulator = await StartAsync();

        (HttpStatusCode status, JsonElement answer) = await SendAsync(simulator, new HttpMethod(method), path, body);

        Assert.Equal(expected, (int)status);
        Assert.NotEmpty(answer.GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task Faults_InjectedAndTakenBack_AreShownAndStrike()
    {
        await using TestSimulator simulator = await StartAsync();
        using var venue = new HttpClient { BaseAddress = simulator.Host.Venues[VenueId.BinanceUm].Rest };

        (HttpStatusCode status, JsonElement injected) = await SendAsync(
            simulator, HttpMethod.Post, "/sim/faults", """{"kind":"banned","venue":"binance_um","duration_s":60}""");
        Assert.Equal((HttpStatusCode.OK, 1), (status, injected.GetProperty("id").GetInt32()));
        Assert.Equal(418, (int)(await venue.GetAsync(new Uri("/fapi/v1/time", UriKind.Relative))).StatusCode);
        JsonElement shown = (await simulator.ReadAsync("/sim/faults")).GetProperty("faults")[0];
        Assert.Equal(("banned", true, 1L), (shown.GetProperty("kind").GetString(), shown.GetProperty("active").GetBoolean(), shown.GetProperty("struck").GetInt64()));

        await SendAsync(simulator, HttpMethod.Delete, "/sim/faults/1", null);
        Assert.Equal(200, (int)(await venue.GetAsync(new Uri("/fapi/v1/time", UriKind.Relative))).StatusCode);
        shown = (await simulator.ReadAsync("/sim/faults")).GetProperty("faults")[0];
        Assert.Equal((false, true), (shown.GetProperty("active").GetBoolean(), shown.GetProperty("over").GetBoolean()));
    }

    [Fact]
    public async Task Time_Virtual_MovesOnlyByAdvance()
    {
        await using TestSimulator simulator = await StartAsync(speed: 0);
        DateTimeOffset start = simulator.Host.Clock.GetUtcNow();
        simulator.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(start, simulator.Host.Clock.GetUtcNow());

        (_, JsonElement answer) = await SendAsync(simulator, HttpMethod.Post, "/sim/time", """{"advance_s":60}""");

        Assert.Equal(start + TimeSpan.FromMinutes(1), answer.GetProperty("market_time").GetDateTimeOffset());
        Assert.Equal(start + TimeSpan.FromMinutes(1), (await simulator.ReadAsync("/sim/status")).GetProperty("market_time").GetDateTimeOffset());

        (_, answer) = await SendAsync(simulator, HttpMethod.Post, "/sim/time", """{"set_to":"2026-01-05T12:05:00Z"}""");
        Assert.Equal(new DateTimeOffset(2026, 1, 5, 12, 5, 0, TimeSpan.Zero), answer.GetProperty("market_time").GetDateTimeOffset());
    }

    [Fact]
    public async Task Time_Advance_CarriesOutEveryStepUntilThen()
    {
        await using TestSimulator simulator = await StartAsync(speed: 0);
        using SocketClient stream = await SocketClient.ConnectAsync(new Uri(simulator.Host.Venues[VenueId.BinanceUm].PublicStream, "/ws/btcusdt@depth@100ms"));
        await stream.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        await stream.ReceiveAsync();

        await simulator.Host.AdvanceAsync(TimeSpan.FromSeconds(30));

        long last = 0;
        for (int i = 0; i < 300; i++)
        {
            JsonElement update = await stream.ReceiveAsync();
            Assert.True(last == 0 || update.GetProperty("pu").GetInt64() == last, "an update is missing");
            last = update.GetProperty("u").GetInt64();
        }
    }

    [Fact]
    public async Task Time_Speed_IsSetAndLeft()
    {
        await using TestSimulator simulator = await StartAsync(speed: 0);
        DateTimeOffset start = simulator.Host.Clock.GetUtcNow();

        await SendAsync(simulator, HttpMethod.Post, "/sim/time", """{"speed":10}""");
        simulator.Time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(start + TimeSpan.FromSeconds(1), simulator.Host.Clock.GetUtcNow());

        await SendAsync(simulator, HttpMethod.Post, "/sim/time", """{"speed":0}""");
        simulator.Time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(start + TimeSpan.FromSeconds(1), simulator.Host.Clock.GetUtcNow());
    }

    [Fact]
    public async Task Accounts_DepositAndWithdraw_AreBooked()
    {
        await using TestSimulator simulator = await StartAsync();

        await SendAsync(simulator, HttpMethod.Post, "/sim/accounts/binance_um/deposit", """{"amount":"250.5","account":2}""");
        (_, JsonElement answer) = await SendAsync(simulator, HttpMethod.Post, "/sim/accounts/binance-um/withdraw", """{"amount":50.5,"account":2}""");

        Assert.Equal("100200", answer.GetProperty("wallet_balance").GetString());
        JsonElement accounts = await simulator.ReadAsync("/sim/accounts");
        Assert.Equal(("100000", "100200"), (accounts[0].GetProperty("equity").GetString(), accounts[1].GetProperty("equity").GetString()));
        Assert.Equal("-50.5", accounts[1].GetProperty("bill_totals").GetProperty("Withdrawal").GetString());
    }

    [Fact]
    public async Task Books_HaveEveryOrderAndFill_AndCountWhatIsSentTwice()
    {
        await using TestSimulator simulator = await StartAsync();
        using var client = new BinanceRestClient(simulator);
        await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.100&newClientOrderId=leg1");
        await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.100&newClientOrderId=leg1");
        await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=49000&quantity=0.200&newClientOrderId=leg2");

        JsonElement orders = await simulator.ReadAsync("/sim/orders");
        JsonElement fills = await simulator.ReadAsync("/sim/fills");

        Assert.Equal(
            [("leg1", "Filled", "0.1"), ("leg2", "New", "0")],
            orders.EnumerateArray().Select(o => (o.GetProperty("client_order_id").GetString(), o.GetProperty("status").GetString(), o.GetProperty("filled_quantity").GetString())));
        Assert.Equal(0.1m, fills.EnumerateArray().Sum(f => WireNumber.Parse(f.GetProperty("quantity").GetString()!)));
        Assert.All(fills.EnumerateArray(), f => Assert.Equal(("binance-um", "leg1", "Client"), (f.GetProperty("venue").GetString(), f.GetProperty("client_order_id").GetString(), f.GetProperty("origin").GetString())));

        // The second leg1 was refused, and is what no client may do.
        Assert.Equal(1, (await simulator.ReadAsync("/sim/status")).GetProperty("venues")[0].GetProperty("repeated_client_order_ids").GetInt64());
    }

    private static Task<TestSimulator> StartAsync(double speed = 1) => TestSimulator.StartAsync(
        VenueId.BinanceUm, btc: step => 50_000m + (step % 2 * 10m), speed: speed, change: options => options with { ControlToken = Token });

    private static void Set(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        if (value.Length > 0)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> SendAsync(
        TestSimulator simulator, HttpMethod method, string path, string? body, Action<HttpRequestMessage>? change = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, new Uri(simulator.Host.Control, path));
        request.Headers.Add("X-Sim-Token", Token);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        change?.Invoke(request);
        using HttpResponseMessage answer = await http.SendAsync(request);
        using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, document.RootElement.Clone());
    }
}
