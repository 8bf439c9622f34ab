using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>The sweeps that run, and the latest that have ended. Older ones are in the ledger.</summary>
internal sealed class KnownSweeps
{
    private const int KeptEnded = 1_000;

    private readonly LinkedList<Sweep> _ended = [];
    private readonly SortedDictionary<(SweepKind Kind, SweepStatus Status), (long Count, TimeSpan Took)> _counts = [];

    /// <summary>In the order in which they were asked for.</summary>
    public List<SweepRun> Running { get; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyCollection<Sweep> Ended => _ended;

    /// <summary>Those that ended in this run of the process.</summary>
    public IEnumerable<SweepCount> Counts => _counts.Select(c => new SweepCount(c.Key.Kind.Code(), c.Key.Status.Code(), c.Value.Count, c.Value.Took));

    public Sweep? Find(string id) =>
        Running.Find(r => r.Record.Id == id)?.Record ?? _ended.FirstOrDefault(s => s.Id == id);

    /// <summary>The venue that a running sweep waits for; null when it does not.</summary>
    public SweepVenue? Waiting(SweepVenueRef wanted) => Running.Find(r => r.Record.Id == wanted.Sweep)?.Record.Venues
        .FirstOrDefault(v => v.Venue == wanted.Venue && v.Wait is not (SweepWait.None or SweepWait.Abandoned));

    /// <summary>The running sweep that wants nothing new on an instrument; null almost always.</summary>
    public Sweep? On(InstrumentId instrument)
    {
        for (int i = 0; i < Running.Count; i++)
        {
            if (Running[i].Record.Scope.Covers(instrument))
            {
                return Running[i].Record;
            }
        }

        return null;
    }

    public void Restore(IReadOnlyList<Sweep> sweeps)
    {
        foreach (Sweep sweep in sweeps)
        {
            if (sweep.IsRunning)
            {
                Running.Add(new SweepRun(sweep, isKept: true));
            }
            else
            {
                Keep(sweep);
            }
        }
    }

    public void End(SweepRun run)
    {
        Running.Remove(run);
        Sweep ended = run.Record;
        (long count, TimeSpan took) = _counts.GetValueOrDefault((ended.Kind, ended.Status));
        _counts[(ended.Kind, ended.Status)] = (count + 1, took + (ended.EndedAt - ended.StartedAt ?? TimeSpan.Zero));
        Keep(ended);
    }

    private void Keep(Sweep ended)
    {
        _ended.AddFirst(ended);
        if (_ended.Count > KeptEnded)
        {
            _ended.RemoveLast();
        }
    }
}
