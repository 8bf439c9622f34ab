using System.Data.Common;
using Microsoft.Data.Sqlite;
using PropBot.Core.Engine.Recovery;
using PropBot.Ledger.Sql;

namespace PropBot.Ledger.Sqlite;

/// <summary>The ledger in one SQLite file, the embedded default.</summary>
public sealed class SqliteLedgerStore : SqlLedgerStore
{
    private static readonly TimeSpan DefaultBusyTimeout = TimeSpan.FromSeconds(5);

    private readonly LedgerFile _file;
    private readonly TimeProvider _time;
    private readonly LedgerWriter _writer;
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;

    private SqliteLedgerStore(LedgerFile file, TimeProvider time)
        : base(SqliteDialect.Instance, file.Path, file.OpenReader, DeskOf(file.Writer, time.GetUtcNow()))
    {
        _file = file;
        _time = time;
        _writer = new LedgerWriter(file.Writer);
        _begin = file.Writer.Prepare("BEGIN IMMEDIATE");
        _commit = file.Writer.Prepare("COMMIT");
        _rollback = file.Writer.Prepare("ROLLBACK");

        // So that a log that is lost takes no desk and no schema with it, and nothing of an earlier run.
        file.Writer.Run("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    /// <remarks>The lock on the file ends with the process and not before.</remarks>
    public override Leadership Leadership => new(IsHeld: Run > 0, Run, $"{Environment.MachineName}:{Environment.ProcessId}");

    public override Task<string> LeadershipLost { get; } = new TaskCompletionSource<string>().Task;

    /// <summary>Opens the ledger at a path, or makes one; its directory is created.</summary>
    /// <param name="path">The database file, <c>data/ledger.db</c>; <c>-wal</c>, <c>-shm</c> and <c>.lock</c> lie beside it.</param>
    /// <param name="time">For the times and the numbers of starts; nothing else here asks for the time.</param>
    /// <param name="busyTimeout">How long to wait for another program's write lock, whole seconds, 1 or more, default 5 s.</param>
    /// <exception cref="LedgerUnavailableException">Not writable, damaged, of a newer schema, or open in another process.</exception>
    public static SqliteLedgerStore Open(string path, TimeProvider time, TimeSpan? busyTimeout = null)
    {
        LedgerFile file = LedgerFile.Open(path, time.GetUtcNow(), busyTimeout ?? DefaultBusyTimeout);
        try
        {
            return new SqliteLedgerStore(file, time);
        }
        catch (Exception failure)
        {
            file.Dispose();
            throw LedgerFailures.ExplainStart(file.Path, failure);
        }
    }

    private protected override LedgerWriter Writer() => _writer;

    private protected override long BeginRun(Session session)
    {
        DateTimeOffset now = _time.GetUtcNow();
        using Statement start = session.Prepare(
            "INSERT INTO runs (run, started_at, process_id) SELECT max(coalesce(max(run), 0) + 1, $3), $1, $2 FROM runs RETURNING run");
        return start.Time(now).Whole(Environment.ProcessId).Whole(StartNumbers.LeastAt(now)).RunForWhole()!.Value;
    }

    private protected override void Begin(Session session) => _begin.Run();

    private protected override void End(Session session) => _commit.Run();

    private protected override void Undo(LedgerWriter writer)
    {
        try
        {
            _rollback.Run();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, as it does when the disk is full; what went wrong first is what is told.
        }
    }

    /// <remarks>Pages of the file have no checksums; a server has its own ways.</remarks>
    private protected override string? FaultIn(Session session, RecoveredState state) => BooksCheck.FaultIn(session, state);

    private protected override LedgerUnavailableException ExplainStart(Exception failure) => failure is SqliteException { SqliteErrorCode: not SqliteCodes.Error } told
        ? ExplainWrite(told)
        : LedgerFailures.ExplainStart(Place, failure);

    private protected override LedgerUnavailableException ExplainWrite(DbException failure) => LedgerFailures.Explain(
        Place, (SqliteException)failure, SystemErrors.Last(((SqliteConnection)_file.Writer.Connection).Handle!));

    private protected override void Close()
    {
        _begin.Dispose();
        _commit.Dispose();
        _rollback.Dispose();
        _writer.Dispose();
        _file.Dispose();
    }
}
