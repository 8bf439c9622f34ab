using Microsoft.Extensions.Logging.Abstractions;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Strategy;
using PropBot.Core.Values;
using PropBot.Host.Metrics;
using PropBot.Host.Runtime;
using PropBot.Host.Surface;
using PropBot.Host.Tracing;
using PropBot.Ledger;
using PropBot.Testing.Engine;
using PropBot.Venues;

namespace PropBot.Host.Tests.Runtime.Outages;

/// <summary>
/// The real loop, engine, inbox, gateway and commands between a ledger that fails on command and two truthful venues; time goes on by
/// hand. Quiet books are 60,000.0 / 60,000.1 on both.
/// </summary>
internal sealed class LoopDesk : IAsyncDisposable
{
    public const decimal Quiet = 60_000m;
    public const decimal Lifted = 60_300m;

    private const int LongestWait = 400;
    private static readonly TimeSpan Step = EngineLoop.Heartbeat * 3;
    private static readonly Instrument[] Instruments = [TestInstruments.BinanceBtc, TestInstruments.OkxBtc];

    private readonly InMemoryLedger _kept = new("loop1");
    private readonly OrderGateway _gateway;
    private long _updates;

    private LoopDesk(Func<EngineOptions, EngineOptions> change, TradeTracer? tracer)
    {
        Ledger = new FailingLedger(_kept, Chronicle);
        var instruments = Instruments.ToDictionary(i => i.Id);
        Venues = Instruments.ToDictionary(i => i.Id.Venue, i => new VenueTruth(i.Id.Venue, instruments, balance: 100_000m));
        Adapters = Venues.ToDictionary(v => v.Key, v => new TruthfulAdapter(v.Value, Inbox, Chronicle, Time));
        var clock = new VenueClock(Time, 0);
        Health = new LoopHealth(clock, () => Leads(), "ledger.db", () => null);
        var meters = new LatencyMeters();
        _gateway = new OrderGateway(Adapters.ToDictionary(a => a.Key, a => (IVenueAdapter)a.Value), Inbox, meters, NullLogger<OrderGateway>.Instance, tracer);
        var options = new EngineOptions
        {
            Venues = [.. Instruments.Select(i => i.Id.Venue)],
            Symbols = [TestInstruments.Btc],
            Strategy = new StrategyOptions { WarmUp = TimeSpan.FromSeconds(1) },
            Autopilot = true,
        };
        Loop = new EngineLoop(
            new TradingEngine(change(options)), Inbox, Ledger, _gateway, clock, Board, Health, meters, NullLogger<EngineLoop>.Instance,
            patience: new CommitPatience(TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)), tracer: tracer);
        Commands = new EngineCommands(Inbox, Health, TimeProvider.System);
    }

    public TimeByHand Time { get; } = new();

    public Chronicle Chronicle { get; } = new();

    public EngineInbox Inbox { get; } = new();

    public SnapshotBoard Board { get; } = new();

    public FailingLedger Ledger { get; }

    public LoopHealth Health { get; }

    /// <summary>What the ledger says of this process's leadership.</summary>
    public Func<bool> Leads { get; set; } = () => true;

    public EngineCommands Commands { get; }

    public EngineLoop Loop { get; }

    public Dictionary<VenueId, VenueTruth> Venues { get; }

    public Dictionary<VenueId, TruthfulAdapter> Adapters { get; }

    /// <summary>Requests for orders that left, in order.</summary>
    public IReadOnlyList<string> Placed => [.. Chronicle.Lines.Where(line => line.StartsWith("placed: ", StringComparison.Ordinal))];

    /// <summary>In RUN by the autopilot and watched long enough.</summary>
    public static async Task<LoopDesk> RunningAsync(Func<EngineOptions, EngineOptions>? change = null, TradeTracer? tracer = null)
    {
        var desk = new LoopDesk(change ?? (options => options), tracer);
        desk.Loop.Start(desk.Ledger.Load());
        foreach (Instrument instrument in Instruments)
        {
            await desk.TellAsync(new InstrumentsLoaded(instrument.Id.Venue, [instrument]));
            await desk.TellAsync(new VenueLinkChanged(instrument.Id.Venue, VenueLink.Up, "connected"));
        }

        await desk.UntilAsync(s => s is { Control.Mode: ControlMode.Run, OpeningBlocks: [] });
        await desk.PassAsync(TimeSpan.FromSeconds(2));
        return desk;
    }

    public ValueTask TellAsync(EngineEvent happened) => Inbox.PublishAsync(happened, TestContext.Current.CancellationToken);

    /// <summary>OKX is 50 basis points above Binance: a pair is worth opening.</summary>
    public ValueTask DislocateAsync() => QuoteAsync(TestInstruments.OkxBtc, Lifted);

    /// <summary>Both venues quote the same: a pair is worth closing.</summary>
    public ValueTask ConvergeAsync() => QuoteAsync(TestInstruments.OkxBtc, Quiet);

    /// <summary>A pair is open and everything of it is booked.</summary>
    public Task OpenPairAsync() => UntilAsync(s => s.ActivePairs is [{ Pair.Status: PairStatus.Open }], Lifted);

    /// <summary>Time goes on with books of these prices on OKX until the desk is so.</summary>
    public async Task<EngineSnapshot> UntilAsync(Func<EngineSnapshot, bool> reached, decimal okx = Quiet)
    {
        for (int step = 0; step < LongestWait; step++)
        {
            if (Board.Current is { } snapshot && reached(snapshot))
            {
                return snapshot;
            }

            await StepAsync(okx);
        }

        throw new TimeoutException($"the desk did not become so: {string.Join('\n', Chronicle.Lines)}");
    }

    public async Task PassAsync(TimeSpan time)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += Step)
        {
            await StepAsync(Quiet);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Loop.StopAsync();
        Loop.Dispose();
        _gateway.Dispose();
        Inbox.Dispose();
        _kept.Dispose();
    }

    private async Task StepAsync(decimal okx)
    {
        long version = Board.Version;
        Time.Pass(Step);
        await QuoteAsync(TestInstruments.BinanceBtc, Quiet);
        await QuoteAsync(TestInstruments.OkxBtc, okx);
        await Board.WaitForChangeAsync(version, TestContext.Current.CancellationToken).AsTask()
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private ValueTask QuoteAsync(Instrument instrument, decimal bid)
    {
        DepthView view = TestBooks.View(instrument, [(bid, 10m)], [(bid + 0.1m, 10m)], Time.GetElapsedTime(0));
        view.UpdateId = ++_updates;
        return TellAsync(new DepthChanged(view));
    }
}
