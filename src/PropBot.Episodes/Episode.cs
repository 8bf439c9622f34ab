using PropBot.Core;
using PropBot.Episodes.Checks;
using PropBot.Episodes.Disturbances;
using PropBot.Episodes.Schedules;
using PropBot.Episodes.World;
using PropBot.Ledger;

namespace PropBot.Episodes;

/// <summary>
/// One shift of the whole bot in virtual time, in one thread: the desk and three venues, what the schedule says goes wrong and is
/// commanded, then calm. The promises are asserted after every event; at the end nothing may be naked, unknown or different.
/// </summary>
public sealed class Episode
{
    /// <summary>Once everything is calm again, every pair is equal or flat and every order known within this time.</summary>
    public static readonly TimeSpan SettlesWithin = TimeSpan.FromSeconds(120);

    /// <summary>Desk id of an episode's ledger.</summary>
    public const string DeskId = "desk1";

    private const int StepsPerMark = 2;

    private readonly EpisodeSchedule _schedule;
    private readonly EpisodeWorld _world;
    private readonly EndPromises _end;
    private int _steps;
    private TimeSpan? _settledAfter;

    private Episode(EpisodeSchedule schedule, Func<ILedgerStore> openLedger)
    {
        _schedule = schedule;
        _world = new EpisodeWorld(schedule, openLedger);
        _end = new EndPromises(_world);
    }

    /// <summary>The schedule that a seed gives.</summary>
    public static EpisodeSchedule Draw(ulong seed) => ScheduleDraw.Of(seed);

    /// <exception cref="FormatException">The schedule has a kind that is not known.</exception>
    public static EpisodeResult Run(EpisodeSchedule schedule)
    {
        using var ledger = new InMemoryLedger(DeskId);
        return Run(schedule, () => ledger);
    }

    /// <param name="openLedger">Opens the ledger for each process of the episode; empty at first.</param>
    /// <exception cref="FormatException">The schedule has a kind that is not known.</exception>
    public static EpisodeResult Run(EpisodeSchedule schedule, Func<ILedgerStore> openLedger)
    {
        var episode = new Episode(schedule, openLedger);
        episode.Plan();
        return episode.Result(episode.FindViolation());
    }

    private Violation? FindViolation()
    {
        try
        {
            Carry();
            return null;
        }
        catch (PromiseBrokenException broken)
        {
            return new Violation(broken.Rule, ViolationFinder.Watch, broken.Message, _world.Time.Elapsed);
        }
        catch (InvariantViolation broken)
        {
            return new Violation("invariant", ViolationFinder.Engine, broken.Message, _world.Time.Elapsed);
        }
        catch (LedgerConflictException broken)
        {
            return new Violation("ledger_conflict", ViolationFinder.Ledger, broken.Message, _world.Time.Elapsed);
        }
        catch (Exception crash)
        {
            return new Violation(crash.GetType().Name, ViolationFinder.Crash, crash.ToString(), _world.Time.Elapsed);
        }
    }

    private void Plan()
    {
        foreach (ScheduleItem item in _schedule.Items)
        {
            Disturbance disturbance = DisturbanceCatalogue.Of(item);
            if (item.Number > 0)
            {
                continue;
            }

            TimeSpan at = item.At < _world.Settings.TroubleFor ? item.At : _world.Settings.TroubleFor;
            _world.Time.At(at, () =>
            {
                _world.Faults.Count(item.Kind);
                disturbance.Begin(_world, item);
            });
        }
    }

    private void Carry()
    {
        Step();
        _world.Desk.Start();
        while (_world.Time.Elapsed < _world.Settings.TroubleFor)
        {
            PassStep();
        }

        CalmDown();
        TimeSpan until = _world.Time.Elapsed + SettlesWithin;
        while (!IsSettled())
        {
            if (_world.Time.Elapsed >= until)
            {
                _end.Check();
                Promise.Kept(false, "unsettled_at_end", $"messages are still on their way {SettlesWithin.TotalSeconds} s after the last fault");
            }

            PassStep();
        }

        _settledAfter = SettlesWithin - (until - _world.Time.Elapsed);
    }

    private void PassStep()
    {
        TimeSpan next = _world.Time.Elapsed + EpisodeMarket.Step;
        while (_world.Desk.IsBusy && _world.Time.Elapsed + EpisodeWorld.Heartbeat < next)
        {
            _world.Time.RunTo(_world.Time.Elapsed + EpisodeWorld.Heartbeat);
            _world.Desk.Tick();
        }

        _world.Time.RunTo(next);
        Step();
    }

    private void Step()
    {
        _world.Market.Walk();
        bool tellsMarks = _steps++ % StepsPerMark == 0;
        foreach (EpisodeVenue venue in _world.Venues)
        {
            venue.Step(tellsMarks);
        }

        _world.Desk.Tick();
    }

    private void CalmDown()
    {
        _world.Faults.AreOver = true;
        _world.LedgerGate.IsShut = false;
        _world.Desk.CallOffKill();
        _world.Market.Calm();
        _world.Desk.Start();
    }

    private bool IsSettled()
    {
        if (_world.Time.HasWaiting || _world.Desk.IsHeldUp || !_end.IsQuiet())
        {
            return false;
        }

        try
        {
            _end.Check();
            return true;
        }
        catch (PromiseBrokenException)
        {
            // It may still come right; at the end of the time it counts.
            return false;
        }
    }

    private EpisodeResult Result(Violation? violation) => new()
    {
        Schedule = _schedule,
        Violation = violation,
        Events = _world.Desk.Events,
        Restarts = _world.Desk.Restarts,
        Pairs = _world.Watch.Ledger.Pairs.Count,
        Orders = _world.Watch.Placed,
        Struck = _world.Faults.Struck,
        SettledAfter = _settledAfter,
    };
}
