using System.Data.Common;

namespace PropBot.Ledger.Sql;

/// <summary>A connection and how to talk on it.</summary>
internal sealed record Session(DbConnection Connection, Dialect Dialect) : IDisposable
{
    /// <summary>A command that is run again and again; its values are <c>$1, $2, ...</c>.</summary>
    public Statement Prepare(string sql) => new(Command(sql), Dialect);

    /// <summary>A question that is asked once; it is done with its <see cref="Statement.List"/>.</summary>
    public Statement Ask(string sql) => new(Command(sql), Dialect, asksOnce: true);

    /// <summary>An insert of one row with all these columns.</summary>
    public Statement Insert(string table, params ReadOnlySpan<string> columns) => Prepare(InsertText(table, columns));

    /// <summary>An insert of one row with all these columns, or their new values when the first one is there already.</summary>
    public Statement Upsert(string table, params ReadOnlySpan<string> columns)
    {
        List<string> updates = [];
        foreach (string column in columns[1..])
        {
            updates.Add($"{column} = excluded.{column}");
        }

        return Prepare($"{InsertText(table, columns)} ON CONFLICT ({columns[0]}) DO UPDATE SET {string.Join(", ", updates)}");
    }

    /// <summary>Runs a script as it is.</summary>
    public void Run(string script, DbTransaction? transaction = null)
    {
        using DbCommand command = Command(script);
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }

    public void Dispose() => Connection.Dispose();

    private DbCommand Command(string sql)
    {
        DbCommand command = Connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    private static string InsertText(string table, ReadOnlySpan<string> columns)
    {
        string places = string.Join(", ", Enumerable.Range(1, columns.Length).Select(place => $"${place}"));
        return $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES ({places})";
    }
}
