using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Values;
using PropBot.Host.Auth;
using PropBot.Host.Chaos;
using PropBot.Host.Configuration;
using PropBot.Host.Drills;
using PropBot.Host.Localization;
using PropBot.Host.Metrics;
using PropBot.Host.Runtime;
using PropBot.Host.Surface;
using PropBot.Host.Tracing;
using PropBot.Host.Worlds;
using PropBot.Ledger;
using PropBot.Ledger.Sql;
using PropBot.Venues;

namespace PropBot.Host;

/// <summary>
/// <c>propbot run</c>: opens the data directory, the world and the ledger, starts engine, adapters and operator surface, and ends
/// them in the reverse order without leaving an order unknown.
/// </summary>
public static class BotHost
{
    /// <summary>How long the end may wait for orders that are on their way.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(15);

    /// <summary>How late a venue's entry may appear in its statements: so far before its end the ledger may lack something. Market time.</summary>
    private static readonly TimeSpan EntriesAppearWithin = TimeSpan.FromHours(1);

    /// <summary>Runs until cancelled.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        RunArguments arguments, Func<string, string?> environment, TextWriter output, TextWriter error, CancellationToken stop)
    {
        try
        {
            RunSettings settings = RunSettings.Read(arguments, environment, begins: true);
            ThrowIfTaken(settings.Address);
            return await RunAsync(settings, yaml => ConfigVerdict.Of(arguments, environment, yaml), output, stop);
        }
        catch (ConfigException wrong)
        {
            await WriteAsync(error, wrong);
            return wrong.Faults.All(f => f.Path == DataDirectory.Flag) ? ExitCodes.Unavailable : ExitCodes.WrongInput;
        }
        catch (Exception unavailable) when (unavailable is DataDirectoryException or LedgerUnavailableException or AddressTakenException or IOException)
        {
            await error.WriteLineAsync(unavailable.Message);
            return ExitCodes.Unavailable;
        }
    }

    /// <summary>Every fault on a line of its own.</summary>
    public static async Task WriteAsync(TextWriter error, ConfigException wrong)
    {
        await error.WriteLineAsync("The configuration cannot be used, nothing was started:");
        foreach (ConfigFault fault in wrong.Faults)
        {
            await error.WriteLineAsync($"  [FATAL CONFIG] {fault}");
        }
    }

    private static async Task<int> RunAsync(RunSettings settings, Func<string?, ConfigVerdict> judge, TextWriter output, CancellationToken stop)
    {
        using CrashDrill? drill = CrashDrill.Of(settings.Crash);
        DataDirectory directory = DataDirectory.Open(settings.DataDirectory);
        using ILoggerFactory loggers = LoggerFactory.Create(Logging);
        await using ITradingWorld world = await OpenWorldAsync(settings, directory, loggers, stop);
        directory.Claim(world.Identity);
        using SqlLedgerStore ledger = await OpenLedgerAsync(settings, directory, world, output, stop);
        drill?.Started("ledger");
        RecoveredState recovered = ledger.Load();
        ledger.Stored = drill is null ? null : drill.InCommit;
        drill?.Started("recovered");
        RefuseReadingOnlyWithOpenPairs(settings, recovered);
        var clock = new VenueClock(world.Time, world.Time.GetTimestamp(), isWallClock: ReferenceEquals(world.Time, TimeProvider.System));
        var chaos = new DeskChaos(settings.Chaos, world.Venues.Select(v => v.Venue));
        using var inbox = new EngineInbox();
        await using var adapters = new VenueAdapters(world.Venues.Select(v => OfDesk(v, ledger) with { Chaos = chaos.Of(v.Venue) }), clock, new VenueLogBridge(loggers.CreateLogger<VenueLogBridge>()));
        var meters = new LatencyMeters();
        var traces = new TraceMeters();
        using TradeTracer? tracer = TradeTracer.Of(settings.Tracing, settings.Config.Profile, traces, loggers.CreateLogger<TradeTracer>());
        using var gateway = new OrderGateway(adapters.ById, drill is null ? inbox : new DrilledInbox(inbox, drill), meters, loggers.CreateLogger<OrderGateway>(), tracer);
        var board = new SnapshotBoard();
        var check = new ConfigurationCheck(() => judge(null), TimeProvider.System);
        var health = new LoopHealth(clock, () => ledger.Leadership.IsHeld, ledger.Place, () => check.Fault?.ToString());
        EngineOptions OptionsOf(RunSettings of) => EngineOptionsOf(of, world, adapters, ledger.CreatedAt);
        using ConfigurationDesk configuration = Configure(settings, judge, directory, OptionsOf, out ConfigName name);
        using var loop = new EngineLoop(
            new TradingEngine(OptionsOf(settings) with { Configuration = name }), inbox, ledger, gateway, clock, board, health, meters, loggers.CreateLogger<EngineLoop>(), drill, tracer: tracer);
        string token = Token(settings, directory, out string howToLogIn);
        OperatorTokens tokens = OperatorTokens.Parse(token, settings.OperatorTokens);

        // The surface first: if its address cannot be bound, nothing has begun that would have to be ended in order.
        await using WebApplication web = Surface(settings, configuration, world, ledger, adapters, chaos, board, health, meters, traces, inbox, tokens);
        await StartAsync(web, settings.Address);
        drill?.Started("surface");
        loop.Start(recovered);
        drill?.Started("engine");
        adapters.Start(inbox);
        drill?.Started("adapters");
        await GreetAsync(output, web.Urls.First(), settings, world, directory, howToLogIn);
        await WaitAsync(output, loop, world, ledger, health, stop);
        return await EndAsync(output, inbox, loop, gateway, board, health, web, drill);
    }

