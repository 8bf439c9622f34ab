namespace PropBot.Ledger.Sql.Tables;

/// <summary>The append-only journal.</summary>
internal sealed class JournalTable(Session session) : IDisposable
{
    public const string Select = "SELECT id, uuid, ts, type, payload FROM order_journal";

    private readonly Statement _find = session.Prepare("SELECT type, payload FROM order_journal WHERE uuid = $1");

    // Numbered here, so that a transaction that was undone leaves no gap: a missing number is a line that somebody took out.
    private readonly Statement _insert = session.Prepare(
        "INSERT INTO order_journal (id, uuid, ts, type, payload) SELECT coalesce(max(id), 0) + 1, $1, $2, $3, $4 FROM order_journal");

    /// <summary>The line of that name.</summary>
    public bool TryFind(string uuid, out (string Type, string Payload) line) => _find.Text(uuid).TryFirst(ReadContent, out line);

    public void Append(string uuid, DateTimeOffset at, string type, string payload) =>
        _insert.Text(uuid).Time(at).Text(type).Json(payload).Run();

    public static JournalLine Read(ref Row row) => new(row.Whole(), row.Text(), row.Time(), row.Text(), row.Text());

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
    }

    private static (string Type, string Payload) ReadContent(ref Row row) => (row.Text(), row.Text());
}
