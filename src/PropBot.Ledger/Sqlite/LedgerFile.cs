using Microsoft.Data.Sqlite;
using PropBot.Ledger.Sql;

namespace PropBot.Ledger.Sqlite;

/// <summary>The file of a ledger: opened, locked, checked and brought to the present schema, or a reason why not.</summary>
internal sealed class LedgerFile : IDisposable
{
    private const int ReaderTimeoutSeconds = 5;

    private readonly LedgerLock _lock;

    private LedgerFile(string path, LedgerLock held, Session writer)
    {
        Path = path;
        _lock = held;
        Writer = writer;
    }

    public string Path { get; }

    /// <summary>The one connection that writes.</summary>
    public Session Writer { get; }

    /// <exception cref="LedgerUnavailableException">It cannot be used; the message says why and what to do.</exception>
    public static LedgerFile Open(string path, DateTimeOffset now, TimeSpan busyTimeout)
    {
        string full = System.IO.Path.GetFullPath(path);
        LedgerLock held = TakeLock(full);
        SqliteConnection? writer = null;
        try
        {
            writer = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = full,
                Mode = SqliteOpenMode.ReadWriteCreate,
                Pooling = false,
                DefaultTimeout = checked((int)busyTimeout.TotalSeconds),
                ForeignKeys = true,
            }.ToString());
            writer.Open();
            var session = new Session(writer, SqliteDialect.Instance);
            Prepare(session, full, now);
            return new LedgerFile(full, held, session);
        }
        catch (Exception failure)
        {
            writer?.Dispose();
            held.Dispose();
            if (failure is LedgerUnavailableException)
            {
                throw;
            }

            throw LedgerFailures.ExplainStart(full, failure);
        }
    }

    /// <summary>A connection for reading, from a pool; dispose it after use.</summary>
    public Session OpenReader()
    {
        SqliteConnection reader = NewReader(Path);
        reader.Open();
        return new Session(reader, SqliteDialect.Instance);
    }

    public void Dispose()
    {
        SqliteConnection.ClearPool(NewReader(Path));
        Writer.Dispose();
        _lock.Dispose();
    }

    private static SqliteConnection NewReader(string path) => new(new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = SqliteOpenMode.ReadOnly,
        DefaultTimeout = ReaderTimeoutSeconds,
    }.ToString());

    private static LedgerLock TakeLock(string path)
    {
        string directory = System.IO.Path.GetDirectoryName(path)!;
        try
        {
            Directory.CreateDirectory(directory);
            return LedgerLock.TryTake(path)
                ?? throw new LedgerUnavailableException(
                    LedgerFault.Busy, path, $"another process has it open{LastStartOf(path)}", "Stop that process, or give this one another data directory");
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new LedgerUnavailableException(
                LedgerFault.CannotOpen, path, $"the directory cannot be written ({failure.Message})", $"Make {directory} writable, or give another data directory", failure);
        }
    }

    /// <summary>Who that probably is, in brackets; nothing when it cannot be read.</summary>
    private static string LastStartOf(string path)
    {
        try
        {
            using SqliteConnection reader = NewReader(path);
            reader.Open();
            return new Session(reader, SqliteDialect.Instance)
                .Ask("SELECT ' (process ' || process_id || ')' FROM runs ORDER BY run DESC LIMIT 1")
                .List((ref Row row) => row.Text())
                .FirstOrDefault("");
        }
        catch (SqliteException)
        {
            return "";
        }
    }

    private static void Prepare(Session writer, string path, DateTimeOffset now)
    {
        string integrity = writer.Ask("PRAGMA integrity_check(1)").List((ref Row row) => row.Text())[0];
        if (integrity != "ok")
        {
            throw LedgerFailures.Damaged(path, integrity, null);
        }

        int version = Migrations.VersionOf(writer);
        if (version > Migrations.Newest)
        {
            throw Migrations.TooNew(path, version);
        }

        writer.Run("PRAGMA journal_mode = WAL");

        // A commit is on disk when it returns: the write-ahead log is synced at every commit.
        writer.Run("PRAGMA synchronous = FULL");
        Migrations.Run(writer, version, now);
    }
}
