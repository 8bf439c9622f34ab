using PropBot.Core;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;
using PropBot.Ledger;

namespace PropBot.Replay.Backtest;

/// <summary>
/// The caller of the engine in virtual time. The order is that of the live loop: the engine decides, the ledger keeps, and only
/// then requests go to the venues.
/// </summary>
internal sealed class EngineDriver(TradingEngine engine, ILedgerStore ledger, DateTimeOffset start, IReadOnlyList<IEngineObserver> observers)
{
    private readonly Dictionary<VenueId, VirtualVenue> _venues = [];
    private readonly EventQueue _queue = new();
    private readonly List<(DateTimeOffset At, AlertRaised Alert)> _alerts = [];
    private long _sequence;

    public DateTimeOffset Now => start + Elapsed;

    /// <summary>Market time since the start: monotonic, as the live engine's elapsed time.</summary>
    public TimeSpan Elapsed { get; private set; }

    public long Events => _sequence;

    public IReadOnlyList<(DateTimeOffset At, AlertRaised Alert)> Alerts => _alerts;

    public bool HasWaiting => !_queue.IsEmpty;

    public void Add(VirtualVenue venue) => _venues.Add(venue.Id, venue);

    public void MoveTo(DateTimeOffset time)
    {
        Invariant.Holds(time >= Now, $"market time goes on, not back from {Now:O} to {time:O}");
        Elapsed = time - start;
    }

    public void After(TimeSpan delay, Action action) => _queue.Add(Now + delay, action);

    public void At(DateTimeOffset time, Action action) => _queue.Add(time, action);

    /// <summary>Does the next thing that is due before an instant.</summary>
    public bool TryStepBefore(DateTimeOffset limit)
    {
        if (!_queue.TryTakeBefore(limit, out DateTimeOffset at, out Action action))
        {
            return false;
        }

        MoveTo(at);
        action();
        return true;
    }

    public void Deliver(EngineEvent happened)
    {
        var input = new EngineInput(++_sequence, Now, Elapsed, happened);
        for (int i = 0; i < observers.Count; i++)
        {
            observers[i].OnInput(in input);
        }

        IReadOnlyList<Effect> effects = engine.Process(in input);
        for (int i = 0; i < observers.Count; i++)
        {
            observers[i].OnEffects(in input, effects);
        }

        ledger.Commit(Now, _sequence, effects);
        for (int i = 0; i < effects.Count; i++)
        {
            CarryOut(effects[i]);
        }
    }

    /// <summary>Requests only leave here; what comes of them comes later, from the queue.</summary>
    private void CarryOut(Effect effect)
    {
        switch (effect)
        {
            case PlaceOrder place:
                _venues[place.Intent.Instrument.Venue].Place(place.Intent);
                break;
            case CancelOrder cancel:
                _venues[cancel.Instrument.Venue].Cancel(cancel);
                break;
            case CancelForeignOrder cancel:
                _venues[cancel.Instrument.Venue].Cancel(cancel);
                break;
            case QueryOrder query:
                _venues[query.Instrument.Venue].Query(query);
                break;
            case QueryFills query:
                _venues[query.Instrument.Venue].Query(query);
                break;
            case QueryOpenOrders query:
                _venues[query.Venue].Query(query);
                break;
            case QueryFillHistory query:
                _venues[query.Instrument.Venue].Query(query);
                break;
            case QueryAccount query:
                _venues[query.Venue].Query(query);
                break;
            case QueryIncome query:
                _venues[query.Venue].Query(query);
                break;
            case QueryTradingRights query:
                _venues[query.Venue].Query(query);
                break;
            case QueryPositionTiers query:
                _venues[query.Instrument.Venue].Query(query);
                break;
            case AlertRaised alert:
                _alerts.Add((Now, alert));
                break;
            case LedgerEffect:
                break;
            default:
                throw new System.Diagnostics.UnreachableException($"nobody carries out {effect.GetType().Name}");
        }
    }
}
