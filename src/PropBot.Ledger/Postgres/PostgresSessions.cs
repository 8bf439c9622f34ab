using Npgsql;
using PropBot.Ledger.Sql;

namespace PropBot.Ledger.Postgres;

internal static class PostgresSessions
{
    /// <summary>A connection from the pool; dispose it after use.</summary>
    public static Session Open(NpgsqlDataSource server) => new(server.OpenConnection(), PostgresDialect.Instance);

    /// <summary>A connection whose commits are on the server's disk when they return.</summary>
    /// <exception cref="LedgerUnavailableException">The server keeps nothing over a power failure.</exception>
    public static Session OpenWriter(NpgsqlDataSource server, string place)
    {
        Session session = Open(server);
        try
        {
            if (session.Ask("SELECT current_setting('fsync')").List((ref Row row) => row.Text())[0] != "on")
            {
                throw new LedgerUnavailableException(
                    LedgerFault.CannotOpen, place, "the server has fsync off, a power failure would lose what was committed", "Set fsync = on in its configuration");
            }

            session.Run("SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'");
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
