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
using PropBot.Host.Dashboard;
using PropBot.Host.Localization;
using PropBot.Host.Surface;
using PropBot.Ledger;
using PropBot.Testing;
using PropBot.Testing.Engine;
using PropBot.Venues;

namespace PropBot.Host.Tests.Web;

/// <summary>The operator surface over a hand-made desk, in memory.</summary>
internal sealed class WebDesk : IAsyncDisposable, IVenueStatisticsSource, IFeedDescriptionSource, IHealthSource, IChaosSource, IOperatorCommands
{
    public const string OperatorToken = "operator-token-1";
    public const string AuditorToken = "auditor-token-1";
    public const string ViewerToken = "viewer-token-1";

    private readonly List<(string Actor, string Reason)> _holds = [];

    private readonly List<string> _resumes = [];

    private WebDesk()
    {
    }

    public required WebApplication App { get; init; }

    public SnapshotBoard Board { get; } = new();

    public MemoryLedger Ledger { get; } = new();

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

    public List<(InstrumentId? Instrument, string Actor, string CorrelationId)> Acknowledged { get; } = [];

    public bool TakesCommands { get; set; } = true;

    public List<SweepRequested> Sweeps { get; } = [];

    /// <summary>A real engine with venues of its own; null: the snapshot is made by hand.</summary>
    public EngineHarness? Engine { get; private set; }

    /// <summary>What the venues do at once when a sweep has begun.</summary>
    public Action<EngineHarness>? WhenSwept { get; set; }

    public IReadOnlyList<(string Actor, string Reason)> Holds => _holds;

    public IReadOnlyList<string> Resumes => _resumes;

    public DeskChaos Chaos { get; set; } = new(ChaosSettings.Off, []);

    ChaosReading IChaosSource.Read() => Chaos.Read();

    FeedDescription IFeedDescriptionSource.Current => Feed;

    HealthState IHealthSource.Current => Health;

    /// <param name="snapshot">What the engine has published; null for nothing yet.</param>
    public static async Task<WebDesk> StartAsync(EngineSnapshot? snapshot)
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
            .AddSingleton<IOperatorCommands>(_ => desk!)
            .AddSingleton<ILedgerReads>(_ => desk!.Ledger)
            .AddSingleton(OperatorTokens.Parse(OperatorToken, $"anna:viewer:{ViewerToken},boris:auditor:{AuditorToken}"))
            .AddSingleton(new SweepOptions(TimeSpan.FromMilliseconds(50)))
            .AddSingleton(new LiveOptions { MinInterval = TimeSpan.FromMilliseconds(1), MaxSilence = TimeSpan.FromMinutes(1) })
            .AddOperatorSurface();
        desk = new WebDesk { App = builder.Build().MapOperatorSurface() };
        if (snapshot is not null)
        {
            desk.Board.Publish(snapshot);
        }

        await desk.App.StartAsync();
        return desk;
    }

    /// <summary>A desk in full trade.</summary>
    public static Task<WebDesk> TradingAsync() => StartAsync(SampleDesk.Trading());

    /// <summary>The surface over a real engine.</summary>
    public static async Task<WebDesk> OverAsync(EngineHarness engine)
    {
        WebDesk desk = await StartAsync(engine.Snapshot);
        desk.Engine = engine;
        return desk;
    }

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
    });

    public Task<CommandReceipt> HoldAsync(string actor, string reason, CancellationToken cancellationToken)
    {
        if (!TakesCommands)
        {
            throw new CommandNotTakenException("the engine does not run");
        }

        _holds.Add((actor, reason));
        return Task.FromResult(new CommandReceipt(
            184_300, SampleDesk.Now, new ControlState(ControlMode.Hold, reason, actor, SampleDesk.Now, null, null, null)));
    }

    public Task<CommandReceipt> ResumeAsync(string actor, string reason, CancellationToken cancellationToken)
    {
        _resumes.Add(actor);
        return Task.FromResult(new CommandReceipt(
            184_301, SampleDesk.Now, new ControlState(ControlMode.Run, null, null, null, null, null, null)));
    }

    /// <summary>With an engine behind the surface it does what it is told; without one the command is only noted.</summary>
    public Task<CommandReceipt> SweepAsync(SweepRequested request, CancellationToken cancellationToken)
    {
        if (!TakesCommands)
        {
            throw new CommandNotTakenException("the engine does not run");
        }

        Sweeps.Add(request);
        if (Engine is null)
        {
            return Task.FromResult(new CommandReceipt(184_303, SampleDesk.Now, ControlState.Initial));
        }

        lock (Engine)
        {
            Engine.Feed(request);
            WhenSwept?.Invoke(Engine);
            Publish();
            return Task.FromResult(new CommandReceipt(Engine.Snapshot.Sequence, Engine.At, Engine.Ledger.Control));
        }
    }

    /// <summary>What the engine knows now is on the board and in the ledger.</summary>
    public void Publish()
    {
        Ledger.Sweeps = [.. Engine!.Ledger.Sweeps.Values.Reverse()];
        Board.Publish(Engine.Snapshot);
    }

    public Task<CommandReceipt> AcknowledgeAsync(InstrumentId? instrument, string actor, string correlationId, CancellationToken cancellationToken)
    {
        if (!TakesCommands)
        {
            throw new CommandNotTakenException("the engine does not run");
        }

        Acknowledged.Add((instrument, actor, correlationId));
        return Task.FromResult(new CommandReceipt(184_302, SampleDesk.Now, ControlState.Initial));
    }

    public async ValueTask DisposeAsync() => await App.DisposeAsync();
}
