using Microsoft.Data.Sqlite;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sqlite.Tables;

/// <summary>The append-only journal.</summary>
internal sealed class JournalTable(SqliteConnection connection) : IDisposable
{
    public const string Select = "SELECT id, uuid, ts, type, payload FROM order_journal";

    private readonly Statement _find = new(connection, "SELECT type, payload FROM order_journal WHERE uuid = $uuid", "uuid");
    private readonly Statement _insert = Statement.Insert(connection, "order_journal", "uuid", "ts", "type", "payload");

    /// <summary>The line of that name, or null.</summary>
    public (string Type, string Payload)? Find(string uuid)
    {
        using SqliteDataReader reader = _find.Read(uuid);
        return reader.Read() ? (reader.GetString(0), reader.GetString(1)) : null;
    }

    public void Append(string uuid, DateTimeOffset at, string type, string payload) =>
        _insert.Run(uuid, LedgerTime.Format(at), type, payload);

    public static JournalLine Read(SqliteDataReader reader)
    {
        var row = new Row(reader);
        return new JournalLine(row.Whole(), row.Text(), row.Time(), row.Text(), row.Text());
    }

    public void Dispose()
    {
        _find.Dispose();
        _insert.Dispose();
    }
}
