using PropBot.Ledger.Postgres;
using PropBot.Ledger.Sql;
using PropBot.Ledger.Sqlite;

namespace PropBot.Ledger;

/// <summary>Where a desk's ledger is.</summary>
/// <param name="File">The SQLite file; used when there is no server.</param>
/// <param name="Server">The PostgreSQL database; null is the file.</param>
/// <param name="LeaseTtl">How long a process that stopped without a word keeps the next one waiting; of a server only.</param>
public sealed record LedgerLocation(string File, PostgresAddress? Server, TimeSpan LeaseTtl);

public static class LedgerStores
{
    // A lease that is still held this long after it should have run out is being renewed: somebody lives.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Opens the ledger; one that a process left without a word is waited for until its lease has run out.</summary>
    /// <param name="time">Market time.</param>
    /// <param name="waiting">Told once when it waits.</param>
    /// <exception cref="LedgerUnavailableException">It cannot be used, or another process leads it.</exception>
    public static async Task<SqlLedgerStore> OpenAsync(
        LedgerLocation location, TimeProvider time, Action<LeaseHeldException> waiting, CancellationToken cancellationToken)
    {
        if (location.Server is not { } server)
        {
            return SqliteLedgerStore.Open(location.File, time);
        }

        bool hasWaited = false;
        while (true)
        {
            try
            {
                return PostgresLedgerStore.Open(server, time, TimeProvider.System, location.LeaseTtl);
            }
            catch (LeaseHeldException held) when (!hasWaited)
            {
                hasWaited = true;
                waiting(held);
                await Task.Delay(held.Remaining + Grace, cancellationToken);
            }
        }
    }
}
