using Npgsql;
using PropBot.Ledger.Sql;

namespace PropBot.Ledger.Postgres;

internal static class PostgresSessions
{
    /// <summary>A connection from the pool; dispose it after use.</summary>
    public static Session Open(NpgsqlDataSource server) => new(server.OpenConnection(), PostgresDialect.Instance);

    /// <summary>A connection whose commits are on the server's disk when they return.</summary>
    /// <param name="longestPause">
    /// A transaction in which nothing comes for this long is undone by the server: a leader that stands still in the middle of a commit, or whose
    /// machine is gone, must not keep the lease's row locked.
    /// </param>
    /// <exception cref="LedgerUnavailableException">The server keeps nothing over a power failure.</exception>
    public static Session OpenWriter(NpgsqlDataSource server, string place, TimeSpan longestPause)
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
            session.Run(FormattableString.Invariant($"SET idle_in_transaction_session_timeout = {(long)longestPause.TotalMilliseconds}"));
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }
}
