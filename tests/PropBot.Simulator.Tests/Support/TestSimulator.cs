using System.Text.Json;
using PropBot.Core.Values;
using PropBot.Simulation.Defaults;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;
using PropBot.Simulator.Storage;

namespace PropBot.Simulator.Tests.Support;

/// <summary>A simulator on real loopback sockets whose time stands still until the test moves it.</summary>
internal sealed class TestSimulator : IAsyncDisposable
{
    public static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    public static readonly Symbol Btc = Symbol.Parse("BTCUSDT");

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http = new();
    private readonly bool _ownsFolder;

    private TestSimulator(SimulatorHost host, ManualTime time, string folder, bool ownsFolder)
    {
        Host = host;
        Time = time;
        Folder = folder;
        _ownsFolder = ownsFolder;
    }

    public SimulatorHost Host { get; }

    public ManualTime Time { get; }

    public string Folder { get; }

    public static SimulatedAccountOptions AccountOf(VenueId venue, int number = 1) => new()
    {
        Venue = venue,
        ApiKey = $"key-of-{venue}-{number}",
        ApiSecret = $"secret-of-{venue}-{number}",
        Passphrase = "passphrase",
    };

    /// <summary>Starts one venue with BTC and ETH; the mids stand at 50000 and 2500 unless the test says otherwise.</summary>
    public static async Task<TestSimulator> StartAsync(
        VenueId venue,
        string? folder = null,
        Func<long, decimal>? btc = null,
        DateTimeOffset? start = null,
        double speed = 1,
        LatencyOptions? latency = null,
        int queueLimit = 8192,
        Func<SimulatorOptions, SimulatorOptions>? change = null)
    {
        string home = folder ?? Path.Combine(Path.GetTempPath(), "propbot-simulator-" + Path.GetRandomFileName());
        SimulatedVenueOptions venueOptions = DefaultVenues.Create(venue, [Btc, Symbol.Parse("ETHUSDT")], seed: 7);
        var options = new SimulatorOptions
        {
            DataDirectory = home,
            Accounts = [AccountOf(venue), AccountOf(venue, 2)],
            Speed = speed,
            FeedDescription = "steps",
            Latency = latency ?? new LatencyOptions { Orders = TimeSpan.Zero, Jitter = TimeSpan.Zero },
            SessionQueueLimit = queueLimit,

            // Time stands still: what is spent would never come back.
            HasRateLimits = false,
        };
        var time = new ManualTime();
        SimulatorHost host = await SimulatorHost.StartAsync(
            change?.Invoke(options) ?? options,
            [venueOptions],
            point => new StepFeed(
                Resume(point, start ?? Noon),
                [.. venueOptions.Instruments.Select(setup => setup.Instrument.Id)],
                (instrument, step) => instrument.Symbol == Btc ? btc?.Invoke(step) ?? 50_000m : 2_500m),
            time);
        var simulator = new TestSimulator(host, time, home, ownsFolder: folder is null);
        await simulator.AdvanceAsync(TimeSpan.FromMilliseconds(100));
        return simulator;
    }

    /// <summary>Moves time in small steps and waits until the market has come along.</summary>
    public async Task AdvanceAsync(TimeSpan by)
    {
        for (TimeSpan done = TimeSpan.Zero; done < by; done += Step)
        {
            Time.Advance(Step);
            await _http.GetStringAsync(new Uri(Host.Control, "/sim/status"));
        }
    }

    public async Task<JsonElement> ReadAsync(string path)
    {
        using JsonDocument document = JsonDocument.Parse(await _http.GetStringAsync(new Uri(Host.Control, path)));
        return document.RootElement.Clone();
    }

    /// <summary>Stops the simulator and keeps its folder: the next one starts from it.</summary>
    public async Task StopAsync()
    {
        await Host.DisposeAsync();
        _http.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_ownsFolder && Directory.Exists(Folder))
        {
            Directory.Delete(Folder, recursive: true);
        }
    }

    private static DateTimeOffset Resume(MarketPoint? point, DateTimeOffset start) => point is null || point.Time < start ? start : point.Time;
}
