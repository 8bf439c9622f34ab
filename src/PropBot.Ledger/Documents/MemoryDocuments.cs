using PropBot.Core.Engine.Effects;

namespace PropBot.Ledger.Documents;

/// <summary>Documents of every kind in memory, each as it was written last.</summary>
internal sealed class MemoryDocuments
{
    private readonly Dictionary<(DocumentKind Kind, string Id), (DocumentHead Head, LedgerEffect Effect)> _documents = [];

    public void Write(DocumentKind kind, LedgerEffect effect)
    {
        DocumentHead head = kind.HeadOf(effect);
        _documents[(kind, head.Id)] = (head, effect);
    }

    public IReadOnlyList<T> Read<T>(DocumentQuery query)
        where T : LedgerEffect =>
    [
        .. OldestFirst(DocumentKinds.Of<T>()).Reverse()
            .Where(document => (query.Id ?? document.Head.Id) == document.Head.Id && !(query.OpenOnly && document.Head.ClosedAt is not null))
            .Take(query.Limit)
            .Select(document => (T)document.Effect),
    ];

    /// <summary>Every open one and the latest closed ones, oldest first.</summary>
    public List<LedgerEffect> Remembered(DocumentKind kind)
    {
        HashSet<string> latest =
        [
            .. OldestFirst(kind).Where(document => document.Head.ClosedAt is not null)
                .OrderByDescending(document => document.Head.ClosedAt)
                .ThenByDescending(document => document.Head.Id, StringComparer.Ordinal)
                .Take(LedgerLimits.RememberedDocuments)
                .Select(document => document.Head.Id),
        ];
        return
        [
            .. OldestFirst(kind).Where(document => document.Head.ClosedAt is null || latest.Contains(document.Head.Id))
                .Select(document => document.Effect),
        ];
    }

    private IEnumerable<(DocumentHead Head, LedgerEffect Effect)> OldestFirst(DocumentKind kind) => _documents
        .Where(document => document.Key.Kind == kind)
        .Select(document => document.Value)
        .OrderBy(document => document.Head.OpenedAt)
        .ThenBy(document => document.Head.Id, StringComparer.Ordinal);
}
