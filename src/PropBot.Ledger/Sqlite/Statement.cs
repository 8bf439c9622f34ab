using Microsoft.Data.Sqlite;

namespace PropBot.Ledger.Sqlite;

/// <summary>A prepared command whose parameters are given by position, in the order of their names.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql, params ReadOnlySpan<string> parameters)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        foreach (string name in parameters)
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = $"${name}" });
        }

        _command.Prepare();
    }

    /// <summary>An insert of one row with all these columns.</summary>
    public static Statement Insert(SqliteConnection connection, string table, params ReadOnlySpan<string> columns) =>
        new(connection, $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES (${string.Join(", $", columns)})", columns);

    /// <summary>An insert of one row with all these columns, or their new values when the first one is there already.</summary>
    public static Statement Upsert(SqliteConnection connection, string table, params ReadOnlySpan<string> columns)
    {
        List<string> updates = [];
        foreach (string column in columns[1..])
        {
            updates.Add($"{column} = excluded.{column}");
        }

        string sql = $"INSERT INTO {table} ({string.Join(", ", columns)}) VALUES (${string.Join(", $", columns)}) "
            + $"ON CONFLICT ({columns[0]}) DO UPDATE SET {string.Join(", ", updates)}";
        return new Statement(connection, sql, columns);
    }

    /// <summary>Rows changed.</summary>
    public int Run(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteNonQuery();
    }

    public object? Scalar(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteScalar();
    }

    public SqliteDataReader Read(params ReadOnlySpan<object?> values)
    {
        Bind(values);
        return _command.ExecuteReader();
    }

    public void Dispose() => _command.Dispose();

    private void Bind(ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }
}
