using PropBot.Core.Values;

namespace PropBot.Core.Engine.State;

/// <summary>The requests that wait or were decided lately, newest first. At most one per action is live.</summary>
internal sealed class ApprovalBook
{
    /// <summary>More are in the ledger only.</summary>
    public const int Kept = 50;

    /// <summary>The least that tells two moments apart, in the ledger too.</summary>
    private static readonly TimeSpan Instant = TimeSpan.FromMicroseconds(1);

    private readonly LinkedList<ApprovalRecord> _newestFirst = [];
    private readonly Dictionary<ApprovalId, TimeSpan> _deadlines = [];

    public IReadOnlyCollection<ApprovalRecord> NewestFirst => _newestFirst;

    /// <summary>The one that waits or was confirmed and not carried out.</summary>
    public ApprovalRecord? Live(ApprovalAction action) => _newestFirst.FirstOrDefault(r => r.Action == action && r.Status.IsLive());

    public ApprovalRecord? Pending(ApprovalAction action) => Live(action) is { Status: ApprovalStatus.Pending } record ? record : null;

    public ApprovalRecord? Approved(ApprovalAction action) => Live(action) is { Status: ApprovalStatus.Approved } record ? record : null;

    /// <summary>Since when a cause counts that is engaged now: later than a release that waits, which showed it to nobody, even where market time stands or steps back.</summary>
    public DateTimeOffset Unshown(ApprovalAction release, DateTimeOffset at) =>
        Pending(release) is { } request && at < request.RequestedAt + Instant ? request.RequestedAt + Instant : at;

    public ApprovalRecord? Find(ApprovalId id) => _newestFirst.FirstOrDefault(r => r.Id == id);

    /// <summary>The live ones whose time is over.</summary>
    public IReadOnlyList<ApprovalRecord> Overdue(TimeSpan elapsed)
    {
        // Asked with every heartbeat, nearly always of nobody.
        if (_deadlines.Count == 0)
        {
            return [];
        }

        return [.. _newestFirst.Where(r => _deadlines.TryGetValue(r.Id, out TimeSpan deadline) && elapsed >= deadline)];
    }

    /// <summary>Takes a new record or a new state of a known one.</summary>
    /// <param name="deadline">Elapsed time at which it is over if it is live.</param>
    public void Set(ApprovalRecord record, TimeSpan deadline)
    {
        if (Node(record.Id) is { } known)
        {
            known.Value = record;
        }
        else
        {
            _newestFirst.AddFirst(record);
        }

        if (record.Status.IsLive())
        {
            _deadlines[record.Id] = deadline;
        }
        else
        {
            _deadlines.Remove(record.Id);
        }

        Forget();
    }

    private LinkedListNode<ApprovalRecord>? Node(ApprovalId id)
    {
        LinkedListNode<ApprovalRecord>? node = _newestFirst.First;
        while (node is not null && node.Value.Id != id)
        {
            node = node.Next;
        }

        return node;
    }

    private void Forget()
    {
        LinkedListNode<ApprovalRecord>? node = _newestFirst.Last;
        while (_newestFirst.Count > Kept && node is not null)
        {
            LinkedListNode<ApprovalRecord>? newer = node.Previous;
            if (!node.Value.Status.IsLive())
            {
                _newestFirst.Remove(node);
            }

            node = newer;
        }
    }
}
