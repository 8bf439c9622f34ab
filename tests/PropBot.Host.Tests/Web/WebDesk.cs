using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Values;
using PropBot.Host.Auth;
using PropBot.Host.Chaos;
using PropBot.Host.Configuration;
using PropBot.Host.Dashboard;
using PropBot.Host.Localization;
using PropBot.Host.Surface;
using PropBot.Ledger;
using PropBot.Testing;
using PropBot.Testing.Engine;
using PropBot.Venues;
using PropBot.Venues.Rest;

namespace PropBot.Host.Tests.Web;

/// <summary>The operator surface over a hand-made desk, in memory.</summary>
internal sealed class WebDesk : IAsyncDisposable, IVenueStatisticsSource, IFeedDescriptionSource, IHealthSource, IChaosSource, IOperatorCommands
{
    public const string OperatorToken = "operator-token-1";
    public const string SecondOperatorToken = "operator-token-2";
    public const string AuditorToken = "auditor-token-1";
    public const string ViewerToken = "viewer-token-1";

    private WebDesk()
    {
    }

    public required WebApplication App { get; init; }

    public SnapshotBoard Board { get; } = new();

    public MemoryLedger Ledger { get; } = new();

    /// <summary>Of every venue.</summary>
    public IReadOnlyList<RateUse> RateLimits { get; set; } = [new RateUse("orders", 12, 300, IsClosed: false), new RateUse("request weight", 2_220, 2_400, IsClosed: true)];

    public HealthState Health { get; set; } = new() { JournalOk = true, ResumeOk = true, ConfigOk = true, Leader = true, EngineAlive = true };

    public FeedDescription Feed { get; set; } = new()
    {
        Profile = "paper",
        Kind = FeedKind.Model,
        Name = "model",
        Speed = 1m,
        Seed = 42,
        Sentence = new LocalText("Simulated market model; orders are matched by the simulator.", "Симулированная модель рынка; заявки исполняет симулятор."),
    };

    /// <summary>Everything that was ordered, in its order.</summary>
    public List<OperatorCommand> Commands { get; } = [];

    /// <summary>Who decides on commands; null for a desk made by hand.</summary>
    public EngineHarness? Engine { get; init; }

    /// <summary>What the engine may never do, whatever the test orders; asked when the test is over.</summary>
    public InvariantRecord? Record { get; init; }

    public IReadOnlyList<(InstrumentId? Instrument, string Actor, string CorrelationId)> Acknowledged =>
        [.. Commands.OfType<InstrumentChangeAcknowledged>().Select(c => (c.Instrument, c.Actor, c.CorrelationId))];

    public bool TakesCommands { get; set; } = true;

    /// <summary>What is not carried out stays given.</summary>
    public bool KeepsCommands { get; set; }

    public List<SweepRequested> Sweeps { get; } = [];

    /// <summary>What the venues do at once when a sweep has begun.</summary>
    public Action<EngineHarness>? WhenSwept { get; set; }

    public IReadOnlyList<(string Actor, string Reason)> Holds => [.. Commands.OfType<HoldRequested>().Select(c => (c.Actor, c.Reason))];

    public ConfigurationDesk Configuration { get; set; } = Configured();

    public DeskChaos Chaos { get; set; } = new(ChaosSettings.Off, []);

    ChaosReading IChaosSource.Read() => Chaos.Read();

    FeedDescription IFeedDescriptionSource.Current => Feed;

    HealthState IHealthSource.Current => Health;

    /// <param name="snapshot">What the engine has published; null for nothing yet.</param>
    /// <param name="engine">Who decides on commands.</param>
    /// <param name="approveToken">The second factor of confirmations; null for none.</param>
    public static async Task<WebDesk> StartAsync(EngineSnapshot? snapshot, EngineHarness? engine = null, string? approveToken = null, ServerConfig? server = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        WebDesk? desk = null;
        builder.Services
            .AddSingleton<ISnapshotSource>(_ => desk!.Board)
            .AddSingleton<IVenueStatisticsSource>(_ => desk!)
            .AddSingleton<IFeedDescriptionSource>(_ => desk!)
            .AddSingleton<IHealthSource>(_ => desk!)
            .AddSingleton<IChaosSource>(_ => desk!)
            .AddSingleton<IConfigurationSource>(_ => desk!.Configuration)
            .AddSingleton(_ => desk!.Configuration)
            // Whoever stands in the way of every request has its commands before a test has chosen its configuration.
            .AddTransient<IOperatorCommands>(_ => new ConfirmedConfigurations(desk!, desk!.Configuration))
            .AddSingleton<ILedgerReads>(_ => desk!.Ledger)
            .AddSingleton(OperatorTokens.Parse(OperatorToken, $"anna:viewer:{ViewerToken},boris:auditor:{AuditorToken},clara:operator:{SecondOperatorToken}"))
            .AddSingleton(new ApproveToken(approveToken))
            .AddSingleton(server ?? new ServerConfig())
            .AddSingleton(new SweepOptions(TimeSpan.FromMilliseconds(50)))
            .AddSingleton(new LiveOptions { MinInterval = TimeSpan.FromMilliseconds(1), MaxSilence = TimeSpan.FromMinutes(1) })
            .AddOperatorSurface();
        desk = new WebDesk
        {
            App = builder.Build().MapOperatorSurface(),
            Engine = engine,
            Record = engine is null ? null : new InvariantRecord(engine.Ledger),
        };
        engine?.Observer += (input, effects) => desk.Record!.OnDecided(input, effects);
        if (snapshot is not null)
        {
            desk.Board.Publish(snapshot);
        }

        await desk.App.StartAsync();
        return desk;
    }

