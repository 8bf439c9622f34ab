using PropBot.Core.Engine.Effects;
using PropBot.Ledger.Documents;

namespace PropBot.Ledger.Sql.Tables;

/// <summary>The documents of one kind, each as it is now; how it came to be so is in the journal.</summary>
internal sealed class DocumentTable(Session session, DocumentKind kind) : IDisposable
{
    private readonly Statement _upsert = session.Upsert(kind.Table, "id", "status", "opened_at", "closed_at", "body");

    public void Write(LedgerEffect effect, string body)
    {
        DocumentHead head = kind.HeadOf(effect);
        _upsert.Text(head.Id).Text(head.Status).Time(head.OpenedAt).Time(head.ClosedAt).Json(body).Run();
    }

    /// <summary>Newest first.</summary>
    public static List<LedgerEffect> Read(Session session, DocumentKind kind, DocumentQuery query)
    {
        string open = query.OpenOnly ? " AND closed_at IS NULL" : "";
        return ReadBodies(
            kind,
            session.Ask($"SELECT body FROM {kind.Table} WHERE ($1 = '' OR id = $1){open} ORDER BY opened_at DESC, id DESC LIMIT $2")
                .Text(query.Id ?? "").Whole(query.Limit));
    }

    /// <summary>Every open one and the latest closed ones, oldest first.</summary>
    public static List<LedgerEffect> ReadRemembered(Session session, DocumentKind kind) => ReadBodies(
        kind,
        session.Ask(
            $"SELECT body FROM {kind.Table} WHERE closed_at IS NULL OR id IN "
            + $"(SELECT id FROM {kind.Table} WHERE closed_at IS NOT NULL ORDER BY closed_at DESC, id DESC LIMIT $1) ORDER BY opened_at, id")
            .Whole(LedgerLimits.RememberedDocuments));

    public void Dispose() => _upsert.Dispose();

    private static List<LedgerEffect> ReadBodies(DocumentKind kind, Statement question) =>
        question.List((ref Row row) => kind.Read(row.Text()));
}
