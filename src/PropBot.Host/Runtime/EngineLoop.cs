using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.MarketData;
using PropBot.Core.Risk;
using PropBot.Host.Drills;
using PropBot.Host.Localization;
using PropBot.Host.Metrics;
using PropBot.Host.Surface;
using PropBot.Host.Tracing;
using PropBot.Ledger;
using PropBot.Venues;

namespace PropBot.Host.Runtime;

/// <summary>
/// The one caller of the engine: a thread of its own that takes what waits, lets the engine decide, has the ledger keep what must
/// be kept, and only then hands the requests to the venues. While the ledger takes nothing it decides nothing and sends nothing; the
/// waiting event goes on where it stopped.
/// </summary>
public sealed class EngineLoop : IDisposable
{
    /// <summary>The engine hears of time at least this often.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(100);

    private const int EventsPerTurn = 256;

    private static readonly TimeSpan SnapshotInterval = TimeSpan.FromMilliseconds(250);

    private readonly TradingEngine _engine;
    private readonly EngineInbox _inbox;
    private readonly PatientCommits _commits;
    private readonly LedgerProof _proof;
    private readonly OrderGateway _gateway;
    private readonly VenueClock _clock;
    private readonly SnapshotBoard _board;
    private readonly LoopHealth _health;
    private readonly LatencyMeters _meters;
    private readonly ILogger<EngineLoop> _log;
    private readonly CrashDrill? _drill;
    private readonly TradeTracer? _tracer;
    private readonly Dictionary<DepthSlot, DepthChanged> _depthEvents = [];
    private readonly ClockTicked _tick = new();
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _stopping;
    private long _sequence;
    private long _epoch;
    private EngineSnapshot? _published;
    private LedgerOutage? _outage;
    private int _backlog;
    private TimeSpan _lastTick;
    private TimeSpan _lastSnapshot;
    private RecoveredState? _recovered;

    /// <param name="drill">Null: nothing is cut off on purpose.</param>
    /// <param name="tracer">Null: nothing is traced.</param>
    public EngineLoop(
        TradingEngine engine, EngineInbox inbox, ILedgerStore ledger, OrderGateway gateway, VenueClock clock,
        SnapshotBoard board, LoopHealth health, LatencyMeters meters, ILogger<EngineLoop> log, CrashDrill? drill = null,
        CommitPatience? patience = null, TradeTracer? tracer = null)
    {
        _engine = engine;
        _inbox = inbox;
        _commits = new PatientCommits(ledger, clock, health, patience ?? CommitPatience.Default, log) { Waiting = PublishWaiting };
        _proof = new LedgerProof(ledger, clock, health, log);
        _gateway = gateway;
        _clock = clock;
        _board = board;
        _health = health;
        _meters = meters;
        _log = log;
        _drill = drill;
        _tracer = tracer;
        _thread = new Thread(Run) { Name = "engine", IsBackground = true };
    }

    /// <summary>Ends when the loop has stopped or halted.</summary>
    public Task Ended => _ended.Task;

    public void Start(RecoveredState recovered)
    {
        _recovered = recovered;
        _epoch = recovered.Epoch;
        _health.Started(recovered.Epoch);
        _thread.Start();
    }

    /// <summary>Lets the loop handle what it is at and end.</summary>
    public async Task StopAsync()
    {
        End();
        await _ended.Task;
    }

    public void Dispose() => End();

    private void End()
    {
        _stopping = true;
        _commits.Stop();
    }

    private void Run()
    {
        try
        {
            Handle(new EngineStarted(_recovered!));
            while (!_stopping)
            {
                Turn();
            }

            Publish();
            _inbox.Close("the process is ending");
        }
        catch (Exception failure)
        {
            Halt(failure);
        }
        finally
        {
            _ended.TrySetResult();
        }
    }

    private void Turn()
    {
        bool worked = false;
        // Bounded, so that a flood of events delays neither the clock nor the books.
        for (int n = 0; n < EventsPerTurn && _inbox.TryReadEvent(out InboxItem item); n++)
        {
            HandleItem(item);
            worked = true;
            _backlog -= _outage is null || item.Command is not null ? 0 : 1;
        }

        if (_outage is { } over && _backlog <= 0)
        {
            _outage = null;
            Handle(new LedgerRestored(over));
        }

        if (_inbox.TryReadBook(out DepthSlot? slot))
        {
            HandleBook(slot!);
            worked = true;
        }

        TimeSpan now = _clock.Elapsed;
        if (now - _lastTick >= Heartbeat)
        {
            _lastTick = now;
            Handle(_tick);
            _proof.Look();
        }

        if (now - _lastSnapshot >= SnapshotInterval)
        {
            Publish();
        }

        if (!worked)
        {
            _inbox.Wait(Heartbeat);
        }
    }

    private void HandleItem(InboxItem item)
    {
        try
        {
            Handle(item.Event);
        }
        catch (Exception failure)
        {
            item.Command?.Fail(failure.Message);
            throw;
        }

        if (item.Command is { IsStop: true } stop)
        {
            _meters.HoldEngageMs.Observe(Stopwatch.GetElapsedTime(stop.GivenAt).TotalMilliseconds);
        }

        item.Command?.Succeed(new CommandReceipt(Publish(), _engine.Refusal));
    }

