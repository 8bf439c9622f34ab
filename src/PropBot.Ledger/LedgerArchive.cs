using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using PropBot.Ledger.Postgres;
using PropBot.Ledger.Sql;
using PropBot.Ledger.Sqlite;

namespace PropBot.Ledger;

/// <summary>A ledger that is only read: nothing is written, locked or migrated, and a desk that works on it goes on.</summary>
public sealed class LedgerArchive : IDisposable
{
    private readonly NpgsqlDataSource? _server;

    private LedgerArchive(string place, ILedgerReads reads, NpgsqlDataSource? server)
    {
        Place = place;
        Reads = reads;
        _server = server;
    }

    /// <summary>The file, or the server and the database.</summary>
    public string Place { get; }

    public ILedgerReads Reads { get; }

    /// <exception cref="LedgerUnavailableException">It is not there, cannot be read or has another schema.</exception>
    public static LedgerArchive Open(LedgerLocation location) => location.Server is { } server ? OfServer(server) : OfFile(Path.GetFullPath(location.File));

    public void Dispose() => _server?.Dispose();

    private static LedgerArchive OfFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new LedgerUnavailableException(LedgerFault.CannotOpen, path, "there is no such file", "Name the folder of a desk that has been started");
        }

        return Checked(path, () => new Session(OpenFile(path), SqliteDialect.Instance), failure => LedgerFailures.Explain(path, (SqliteException)failure), null);
    }

    private static SqliteConnection OpenFile(string path)
    {
        // Without its log the file is at rest and complete: SQLite then makes no file beside it, which a desk of another user could not write later.
        bool isAtRest = !File.Exists(path + "-wal");
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = isAtRest ? $"file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1" : path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static LedgerArchive OfServer(PostgresAddress address)
    {
        NpgsqlDataSource server = NpgsqlDataSource.Create(address.ConnectionString);
        return Checked(address.Place, () => PostgresSessions.Open(server), failure => PostgresFailures.Explain(address.Place, failure), server);
    }

    private static LedgerArchive Checked(string place, Func<Session> open, Func<DbException, Exception> explain, NpgsqlDataSource? server)
    {
        try
        {
            using Session session = open();
            int version = Migrations.VersionOf(session);
            return version == Migrations.Newest ? new LedgerArchive(place, new LedgerReads(open, explain), server)
                : version > Migrations.Newest ? throw Migrations.TooNew(place, version)
                : throw new LedgerUnavailableException(
                    LedgerFault.CannotOpen, place, $"it has schema {version}, this program reads schema {Migrations.Newest}", "Start the desk once with this program, or read it with the one that wrote it");
        }
        catch (DbException failure)
        {
            server?.Dispose();
            throw explain(failure);
        }
        catch
        {
            server?.Dispose();
            throw;
        }
    }
}