    /// <summary>Over what is built in, and judged as the program does.</summary>
    private static ConfigurationDesk Configured()
    {
        var arguments = new RunArguments { Profile = "paper" };
        string? Variable(string name) => name == "API_TOKEN" ? OperatorToken : null;
        return new ConfigurationDesk(
            RunningConfiguration.Of(RunSettings.Read(arguments, Variable, ConfigReader.BuiltIn("paper"))),
            yaml => ConfigVerdict.Of(arguments, Variable, yaml ?? ConfigReader.BuiltIn("paper")),
            new ConfigFiles(null, Path.Combine(Path.GetTempPath(), "propbot-no-such-folder")), _ => throw new InvalidOperationException("this desk has no file"), TimeProvider.System);
    }

    /// <summary>A desk in full trade.</summary>
    public static Task<WebDesk> TradingAsync() => StartAsync(SampleDesk.Trading());

    /// <summary>The surface over a real engine.</summary>
    public static Task<WebDesk> OverAsync(EngineHarness engine) => StartAsync(engine.Snapshot, engine);

    /// <summary>A client without redirects and cookies of its own.</summary>
    public HttpClient Client(string? token = OperatorToken)
    {
        HttpClient client = App.GetTestClient();
        client.DefaultRequestHeaders.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    public async Task<JsonElement> JsonAsync(string path, string token = OperatorToken)
    {
        using HttpClient client = Client(token);
        return await JsonAsync(await client.GetAsync(path));
    }

    public static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;

    public async Task<string> TextAsync(string path, string? token = OperatorToken)
    {
        using HttpClient client = Client(token);
        using HttpResponseMessage answer = await client.GetAsync(path);
        Assert.True(answer.IsSuccessStatusCode, $"{path} answered {answer.StatusCode}");
        return await answer.Content.ReadAsStringAsync();
    }

    public IReadOnlyDictionary<VenueId, VenueStatistics> Read() => SampleDesk.Venues.ToDictionary(v => v, _ => new VenueStatistics
    {
        Messages = 61_408,
        MalformedMessages = 1,
        BookGaps = 2,
        BookSnapshots = 5,
        Reconnects = 1,
        RestRequests = 118,
        RestFailures = 3,
        ClockOffset = TimeSpan.FromMilliseconds(-1.4),
        ClockUncertainty = TimeSpan.FromMilliseconds(0.6),
        RateLimits = RateLimits,
    });

    public Task<CommandReceipt> GiveAsync(OperatorCommand command, CancellationToken cancellationToken)
    {
        if (!TakesCommands)
        {
            throw new CommandNotTakenException("the engine does not run") { StaysGiven = KeepsCommands };
        }

        Commands.Add(command);
        return Task.FromResult(Engine is null ? new CommandReceipt(After(command)) : Fed(command, null));
    }

    public Task<CommandReceipt> SweepAsync(SweepRequested request, CancellationToken cancellationToken)
    {
        if (!TakesCommands)
        {
            throw new CommandNotTakenException("the engine does not run") { StaysGiven = KeepsCommands };
        }

        Sweeps.Add(request);
        return Task.FromResult(Engine is null ? new CommandReceipt(SampleDesk.Trading()) : Fed(request, WhenSwept));
    }

    /// <summary>What the engine knows now is on the board and in the ledger.</summary>
    public void Publish()
    {
        Ledger.Sweeps = [.. Engine!.Ledger.Sweeps.Values.Reverse()];
        Ledger.Cases = [.. Engine.Ledger.Cases.Values.Reverse()];
        Board.Publish(Engine.Snapshot);
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        Record?.AssertKept();
    }

    /// <summary>The engine decides, as in the running program.</summary>
    private CommandReceipt Fed(EngineEvent command, Action<EngineHarness>? then)
    {
        lock (Engine!)
        {
            Engine.Feed(command);
            CommandRefusal? refusal = Engine.Engine.Refusal;
            then?.Invoke(Engine);
            Publish();
            return new CommandReceipt(Engine.Snapshot, refusal);
        }
    }

    /// <summary>Without an engine: what a hand-made desk looks like after the command.</summary>
    private static EngineSnapshot After(OperatorCommand command) => command is HoldRequested hold
        ? SampleDesk.Trading() with { Control = ControlState.Held(new HoldCause(HoldKind.Operator, hold.Reason, hold.Actor, SampleDesk.Now)) }
        : SampleDesk.Trading();
}