    private void HandleBook(DepthSlot slot)
    {
        if (!_depthEvents.TryGetValue(slot, out DepthChanged? changed))
        {
            changed = new DepthChanged(new DepthView(slot.Instrument));
            _depthEvents.Add(slot, changed);
        }

        TimeSpan before = changed.View.ReceivedElapsed;
        if (slot.TryRead(changed.View))
        {
            if (before > TimeSpan.Zero)
            {
                _meters.StreamGapMs.Observe((changed.View.ReceivedElapsed - before).TotalMilliseconds);
            }

            Handle(changed);
        }
    }

    private void Handle(EngineEvent happened)
    {
        long started = Stopwatch.GetTimestamp();
        DateTimeOffset at = _clock.Time.GetUtcNow();
        long sequence = ++_sequence;
        TimeSpan elapsed = _clock.Elapsed;
        IReadOnlyList<Effect> effects = _engine.Process(new EngineInput(sequence, at, elapsed, happened));
        long decided = Stopwatch.GetTimestamp();
        TimeSpan took = Stopwatch.GetElapsedTime(started, decided);
        _meters.EventMicroseconds.Observe(took.TotalMicroseconds);
        // A book that is no longer trusted comes without a message of its own.
        if (happened is DepthChanged { View.Trust: BookTrust.Synced } book)
        {
            TimeSpan waited = elapsed - book.View.ReceivedElapsed;
            _meters.BookWaitMicroseconds.Observe(waited.TotalMicroseconds);
            _meters.ScanMs.Observe((waited + took).TotalMilliseconds);
        }

        if (effects.Count == 0)
        {
            return;
        }

        _drill?.BeforeCommit(effects);
        long committing = Stopwatch.GetTimestamp();
        LateCommit? late = _commits.Commit(at, sequence, effects);
        long committed = Stopwatch.GetTimestamp();
        double tookMs = Stopwatch.GetElapsedTime(committing, committed).TotalMilliseconds;
        _meters.CommitMs.Observe(tookMs);
        _meters.LatestCommitsMs.Observe(tookMs);
        _drill?.Committed(effects);
        TimeSpan waitedFor = happened is DepthChanged moved ? elapsed - moved.View.ReceivedElapsed : TimeSpan.Zero;
        if (late is null)
        {
            Carry(effects);
            if (happened is DepthChanged tick && SendsOrder(effects))
            {
                _meters.TickToOrderMicroseconds.Observe((_clock.Elapsed - tick.View.ReceivedElapsed).TotalMicroseconds);
            }

            _tracer?.Handled(happened, sequence, at, waitedFor, (started, decided, committing, committed), isLate: false, effects);
        }
        else
        {
            _tracer?.Handled(happened, sequence, at, waitedFor, (started, decided, committing, committed), isLate: true, effects);
            CarryLate(late, sequence, [.. effects]);
        }
    }

    private static bool SendsOrder(IReadOnlyList<Effect> effects)
    {
        for (int i = 0; i < effects.Count; i++)
        {
            if (effects[i] is PlaceOrder)
            {
                return true;
            }
        }

        return false;
    }

    private void Carry(IReadOnlyList<Effect> effects)
    {
        foreach (Effect effect in effects)
        {
            switch (effect)
            {
                case VenueEffect request:
                    _drill?.Sending(request);
                    _gateway.Send(request);
                    _drill?.Sent();
                    break;
                case AlertRaised alert:
                    Log(alert);
                    break;
            }
        }
    }

    private void CarryLate(LateCommit late, long sequence, Effect[] effects)
    {
        LateCourse course = LateCourse.Of(late, effects, _engine.Options.Risk.BookStaleAfter, _inbox.HasStop, _outage, $"E{_epoch}S{sequence}");
        Carry(course.GoOut);
        _outage = course.Outage;
        _backlog = _inbox.Waiting;
        foreach (EngineEvent told in course.Tell)
        {
            Handle(told);
        }
    }

    /// <summary>The last state that is on disk, with what it waits for.</summary>
    private void PublishWaiting(LedgerTrouble trouble)
    {
        if (_published is { } known)
        {
            _board.Publish(WithTrouble(known, trouble));
        }
    }

    private static EngineSnapshot WithTrouble(EngineSnapshot snapshot, LedgerTrouble trouble)
    {
        LocalText text = trouble.Text;
        return snapshot with
        {
            OpeningBlocks = [new OpeningBlock(RiskRule.LedgerFailed.Code(), text.English, text.Russian), .. snapshot.OpeningBlocks],
            Alerts = [new AlertSnapshot(trouble.Since, nameof(AlertSeverity.Critical), "ledger_failed", text.English, text.Russian), .. snapshot.Alerts],
        };
    }

    private EngineSnapshot Publish()
    {
        _lastSnapshot = _clock.Elapsed;
        EngineSnapshot snapshot = _engine.Snapshot();
        _board.Publish(_proof.Trouble is { } trouble ? WithTrouble(snapshot, trouble) : snapshot);
        _published = snapshot;
        _health.Beat(_clock.Elapsed, snapshot.Resume.IsComplete);
        return snapshot;
    }

    /// <summary>A broken invariant or a ledger that takes nothing: no further decision may be made. A restart recovers.</summary>
    private void Halt(Exception failure)
    {
        string reason = $"{failure.GetType().Name}: {failure.Message}";
        _health.Halt(reason);
        _log.EngineHalted(failure, reason);
        _inbox.Close(reason);
    }

    private void Log(AlertRaised alert)
    {
        switch (alert.Severity)
        {
            case AlertSeverity.Info:
                _log.AlertInfo(alert.Code, alert.English);
                break;
            case AlertSeverity.Warning:
                _log.AlertWarning(alert.Code, alert.English);
                break;
            default:
                _log.AlertCritical(alert.Code, alert.English);
                break;
        }
    }
}
