using PropBot.Core.Accounting;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>Every case that still says something: the open ones, what people have explained, and the latest resolved ones.</summary>
/// <param name="traded">The instruments that the desk trades.</param>
internal sealed class CaseBook(IReadOnlyDictionary<InstrumentId, InstrumentState> traded)
{
    private const int KeptResolved = 100;

    private readonly SortedDictionary<CaseId, ReconciliationCase> _open = [];
    private readonly Dictionary<CaseMatter, CaseId> _openByMatter = [];
    private readonly Dictionary<CaseMatter, ReconciliationCase> _explained = [];
    private readonly LinkedList<ReconciliationCase> _resolved = [];
    private long _last;

    /// <summary>Oldest first.</summary>
    public IReadOnlyCollection<ReconciliationCase> Open => _open.Values;

    public IReadOnlyCollection<ReconciliationCase> Explained => _explained.Values;

    /// <summary>The latest, newest first.</summary>
    public IReadOnlyCollection<ReconciliationCase> Resolved => _resolved;

    public CaseId NextId => new(_last + 1);

    public ReconciliationCase? Find(CaseId id) => _open.GetValueOrDefault(id);

    /// <summary>Among the latest; older ones are in the ledger.</summary>
    public ReconciliationCase? FindResolved(CaseId id) => _resolved.FirstOrDefault(c => c.Id == id);

    /// <summary>A case of this number has been opened at some time.</summary>
    public bool HasBeen(CaseId id) => id.Number > 0 && id.Number <= _last;

    public ReconciliationCase? OpenOn(CaseMatter matter) => _openByMatter.TryGetValue(matter, out CaseId id) ? _open[id] : null;

    public ReconciliationCase? ExplainedOn(CaseMatter matter) => _explained.GetValueOrDefault(matter);

    /// <summary>The oldest open case that stops opening on an instrument; null when none does.</summary>
    public ReconciliationCase? Stopping(InstrumentId instrument)
    {
        if (_open.Count == 0)
        {
            return null;
        }

        foreach (ReconciliationCase open in _open.Values)
        {
            if (Stops(open.Matter, instrument))
            {
                return open;
            }
        }

        return null;
    }

    /// <summary>Open and explained matters of a kind.</summary>
    public CaseMatter[] MattersOf(CaseKind kind) => _open.Count == 0 && _explained.Count == 0
        ? []
        : [.. _open.Values.Concat(_explained.Values).Select(c => c.Matter).Where(m => m.Kind == kind).Distinct()];

    public CaseMatter[] MattersOf(VenueId venue, CaseKind kind) => [.. MattersOf(kind).Where(m => m.Venue == venue)];

    /// <summary>About an instrument of ours, a case stops that one; about the account or about what we do not trade, the venue.</summary>
    public bool StopsVenue(CaseMatter matter) =>
        matter.Instrument is not { } instrument || !traded.ContainsKey(instrument);

    /// <summary>Takes over a case as it is now.</summary>
    public void Put(ReconciliationCase changed)
    {
        _last = Math.Max(_last, changed.Id.Number);
        if (changed.IsOpen)
        {
            _open[changed.Id] = changed;
            _openByMatter[changed.Matter] = changed.Id;
            return;
        }

        if (_open.Remove(changed.Id))
        {
            _openByMatter.Remove(changed.Matter);
        }

        PutResolved(changed);
    }

    private bool Stops(CaseMatter matter, InstrumentId instrument) =>
        matter.Venue == instrument.Venue && (matter.Instrument == instrument || StopsVenue(matter));

    private void PutResolved(ReconciliationCase changed)
    {
        if (changed.IsExplained)
        {
            _explained[changed.Matter] = changed;
        }
        else if (_explained.TryGetValue(changed.Matter, out ReconciliationCase? known) && known.Id == changed.Id)
        {
            _explained.Remove(changed.Matter);
        }

        for (LinkedListNode<ReconciliationCase>? node = _resolved.First; node is not null; node = node.Next)
        {
            if (node.Value.Id == changed.Id)
            {
                node.Value = changed;
                return;
            }
        }

        _resolved.AddFirst(changed);
        if (_resolved.Count > KeptResolved)
        {
            _resolved.RemoveLast();
        }
    }
}
