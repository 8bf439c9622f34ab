using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulation.Defaults;
using PropBot.Simulator.Tests.Binance;
using PropBot.Simulator.Tests.Support;

namespace PropBot.Simulator.Tests.Framing;

public sealed class SimulatorHostTests
{
    private const string Resting = "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&price=49000.0&quantity=0.010";

    [Fact]
    public async Task Listeners_AreOnLoopbackOnly()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);

        VenueAddressesAreLoopback(simulator.Host);
        Assert.NotEqual(simulator.Host.Control.Port, simulator.Host.Venues[VenueId.BinanceUm].Rest.Port);
    }

    [Fact]
    public async Task Restart_AfterStop_FindsEverythingAgain()
    {
        string folder = Path.Combine(Path.GetTempPath(), "propbot-simulator-" + Path.GetRandomFileName());
        TestSimulator first = await TestSimulator.StartAsync(VenueId.BinanceUm, folder);
        await TradeAsync(first);
        JsonElement before = await first.ReadAsync("/sim/accounts");
        await first.StopAsync();

        await using TestSimulator second = await TestSimulator.StartAsync(VenueId.BinanceUm, folder);
        JsonElement after = await second.ReadAsync("/sim/accounts");

        Assert.Equal(before.ToString(), after.ToString());
        using var client = new BinanceRestClient(second);
        BinanceAnswer trades = await client.SignedAsync(HttpMethod.Get, "/fapi/v1/userTrades", "symbol=BTCUSDT");
        Assert.NotEmpty(trades.Body.EnumerateArray());
        BinanceAnswer duplicate = await client.PlaceAsync(Resting + "&newClientOrderId=resting");
        Assert.Equal(-4116, duplicate.Code);
        await second.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Restart_AfterKill_FindsEverythingThatWasAnswered()
    {
        // What a killed process leaves is its files as they are at that instant: they are copied while it runs.
        await using TestSimulator first = await TestSimulator.StartAsync(VenueId.BinanceUm);
        await TradeAsync(first);
        string copy = first.Folder + "-killed";
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.GetFiles(first.Folder).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            await using FileStream source = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            await using FileStream target = File.Create(Path.Combine(copy, Path.GetFileName(file)));
            await source.CopyToAsync(target);
        }

        JsonElement before = await first.ReadAsync("/sim/accounts");
        await using TestSimulator second = await TestSimulator.StartAsync(VenueId.BinanceUm, copy);
        JsonElement after = await second.ReadAsync("/sim/accounts");

        Assert.Equal(before.ToString(), after.ToString());
        await second.StopAsync();
        Directory.Delete(copy, recursive: true);
    }

    [Fact]
    public async Task Orders_Latency_PassesInMarketTime()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(
            VenueId.BinanceUm, latency: new LatencyOptions { Orders = TimeSpan.FromMilliseconds(100), Jitter = TimeSpan.FromMilliseconds(50) });
        using var client = new BinanceRestClient(simulator);

        Task<BinanceAnswer> placed = client.PlaceAsync(Resting);
        JsonElement accounts = await simulator.ReadAsync("/sim/accounts");
        Assert.Empty(accounts[0].GetProperty("open_orders").EnumerateArray());
        while (!placed.IsCompleted)
        {
            await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(100));
        }

        BinanceAnswer answer = await placed;
        Assert.Equal(HttpStatusCode.OK, answer.Status);

        // The market stood at 12:00:00.100 when the order set out.
        TimeSpan traveled = DateTimeOffset.FromUnixTimeMilliseconds(answer.Body.GetProperty("updateTime").GetInt64()) - TestSimulator.Noon;
        Assert.True(traveled >= TimeSpan.FromMilliseconds(200), $"{traveled.TotalMilliseconds} ms");
    }

    [Fact]
    public async Task SlowConsumer_IsCutOff_OthersAreNot()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(
            VenueId.BinanceUm, btc: step => 50_000m + (step % 2 * 500m), queueLimit: 16);
        Uri streams = new(simulator.Host.Venues[VenueId.BinanceUm].PublicStream, "/ws/btcusdt@depth20@100ms/btcusdt@depth@100ms");
        using SocketClient slow = await SocketClient.ConnectAsync(streams);
        using var client = new BinanceRestClient(simulator);

        // Nobody reads: the sockets' buffers fill first, then the queue of 16.
        JsonElement venue;
        do
        {
            await simulator.AdvanceAsync(TimeSpan.FromSeconds(10));
            venue = (await simulator.ReadAsync("/sim/status")).GetProperty("venues")[0];
        }
        while (venue.GetProperty("counts").GetProperty("slow_consumers").GetInt64() == 0);

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/fapi/v1/ping")).Status);
    }

    [Fact]
    public async Task FastMarket_ClientIsBehind_WaitsForItAndLosesNothing()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(
            VenueId.BinanceUm, btc: step => 50_000m + (step % 2), speed: 100, queueLimit: 64);
        using SocketClient client = await SocketClient.ConnectAsync(
            new Uri(simulator.Host.Venues[VenueId.BinanceUm].PublicStream, "/ws/btcusdt@depth@100ms"));
        await client.SendAsync("""{"method":"LIST_SUBSCRIPTIONS","id":1}""");
        await client.ReceiveAsync();

        // Each 100 ms are ten seconds of market and a hundred messages, more than the queue of 64 holds.
        Task reading = ReadChainAsync(client, messages: 500);
        while (!reading.IsCompleted)
        {
            await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(100));
        }

        await reading;
        Assert.Equal(0, (await simulator.ReadAsync("/sim/status")).GetProperty("venues")[0].GetProperty("counts").GetProperty("slow_consumers").GetInt64());
    }

    [Fact]
    public async Task Stop_WithOpenSessions_IsQuick()
    {
        TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm);
        using SocketClient stream = await SocketClient.ConnectAsync(new Uri(simulator.Host.Venues[VenueId.BinanceUm].PublicStream, "/ws/btcusdt@depth"));
        long started = TimeProvider.System.GetTimestamp();

        await simulator.DisposeAsync();

        Assert.True(TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Status_SaysWhatIsServed_AndNoSecret()
    {
        await using TestSimulator simulator = await TestSimulator.StartAsync(VenueId.BinanceUm, speed: 10);

        JsonElement status = await simulator.ReadAsync("/sim/status");
        JsonElement accounts = await simulator.ReadAsync("/sim/accounts");

        Assert.Equal(("steps", 10.0), (status.GetProperty("feed").GetString(), status.GetProperty("speed").GetDouble()));
        Assert.Equal("binance-um", status.GetProperty("venues")[0].GetProperty("venue").GetString());
        Assert.Equal("100000", accounts[0].GetProperty("equity").GetString());
        Assert.DoesNotContain("key-of", accounts.ToString());
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("X-Sim-Token", "any");
        using HttpResponseMessage post = await http.PostAsync(new Uri(simulator.Host.Control, "/sim/status"), null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Fact]
    public async Task Start_PortInUse_FailsAndLeavesTheStoreFree()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        string folder = Path.Combine(Path.GetTempPath(), "propbot-simulator-" + Path.GetRandomFileName());

        await Assert.ThrowsAnyAsync<IOException>(() => TestSimulator.StartAsync(
            VenueId.BinanceUm, folder, change: options => options with { Ports = new Dictionary<VenueId, int> { [VenueId.BinanceUm] = port } }));
        await using TestSimulator next = await TestSimulator.StartAsync(VenueId.BinanceUm, folder);
        await next.StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Start_StoreInUse_Fails()
    {
        await using TestSimulator first = await TestSimulator.StartAsync(VenueId.BinanceUm);

        await Assert.ThrowsAnyAsync<IOException>(() => TestSimulator.StartAsync(VenueId.BinanceUm, first.Folder));
    }

    [Fact]
    public async Task Start_BadOptions_NamesEveryProblem()
    {
        var options = new SimulatorOptions
        {
            DataDirectory = Path.GetTempPath(),
            Speed = -1,
            ControlPort = 70_000,
            Latency = new LatencyOptions { Orders = TimeSpan.FromSeconds(-1) },
            Accounts = [TestSimulator.AccountOf(VenueId.BinanceUm), TestSimulator.AccountOf(VenueId.BinanceUm), TestSimulator.AccountOf(VenueId.OkxPerp) with { Passphrase = null }],
        };

        ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => SimulatorHost.StartAsync(
            options, [DefaultVenues.Create(VenueId.BinanceUm, [TestSimulator.Btc])], _ => throw new InvalidOperationException("must not be made")));

        foreach (string part in (string[])["speed is -1", "70000", "-1000 ms", "one API key", "passphrase", "no such venue"])
        {
            Assert.Contains(part, refused.Message);
        }
    }

    private static async Task ReadChainAsync(SocketClient client, int messages)
    {
        long last = 0;
        for (int i = 0; i < messages; i++)
        {
            JsonElement update = await client.ReceiveAsync();
            Assert.True(last == 0 || update.GetProperty("pu").GetInt64() == last, "an update is missing");
            last = update.GetProperty("u").GetInt64();
        }
    }

    private static async Task TradeAsync(TestSimulator simulator)
    {
        using var client = new BinanceRestClient(simulator);
        await client.PlaceAsync("symbol=BTCUSDT&side=BUY&type=MARKET&quantity=0.150&newClientOrderId=first");
        await client.PlaceAsync("symbol=ETHUSDT&side=SELL&type=MARKET&quantity=2.5");
        await client.PlaceAsync("symbol=BTCUSDT&side=SELL&type=MARKET&quantity=0.050&reduceOnly=true");
        await client.PlaceAsync(Resting + "&newClientOrderId=resting");
        await client.SignedAsync(HttpMethod.Post, "/fapi/v1/leverage", "symbol=BTCUSDT&leverage=5");
    }

    private static void VenueAddressesAreLoopback(SimulatorHost host)
    {
        foreach (Uri address in (Uri[])[host.Control, .. host.Venues.Values.SelectMany(venue => (Uri[])[venue.Rest, venue.PublicStream, venue.PrivateStream])])
        {
            Assert.Equal("127.0.0.1", address.Host);
        }
    }
}
