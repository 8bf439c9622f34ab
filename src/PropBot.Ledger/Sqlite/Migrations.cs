using System.Globalization;
using System.Reflection;
using Microsoft.Data.Sqlite;
using PropBot.Ledger.Text;

namespace PropBot.Ledger.Sqlite;

/// <summary>Numbered scripts, forward only, each in a transaction with the note that it ran.</summary>
internal static class Migrations
{
    private const string Folder = ".Sqlite.Migrations.";

    /// <summary>The schema that this program writes.</summary>
    public static int Newest { get; } = Scripts().Count;

    /// <summary>The schema of the file; 0 for a new one.</summary>
    public static int VersionOf(SqliteConnection connection)
    {
        using var exists = new Statement(connection, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_version'");
        if (exists.Scalar() is 0L)
        {
            return 0;
        }

        using var version = new Statement(connection, "SELECT coalesce(max(version), 0) FROM schema_version");
        return checked((int)(long)version.Scalar()!);
    }

    /// <summary>Brings the file from its version to <see cref="Newest"/>.</summary>
    public static void Run(SqliteConnection connection, int from, DateTimeOffset now)
    {
        IReadOnlyList<string> scripts = Scripts();
        for (int version = from + 1; version <= scripts.Count; version++)
        {
            using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
            using SqliteCommand command = connection.CreateCommand();
            command.Transaction = transaction;
            command.CommandText = "CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY, applied_at TEXT NOT NULL) STRICT;"
                + scripts[version - 1]
                + "INSERT INTO schema_version (version, applied_at) VALUES ($version, $applied_at);";
            command.Parameters.AddWithValue("$version", version);
            command.Parameters.AddWithValue("$applied_at", LedgerTime.Format(now));
            command.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    private static List<string> Scripts()
    {
        Assembly assembly = typeof(Migrations).Assembly;
        string[] names = [.. assembly.GetManifestResourceNames().Where(name => name.Contains(Folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        List<string> scripts = [];
        foreach (string name in names)
        {
            int start = name.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length;
            int number = int.Parse(name.AsSpan(start, 4), CultureInfo.InvariantCulture);
            if (number != scripts.Count + 1)
            {
                throw new InvalidOperationException($"migration {name} has a number out of line; {scripts.Count + 1} is next");
            }

            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            scripts.Add(reader.ReadToEnd());
        }

        return scripts;
    }
}
