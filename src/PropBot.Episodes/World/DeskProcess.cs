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
    private static readonly TimeSpan StartAgainAfter = TimeSpan.FromSeconds(1);

    private readonly ClockTicked _tick = new();
    private readonly LedgerWait _wait = new();
    private TradingEngine? _engine;
    private TimeSpan _startedAt;
    private long _sequence;
    private long _epoch;
    private PlannedKill? _kill;

    /// <summary>Number of the present process; what belongs to another one is lost.</summary>
    public int Life { get; private set; }

    public bool IsAlive => _engine is not null;

    public int Restarts { get; private set; }

    public long Events { get; private set; }

    /// <summary>The process's monotonic clock.</summary>
    public TimeSpan Elapsed => world.Time.Elapsed - _startedAt;

    public bool IsBusy => _engine is { IsBusy: true };

    /// <summary>An event waits for the ledger.</summary>
    public bool IsHeldUp => _wait.Held is not null;

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
            world.Time.After(StartAgainAfter, Start);
            return;
        }

        _engine = new TradingEngine(world.Settings.Engine);
        _startedAt = world.Time.Elapsed;
        _sequence = 0;
        _epoch = recovered.Epoch;
        world.Watch.OnStart(recovered);
        Deliver(new EngineStarted(recovered));
        foreach (EpisodeVenue venue in world.Venues)
        {
            venue.Stream.Connect();
        }
    }

    /// <summary>The next event that leads to something, or to a request, is this process's last; one that waits for the ledger is that event.</summary>
    public void KillAt(KillPoint point, bool atSend, TimeSpan downFor)
    {
        _kill = new PlannedKill(point, atSend, downFor);
        if (IsHeldUp && point == KillPoint.BeforeCommit)
        {
            Die(downFor);
        }
    }

    public void CallOffKill() => _kill = null;

    /// <summary>A process that waits for its ledger looks at no clock.</summary>
    public void Tick()
    {
        if (!IsHeldUp)
        {
            Deliver(_tick);
        }
    }

    public void Deliver(EngineEvent happened)
    {
        if (_engine is null)
        {
            return;
        }

        if (IsHeldUp)
        {
            _wait.Add(happened);
            return;
        }

        Handle(happened);
    }

    /// <summary>A book has changed.</summary>
    public void Deliver(BookSlot book)
    {
        if (IsHeldUp)
        {
            _wait.Add(book);
        }
        else if (_engine is not null)
        {
            Handle(book.Take());
        }
    }

    private void Handle(EngineEvent happened)
    {
        var input = new EngineInput(++_sequence, world.Time.Now, Elapsed, happened);
        Events++;
        world.Watch.OnInput(in input);
        IReadOnlyList<Effect> effects = _engine!.Process(in input);
        if (effects.Count == 0)
        {
            world.Watch.OnQuiet(in input);
            return;
        }

        Carry(in input, effects);
    }

    private void Carry(in EngineInput input, IReadOnlyList<Effect> effects)
    {
        PlannedKill? dies = Dying(effects);
        if (dies?.Point == KillPoint.BeforeCommit)
        {
            Die(dies.DownFor);
            return;
        }

        try
        {
            ledger.Commit(input.At, input.Sequence, effects);
        }
        catch (LedgerUnavailableException away)
        {
            _wait.Hold(new HeldEvent(input, [.. effects], dies, world.Time.Now, Elapsed), away.Message);
            TryAgainLater();
            return;
        }

        world.Watch.OnCommitted(in input, effects, _engine!);
        Send(effects, dies);
    }

    private void TryAgainLater()
    {
        int life = Life;
        world.Time.After(_wait.NextPause(), () =>
        {
            if (life == Life)
            {
                TryAgain();
            }
        });
    }

    private void TryAgain()
    {
        HeldEvent held = _wait.Held!;
        try
        {
            ledger.Commit(held.Input.At, held.Input.Sequence, held.Effects);
        }
        catch (LedgerUnavailableException away)
        {
            _wait.FailedAgain(away.Message);
            TryAgainLater();
            return;
        }

        world.Watch.OnCommitted(held.Input, held.Effects, _engine!);
        LateCourse course = _wait.Taken(world.Time.Now, Elapsed, world.Settings.Engine.Risk.BookStaleAfter, $"E{_epoch}S{held.Input.Sequence}");
        int life = Life;
        Send(course.GoOut, held.Dies);
        while (life == Life && _wait.TryNext(out EngineEvent? next))
        {
            Handle(next);
        }
    }

    private void Send(IReadOnlyList<Effect> effects, PlannedKill? dies)
    {
        if (dies?.Point == KillPoint.BeforeSend)
        {
            Die(dies.DownFor);
            return;
        }

        for (int i = 0; i < effects.Count; i++)
        {
            if (effects[i] is VenueEffect request)
            {
                Send(request);
                if (dies?.Point == KillPoint.AfterFirstSend)
                {
                    break;
                }
            }
        }

        if (dies is not null)
        {
            Die(dies.DownFor);
        }
    }

    private void Send(VenueEffect request)
    {
        switch (request)
        {
            case PlaceOrder place:
                world.Watch.OnSent(place.Intent, Elapsed);
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
            case QueryIncome query:
                world.Venue(query.Venue).Requests.Query(query);
                break;
            case QueryTradingRights query:
                world.Venue(query.Venue).Requests.Query(query);
                break;
            case QueryPositionTiers query:
                world.Venue(query.Instrument.Venue).Requests.Query(query);
                break;
            case QueryCoinPrices query:
                world.Venue(query.Venue).Requests.Query(query);
                break;
            default:
                throw new UnreachableException($"nobody carries out {request.GetType().Name}");
        }
    }

    private PlannedKill? Dying(IReadOnlyList<Effect> effects)
    {
        if (_kill is not { } kill)
        {
            return null;
        }

        for (int i = 0; i < effects.Count; i++)
        {
            if (kill.AtSend ? effects[i] is PlaceOrder or CancelOrder or CancelForeignOrder : effects[i] is LedgerEffect)
            {
                return kill;
            }
        }

        return null;
    }

    private void Die(TimeSpan downFor)
    {
        if (_wait.Held is { } held && ledger.KeptSequence == held.Input.Sequence)
        {
            // It was written; the process never heard of it, the next one finds it.
            world.Watch.OnCommitted(held.Input, held.Effects, _engine!);
        }

        _wait.Forget();
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
