using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Episodes.World;

namespace PropBot.Episodes.Checks;

/// <summary>
/// Stands beside the desk and asserts the promises after every event: from what the desk is told, what it has written, what it
/// sends and what reaches the venues. Outlives the process.
/// </summary>
internal sealed class EpisodeWatch
{
    private readonly DeskPromises _promises;
    private readonly OpeningPromises _opening;
    private readonly RescuePromises _rescues;
    private readonly SweepPromises _sweeps;
    private readonly NakedTime _naked;
    private readonly DayPromises _day;
    private readonly ExposurePromises _exposure;
    private readonly LeveragePromises _leverage;
    private readonly List<PairId> _changed = [];
    private readonly Dictionary<ClientOrderId, TimeSpan> _decided = [];
    private readonly TimeSpan _staleAfter;

    /// <param name="venues">What they really have, for those checks that need it.</param>
    public EpisodeWatch(EngineOptions options, TimeSpan heartbeat, Func<IReadOnlyList<EpisodeVenue>> venues)
    {
        Ledger = new LedgerProjection();
        _promises = new DeskPromises(Ledger, options, heartbeat * 2) { ChecksSnapshots = false };
        _opening = new OpeningPromises(Ledger, options);
        _rescues = new RescuePromises(Ledger);
        _sweeps = new SweepPromises(Ledger, venues);
        _naked = new NakedTime(Ledger);
        _day = new DayPromises(Ledger, options.Risk);
        _exposure = new ExposurePromises(options);
        _leverage = new LeveragePromises(_exposure, venues);
        _staleAfter = options.Risk.BookStaleAfter;
    }

    /// <summary>What is written by now, read in the plainest way.</summary>
    public LedgerProjection Ledger { get; }

    public int Placed { get; private set; }

    public void OnStart(RecoveredState recovered)
    {
        _promises.Restarted();
        _opening.OnStart();
        _exposure.OnStart();
        _leverage.OnStart();
        CheckRecovered(recovered);
    }

    public void OnInput(in EngineInput input)
    {
        _opening.OnInput(in input);
        _exposure.OnInput(in input);
        _leverage.OnInput(in input);
    }

    /// <summary>The event led to nothing.</summary>
    public void OnQuiet(in EngineInput input)
    {
        if (input.Event is ClockTicked)
        {
            _promises.CheckDeadlines(input.Elapsed);
        }
    }

    /// <summary>The ledger has it; nothing has been sent.</summary>
    public void OnCommitted(in EngineInput input, IReadOnlyList<Effect> effects, TradingEngine engine)
    {
        _promises.CheckEffects(effects);
        _opening.OnCommitted(in input);
        _opening.CheckEffects(effects);
        _sweeps.CheckEffects(effects);
        _exposure.OnCommitted(effects);
        _leverage.CheckEffects(effects);
        Ledger.Apply(effects);
        _day.OnCommitted(input.At);
        _promises.CheckState(engine, input.Elapsed, input.Event is ClockTicked, hasEffects: true);
        _changed.Clear();
        for (int i = 0; i < effects.Count; i++)
        {
            switch (effects[i])
            {
                case PlaceOrder(var intent):
                    Placed++;
                    _decided[intent.ClientOrderId] = input.Elapsed;
                    _rescues.CheckOrder(intent);
                    break;
                case PairChanged(var pair) when !_changed.Contains(pair.Id):
                    _changed.Add(pair.Id);
                    break;
            }
        }

        _naked.OnCommitted(_changed, input.At);
    }

    /// <summary>An order leaves the desk. One that opens goes by the prices that it was decided by.</summary>
    public void OnSent(OrderIntent intent, TimeSpan elapsed)
    {
        TimeSpan age = elapsed - _decided[intent.ClientOrderId];
        Promise.Kept(
            intent.Purpose != OrderPurpose.Open || age <= _staleAfter, "opens_late", $"{intent.ClientOrderId} opens {age.TotalSeconds} s after it was decided");
    }

    /// <summary>An order comes to its venue.</summary>
    public void OnArrival(OrderIntent intent)
    {
        bool isWritten = Ledger.Orders.TryGetValue(intent.ClientOrderId, out OrderRecord? written);
        Promise.Kept(isWritten && written!.Intent == intent, "write_ahead", $"{intent.ClientOrderId} came to {intent.Instrument} and is not in the ledger as it is");
    }

    /// <summary>To be called once everything is settled.</summary>
    public void CheckNakedTime() => _naked.Check();

    public void CheckSnapshot(TradingEngine engine) => _promises.CheckSnapshot(engine.Snapshot());

    /// <summary>What the ledger hands to a new process is what was written, brakes included.</summary>
    private void CheckRecovered(RecoveredState recovered)
    {
        Promise.Kept(recovered.Control == Ledger.Control, "restart_forgets", $"the control was {Ledger.Control} and is {recovered.Control}");
        Promise.Kept(
            recovered.Pairs.SequenceEqual(Ledger.ActivePairs), "restart_forgets",
            $"{string.Join(", ", Ledger.ActivePairs.Select(p => p.Id))} were active, {string.Join(", ", recovered.Pairs.Select(p => p.Id))} are known");
        foreach (OrderRecord order in recovered.Orders)
        {
            ClientOrderId id = order.Intent.ClientOrderId;
            Promise.Kept(Ledger.Orders[id] == order, "restart_forgets", $"order {id} was {Ledger.Orders[id]} and is {order}");
        }
    }
}
