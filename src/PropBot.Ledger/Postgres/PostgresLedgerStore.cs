using System.Data;
using System.Data.Common;
using Npgsql;
using PropBot.Ledger.Sql;

namespace PropBot.Ledger.Postgres;

/// <summary>
/// The ledger in a PostgreSQL database. Any failure of a write drops the connection; the next write opens another one, checks that
/// this process still leads, and writes the same event again, which is stored once whether or not the first time had succeeded.
/// </summary>
public sealed class PostgresLedgerStore : SqlLedgerStore
{
    /// <summary>How long a process that stopped without a word keeps the next one waiting.</summary>
    public static readonly TimeSpan DefaultLeaseTtl = TimeSpan.FromSeconds(15);

    // Any number that nothing else in the database takes; starts that migrate at the same time go one after the other.
    private const long MigrationLock = 7_276_281_034;

    private readonly NpgsqlDataSource _server;
    private readonly LeaderLease _lease;
    private readonly TimeProvider _time;
    private LedgerWriter? _writer;
    private Statement? _hold;
    private DbTransaction? _transaction;

    private PostgresLedgerStore(NpgsqlDataSource server, string place, LeaderLease lease, TimeProvider time, Desk desk)
        : base(PostgresDialect.Instance, place, () => PostgresSessions.Open(server), desk)
    {
        _server = server;
        _lease = lease;
        _time = time;
    }

    public override Leadership Leadership => _lease.Current;

    public override Task<string> LeadershipLost => _lease.Lost;

    /// <summary>Opens the ledger of a database, or makes its tables.</summary>
    /// <param name="time">For the times and the numbers of starts, market time.</param>
    /// <param name="clock">For the lease's renewal, real time.</param>
    /// <param name="leaseTtl">3 s or more, default 15 s.</param>
    /// <exception cref="LeaseHeldException">Another process leads it; it may be gone once the remaining time is over.</exception>
    /// <exception cref="LedgerUnavailableException">Not reachable, not writable, or of a newer schema.</exception>
    public static PostgresLedgerStore Open(PostgresAddress address, TimeProvider time, TimeProvider clock, TimeSpan? leaseTtl = null)
    {
        NpgsqlDataSource server = NpgsqlDataSource.Create(address.ConnectionString);
        var lease = new LeaderLease(server, address.Place, leaseTtl ?? DefaultLeaseTtl, clock);
        try
        {
            using Session session = PostgresSessions.OpenWriter(server, address.Place, lease.LongestPause);
            return new PostgresLedgerStore(server, address.Place, lease, time, Prepare(session, address.Place, lease, time.GetUtcNow()));
        }
        catch (DbException failure)
        {
            Close(lease, server);
            throw PostgresFailures.Explain(address.Place, failure);
        }
        catch
        {
            Close(lease, server);
            throw;
        }
    }

    private protected override LedgerWriter Writer()
    {
        if (_writer is null)
        {
            Session session = PostgresSessions.OpenWriter(_server, Place, _lease.LongestPause);
            try
            {
                _writer = new LedgerWriter(session);
                _hold = LeaderLease.PrepareHold(session);
            }
            catch
            {
                session.Dispose();
                throw;
            }
        }

        return _writer;
    }

    private protected override long BeginRun(Session session)
    {
        using DbTransaction transaction = session.Connection.BeginTransaction();
        DateTimeOffset now = _time.GetUtcNow();
        long epoch = _lease.NextEpoch(session, StartNumbers.LeastAt(now));
        using Statement start = session.Prepare("INSERT INTO runs (run, started_at, process_id) VALUES ($1, $2, $3)");
        start.Whole(epoch).Time(now).Whole(Environment.ProcessId).Run();
        transaction.Commit();
        return epoch;
    }

    private protected override void Begin(Session session)
    {
        _transaction = session.Connection.BeginTransaction();
        _lease.Hold(session, _hold!);
    }

    private protected override void End(Session session)
    {
        _transaction!.Commit();
        _transaction.Dispose();
        _transaction = null;
    }

    private protected override void Undo(LedgerWriter writer)
    {
        DropWriter();

        // The connections that lie ready are of the same server: after its restart each would fail once.
        _server.Clear();
    }

    private protected override void Close()
    {
        DropWriter();
        try
        {
            using Session session = PostgresSessions.Open(_server);
            _lease.Release(session);
        }
        catch (DbException)
        {
            // The server is away: the next start waits for the lease to run out.
        }

        Close(_lease, _server);
    }

    private static Desk Prepare(Session session, string place, LeaderLease lease, DateTimeOffset now)
    {
        session.Run($"SELECT pg_advisory_lock({MigrationLock})");
        try
        {
            int version = Migrations.VersionOf(session);
            if (version > Migrations.Newest)
            {
                throw Migrations.TooNew(place, version);
            }

            // A ledger that another process leads is not changed under it; a new one has no lease yet.
            if (version > 0)
            {
                lease.Take(session);
            }

            Migrations.Run(session, version, now);
            lease.Take(session);
            return DeskOf(session, now);
        }
        finally
        {
            if (session.Connection.State == ConnectionState.Open)
            {
                session.Run($"SELECT pg_advisory_unlock({MigrationLock})");
            }
        }
    }

    private static void Close(LeaderLease lease, NpgsqlDataSource server)
    {
        lease.Dispose();
        server.Dispose();
    }

    private void DropWriter()
    {
        _transaction = null;
        _hold?.Dispose();
        _hold = null;
        DbConnection? connection = _writer?.Session.Connection;
        try
        {
            _writer?.Dispose();
            connection?.Dispose();
        }
        catch (DbException)
        {
            // It was broken already; why is told by whoever met it first.
        }

        _writer = null;
    }
}
