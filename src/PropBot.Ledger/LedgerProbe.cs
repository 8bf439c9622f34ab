using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;
using PropBot.Ledger.Postgres;
using PropBot.Ledger.Sql;
using PropBot.Ledger.Sqlite;

namespace PropBot.Ledger;

/// <summary>What a look at a ledger found. Nothing is written, locked or migrated, and whoever has it open does not notice.</summary>
/// <param name="Schema">0: there is none yet, the first start makes it.</param>
/// <param name="Newest">The schema that this program writes.</param>
/// <param name="Trouble">Why a start could not use it; null when it could.</param>
public sealed record LedgerProbe(string Place, int Schema, int Newest, string? Trouble)
{
    public static LedgerProbe Of(LedgerLocation location) => location.Server is { } server ? OfServer(server) : OfFile(Path.GetFullPath(location.File));

    private static LedgerProbe OfFile(string path)
    {
        if (!File.Exists(path))
        {
            return new LedgerProbe(path, 0, Migrations.Newest, null);
        }

        try
        {
            // Immutable: SQLite makes no file beside it. The schema is in the file itself, not in its log: every start sees to that.
            using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = $"file:{Uri.EscapeDataString(path).Replace("%2F", "/", StringComparison.Ordinal)}?immutable=1",
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString());
            connection.Open();
            return Judged(path, new Session(connection, SqliteDialect.Instance));
        }
        catch (SqliteException failure)
        {
            return new LedgerProbe(path, 0, Migrations.Newest, failure.Message);
        }
    }

    private static LedgerProbe OfServer(PostgresAddress address)
    {
        try
        {
            using NpgsqlDataSource server = NpgsqlDataSource.Create(address.ConnectionString);
            using Session session = PostgresSessions.Open(server);
            return Judged(address.Place, session);
        }
        catch (DbException failure)
        {
            return new LedgerProbe(address.Place, 0, Migrations.Newest, failure.Message);
        }
    }

    private static LedgerProbe Judged(string place, Session session)
    {
        int schema = Migrations.VersionOf(session);
        return new LedgerProbe(place, schema, Migrations.Newest, schema > Migrations.Newest ? Migrations.TooNew(place, schema).Message : null);
    }
}
