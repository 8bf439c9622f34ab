using System.Diagnostics;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Recovery;
using PropBot.Ledger;

namespace PropBot.Episodes.World;

/// <summary>
/// The bot as a process: the engine, its ledger and the order of the live loop (decide, keep, send). It may be killed at any point
/// of that order and begins anew from its ledger.
/// </summary>
internal sealed class DeskProcess(EpisodeWorld world, LedgerGate ledger)
{
    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromSeconds(1);

    private readonly ClockTicked _tick = new();
    private TradingEngine? _engine;
    private TimeSpan _startedAt;
    private long _sequence;
    private (KillPoint Point, bool AtSend, TimeSpan DownFor)? _kill;

    /// <summary>Number of the present process; what belongs to another one is lost.</summary>
    public int Life { get; private set; }

    public bool IsAlive => _engine is not null;

    public int Restarts { get; private set; }

    public long Events { get; private set; }

    /// <summary>The process's monotonic clock.</summary>
    public TimeSpan Elapsed => world.Time.Elapsed - _startedAt;

    public bool IsBusy => _engine is { IsBusy: true };

    public TradingEngine? Engine => _engine;

    /// <summary>Begins with what the ledger knows; waits for the ledger.</summary>
    public void Start()
    {
        if (IsAlive)
        {
            return;
        }

        RecoveredState recovered;
        try
        {
            recovered = ledger.Load();
        }
        catch (LedgerUnavailableException)
        {
            world.Time.After(TryAgainAfter, Start);
            return;
        }

        _engine = new TradingEngine(world.Settings.Engine);
        _startedAt = world.Time.Elapsed;
        _sequence = 0;
        world.Watch.OnStart(recovered);
        Deliver(new EngineStarted(recovered));
        foreach (EpisodeVenue venue in world.Venues)
        {
            venue.Stream.Connect();
        }
    }

    /// <summary>The next event that leads to something, or to a request, is this process's last.</summary>
    public void KillAt(KillPoint point, bool atSend, TimeSpan downFor) => _kill = (point, atSend, downFor);

    public void CallOffKill() => _kill = null;

    public void Tick() => Deliver(_tick);

    public void Deliver(EngineEvent happened)
    {
        if (_engine is null)
        {
            return;
        }

        var input = new EngineInput(++_sequence, world.Time.Now, Elapsed, happened);
        Events++;
        world.Watch.OnInput(in input);
        IReadOnlyList<Effect> effects = _engine.Process(in input);
        if (effects.Count == 0)
        {
            world.Watch.OnQuiet(in input);
            return;
        }

        Carry(in input, effects);
    }

    private void Carry(in EngineInput input, IReadOnlyList<Effect> effects)
    {
        KillPoint? dies = Dying(effects);
        if (dies == KillPoint.BeforeCommit)
        {
            Die(_kill!.Value.DownFor);
            return;
        }

        try
        {
            ledger.Commit(input.At, input.Sequence, effects);
        }
        catch (LedgerUnavailableException)
        {
            // The loop halts, nothing of the event is done; who watches the process begins it again.
            Die(TryAgainAfter);
            return;
        }

        world.Watch.OnCommitted(in input, effects, _engine!);
        Send(effects, dies);
    }

    private void Send(IReadOnlyList<Effect> effects, KillPoint? dies)
    {
        if (dies == KillPoint.BeforeSend)
        {
            Die(_kill!.Value.DownFor);
            return;
        }

        for (int i = 0; i < effects.Count; i++)
        {
            if (effects[i] is VenueEffect request)
            {
                Send(request);
                if (dies == KillPoint.AfterFirstSend)
                {
                    break;
                }
            }
        }

        if (dies is not null)
        {
            Die(_kill!.Value.DownFor);
        }
    }

    private void Send(VenueEffect request)
    {
        switch (request)
        {
            case PlaceOrder place:
                world.Venue(place.Intent.Instrument.Venue).Requests.Place(place.Intent);
                break;
            case CancelOrder cancel:
                world.Venue(cancel.Instrument.Venue).Requests.Cancel(cancel);
                break;
            case CancelForeignOrder cancel:
                world.Venue(cancel.Instrument.Venue).Requests.Cancel(cancel);
                break;
            case QueryOrder query:
                world.Venue(query.Instrument.Venue).Requests.Query(query);
                break;
            case QueryFills query:
                world.Venue(query.Instrument.Venue).Requests.Query(query);
                break;
            case QueryOpenOrders query:
                world.Venue(query.Venue).Requests.Query(query);
                break;
            case QueryFillHistory query:
                world.Venue(query.Instrument.Venue).Requests.Query(query);
                break;
            case QueryAccount query:
                world.Venue(query.Venue).Requests.Query(query);
                break;
            default:
                throw new UnreachableException($"nobody carries out {request.GetType().Name}");
        }
    }

    private KillPoint? Dying(IReadOnlyList<Effect> effects)
    {
        if (_kill is not { } kill)
        {
            return null;
        }

        for (int i = 0; i < effects.Count; i++)
        {
            if (kill.AtSend ? effects[i] is PlaceOrder or CancelOrder or CancelForeignOrder : effects[i] is LedgerEffect)
            {
                return kill.Point;
            }
        }

        return null;
    }

    private void Die(TimeSpan downFor)
    {
        _kill = null;
        _engine = null;
        Life++;
        Restarts++;
        foreach (EpisodeVenue venue in world.Venues)
        {
            venue.Stream.Forget();
        }

        world.Time.After(downFor, Start);
    }
}