    internal static void Logging(ILoggingBuilder logging) => logging
        .AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        })
        .AddFilter("Microsoft", LogLevel.Warning)
        .AddFilter("System", LogLevel.Warning);

    private static async Task<SqlLedgerStore> OpenLedgerAsync(
        RunSettings settings, DataDirectory directory, ITradingWorld world, TextWriter output, CancellationToken stop)
    {
        SqlLedgerStore ledger = await LedgerStores.OpenAsync(
            new LedgerLocation(directory.Ledger, settings.Ledger.Server, settings.Ledger.LeaseTtl),
            world.Time,
            held => output.WriteLine($"{held.Message} Waiting for it to run out."),
            stop);
        try
        {
            ledger.Claim(world.Identity);
            return ledger;
        }
        catch
        {
            ledger.Dispose();
            throw;
        }
    }

    /// <summary>What only the ledger knows: which orders are this desk's, since when it keeps books and until when.</summary>
    private static VenueOptions OfDesk(VenueOptions venue, SqlLedgerStore ledger) => venue with
    {
        OwnOrderPrefix = ClientOrderIds.PrefixOf(ledger.DeskId),
        FundingSince = ledger.CreatedAt,
        ToldUntil = (ledger.LastEquityAt() ?? ledger.CreatedAt) - EntriesAppearWithin,
    };

    private static EngineOptions EngineOptionsOf(RunSettings settings, ITradingWorld world, VenueAdapters adapters, DateTimeOffset ledgerSince) => new()
    {
        LedgerSince = ledgerSince,
        MarketSpeed = (double)world.Current.Speed,
        OrderLimits = adapters.ById.ToDictionary(a => a.Key, a => a.Value.Capabilities.OrderLimits),
        Venues = world.Venues.Select(v => v.Venue).ToList(),
        Symbols = world.Venues.SelectMany(v => v.Symbols).Distinct().Order().ToList(),
        Strategy = settings.Config.Strategy,
        Risk = settings.Config.Risk,
        StrategyLimits = settings.Config.StrategyLimits,
        MarginTerms = settings.Config.Venues.ToDictionary(v => v.Venue, v => v.MarginTerms),
        Execution = settings.Config.Execution with { DelayBeforeSending = settings.Chaos.OrderDelay },
        ReconcileInterval = settings.Config.Reconciliation.Interval,
        FillInterval = settings.Config.Reconciliation.FillInterval,
        ResumeDeadline = settings.Config.Reconciliation.ResumeDeadline,
        RightsPollInterval = settings.Config.Reconciliation.RightsInterval,
        SettingsPollInterval = settings.Config.Reconciliation.SettingsInterval,
        ForeignOrders = settings.Config.Venues.ToDictionary(v => v.Venue, v => v.ForeignOrders),
        Autopilot = settings.Autopilot,
        Control = settings.Control,
        Watchdog = settings.Watchdog,
        Slo = settings.Slo,
        ReadOnly = !settings.Orders.PlacesOrders,
    };

    /// <summary>Names this run's configuration; one that is another than the last run's gets the next number.</summary>
    private static ConfigurationDesk Configure(
        RunSettings settings, Func<string?, ConfigVerdict> judge, DataDirectory directory, Func<RunSettings, EngineOptions> engineOptions, out ConfigName name)
    {
        var running = RunningConfiguration.Of(settings);
        var files = new ConfigFiles(settings.ConfigPath, Path.Combine(directory.Root, "config"));
        CountingConfig? last = files.LastCounting();
        bool isSame = last?.Hash == running.Hash;
        long number = last is null ? 1 : isSame ? last.Number : last.Number + 1;
        name = new ConfigName(number, running.Hash, RunningConfiguration.Build, running.Profile, last is null || isSame ? "" : last.DifferenceTo(running));
        files.KeepCounting(CountingConfig.Of(number, running));
        return new ConfigurationDesk(running, judge, files, engineOptions, TimeProvider.System);
    }

    private static async Task<ITradingWorld> OpenWorldAsync(
        RunSettings settings, DataDirectory directory, ILoggerFactory loggers, CancellationToken stop) => settings switch
        {
            { Config.Profile: not "paper" } => await VenueWorld.OpenAsync(settings, stop),
            { SimulatorFile: { } file } => SimulatorWorld.Open(file, settings.Config),
            _ => await PaperWorld.StartAsync(settings.Config, directory.Root, loggers, stop),
        };

    /// <summary>A run that sends nothing could not hedge, rescue or close what is open.</summary>
    private static void RefuseReadingOnlyWithOpenPairs(RunSettings settings, RecoveredState recovered)
    {
        if (!settings.Orders.PlacesOrders && recovered.Pairs.Count > 0)
        {
            throw new ConfigException([new ConfigFault(
                settings.Config.Profile == "live" ? OrderSwitch.LiveVariable : OrderSwitch.TestnetVariable,
                $"this run would only read, but the ledger has {recovered.Pairs.Count} open pairs, which it could not rescue or close: switch orders on, or take the pairs off first")]);
        }
    }

    private static string Token(RunSettings settings, DataDirectory directory, out string howToLogIn)
    {
        if (settings.ApiToken is { } given)
        {
            howToLogIn = "Log in with the token in API_TOKEN.";
            return given;
        }

        howToLogIn = directory.GetOrMakeToken(out string token)
            ? $"Log in with this token, shown only now and kept in {directory.TokenPath}:{Environment.NewLine}  {token}"
            : $"Log in with the token kept in {directory.TokenPath}.";
        return token;
    }

    private static WebApplication Surface(
        RunSettings settings, ConfigurationDesk configuration, ITradingWorld world, ILedgerStore ledger, VenueAdapters adapters, DeskChaos chaos, SnapshotBoard board,
        LoopHealth health, LatencyMeters meters, TraceMeters traces, EngineInbox inbox, OperatorTokens tokens)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        Logging(builder.Logging);
        // The address and whose headers count are said in our own configuration alone: no variable of the framework opens another door.
        builder.Configuration.Sources.Clear();
        builder.Configuration.Sources.Add(new MemoryConfigurationSource());
        builder.WebHost.UseUrls(settings.Address.ToString());
        builder.Services
            .AddSingleton<ISnapshotSource>(board)
            .AddSingleton<IVenueStatisticsSource>(adapters)
            .AddSingleton<IFeedDescriptionSource>(world)
            .AddSingleton<IChaosSource>(chaos)
            .AddSingleton<IConfigurationSource>(configuration)
            .AddSingleton<IHealthSource>(health)
            .AddSingleton<ILedgerReads>(ledger)
            .AddSingleton(configuration)
            .AddSingleton<IOperatorCommands>(new ConfirmedConfigurations(new EngineCommands(inbox, health, TimeProvider.System), configuration))
            .AddSingleton(meters)
            .AddSingleton(traces)
            .AddSingleton(tokens)
            .AddSingleton(new ApproveToken(settings.ApproveToken))
            .AddSingleton(settings.Config.Server)
            .AddOperatorSurface();
        return builder.Build().MapOperatorSurface();
    }

    private static async Task StartAsync(WebApplication web, Uri address)
    {
        try
        {
            await web.StartAsync();
        }
        catch (IOException taken)
        {
            throw new AddressTakenException(address, taken.Message);
        }
    }

    private static async Task GreetAsync(
        TextWriter output, string address, RunSettings settings, ITradingWorld world, DataDirectory directory, string howToLogIn)
    {
        string at = address.TrimEnd('/');
        await output.WriteLineAsync($"PropBot {RunningConfiguration.Build} runs, profile {settings.Config.Profile}, configuration {RunningConfiguration.Of(settings).Hash}. {world.Current.Sentence.English}");
        foreach (LocalText notice in world.Current.Notices)
        {
            await output.WriteLineAsync($"  {notice.English}");
        }

        foreach (ConfigFault warning in settings.Warnings)
        {
            await output.WriteLineAsync($"  [CONFIG] {warning}");
        }

        if (settings.Chaos.Enabled)
        {
            await output.WriteLineAsync($"  {ChaosText.Of(settings.Chaos).English}");
        }

        await output.WriteLineAsync($"Dashboard: {at}/ui/dashboard");
        await output.WriteLineAsync(howToLogIn);
        await output.WriteLineAsync(settings.Autopilot
            ? "Autopilot is on: it leaves HOLD when every start-up check is green."
            : "Autopilot is off: the bot waits in HOLD.");
        await output.WriteLineAsync(settings.Control.TwoManRule
            ? "Two-man rule is on: an operator's HOLD is left when one operator requests it and another one confirms."
            : "Two-man rule is off: one operator requests and confirms.");
        await output.WriteLineAsync($"Data directory: {directory.Root}. Ctrl+C ends the run.");
        await output.FlushAsync();
    }

    /// <summary>Until Ctrl+C, or until the engine has halted or the world has broken down: whoever supervises the process starts it again.</summary>
    private static async Task WaitAsync(TextWriter output, EngineLoop loop, ITradingWorld world, SqlLedgerStore ledger, LoopHealth health, CancellationToken stop)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using CancellationTokenRegistration registration = stop.Register(() => stopped.TrySetResult());
        await Task.WhenAny(stopped.Task, loop.Ended, world.Completion, ledger.LeadershipLost);
        if (!stopped.Task.IsCompleted)
        {
            string cause = ledger.LeadershipLost.IsCompletedSuccessfully
                ? $"another process leads the ledger now ({await ledger.LeadershipLost}); only one may trade on it"
                : health.Current.HaltedReason ?? world.Completion.Exception?.GetBaseException().Message ?? "the simulated market's loop ended";
            health.Halt(cause);
            await output.WriteLineAsync($"The run cannot go on: {cause}. Start it again: it asks the venues for every open order and takes up every pair.");
        }
    }

    private static async Task<int> EndAsync(
        TextWriter output, EngineInbox inbox, EngineLoop loop, OrderGateway gateway, SnapshotBoard board, LoopHealth health, WebApplication web, CrashDrill? drill)
    {
        drill?.Ended("asked");
        await output.WriteLineAsync("Ending: no new pairs; waiting for orders that are on their way.");
        bool halted = health.Current.HaltedReason is not null;
        if (!halted)
        {
            await inbox.PublishAsync(new ShutdownRequested(), CancellationToken.None);
            drill?.Ended("told");
            await FarewellAsync(board, gateway);
        }

        drill?.Ended("farewell");
        gateway.StopAsking();
        await loop.StopAsync();
        drill?.Ended("engine");
        await web.StopAsync();
        drill?.Ended("surface");
        bool clean = board.Current is { ShutdownComplete: true } && !halted;
        int open = board.Current?.ActivePairs.Count ?? 0;
        await output.WriteLineAsync(clean
            ? $"Ended: every order is resolved, {open} pairs stay open and are taken up at the next start."
            : "Ended with orders that are not resolved; the next start asks the venues for them.");
        return clean ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static async Task FarewellAsync(SnapshotBoard board, OrderGateway gateway)
    {
        using var limit = new CancellationTokenSource(LongestFarewell);
        try
        {
            while (board.Current is not { ShutdownComplete: true } || gateway.InFlight > 0)
            {
                await board.WaitForChangeAsync(board.Version, limit.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // What is still open is in the ledger and is asked for at the next start.
        }
    }

    private static void ThrowIfTaken(Uri address)
    {
        if (address.Port == 0)
        {
            return;
        }

        IPAddress ip = IPAddress.TryParse(address.Host, out IPAddress? parsed) ? parsed : IPAddress.Loopback;
        try
        {
            using var probe = new TcpListener(ip, address.Port);
            probe.Start();
        }
        catch (SocketException taken)
        {
            throw new AddressTakenException(address, taken.Message);
        }
    }
}

/// <summary>The address of the operator surface cannot be bound.</summary>
public sealed class AddressTakenException(Uri address, string cause)
    : Exception($"The address {address} cannot be used: {cause}. Another bot may be running there; stop it or choose another one with --urls.");
