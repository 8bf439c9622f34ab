using System.Data.Common;
using System.Security.Cryptography;
using Npgsql;
using PropBot.Ledger.Sql;

namespace PropBot.Ledger.Postgres;

/// <summary>
/// The right to write a ledger on a server that any machine may reach: one row with an owner, an epoch that only grows, and an
/// expiry by the server's clock. A timer renews it; every commit compares owner and epoch in its own transaction, so that a process
/// that was thought dead cannot write when it wakes up, however late, and without a write it sends nothing.
/// </summary>
internal sealed class LeaderLease : IDisposable
{
    /// <summary>Shorter than this, and a busy moment of the server costs the leadership.</summary>
    public static readonly TimeSpan ShortestTtl = TimeSpan.FromSeconds(3);

    private const string Until = "clock_timestamp() + $2 * interval '1 millisecond'";

    private readonly NpgsqlDataSource _server;
    private readonly string _place;
    private readonly TimeProvider _time;
    private readonly long _ttlMs;
    private readonly TaskCompletionSource<string> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private ITimer? _timer;
    private long _epoch;
    private long _renewed;
    private int _renewing;

    public LeaderLease(NpgsqlDataSource server, string place, TimeSpan ttl, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ttl, ShortestTtl);
        _server = server;
        _place = place;
        _time = time;
        _ttlMs = (long)ttl.TotalMilliseconds;
        Owner = $"{Environment.MachineName}:{Environment.ProcessId}:{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
    }

    public string Owner { get; }

    /// <summary>How long the owner may stand still in the middle of a commit: over before the lease is.</summary>
    public TimeSpan LongestPause => TimeSpan.FromMilliseconds(_ttlMs / 2.0);

    /// <summary>Ends with the name of the new leader once another process has taken over.</summary>
    public Task<string> Lost => _lost.Task;

    public Leadership Current
    {
        get
        {
            lock (_lock)
            {
                bool mayBeTaken = _time.GetElapsedTime(_renewed).TotalMilliseconds > _ttlMs;
                return new Leadership(_epoch > 0 && !_lost.Task.IsCompleted && !mayBeTaken, _epoch, Owner);
            }
        }
    }

    /// <summary>Takes it when nobody has it, or when whoever had it has not renewed it in time.</summary>
    /// <exception cref="LeaseHeldException">Another process has it.</exception>
    public void Take(Session session)
    {
        long asked = _time.GetTimestamp();
        List<long> taken = session.Ask(
            $"INSERT INTO leader_lease (only_row, owner, epoch, expires_at) VALUES (1, $1, 0, {Until}) "
            + "ON CONFLICT (only_row) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at "
            + "WHERE leader_lease.owner = excluded.owner OR leader_lease.expires_at <= clock_timestamp() RETURNING epoch")
            .Text(Owner).Whole(_ttlMs).List((ref Row row) => row.Whole());
        if (taken.Count == 0)
        {
            (string owner, long remainingMs) = Holder(session);
            throw new LeaseHeldException(_place, owner, TimeSpan.FromMilliseconds(remainingMs));
        }

        Renewed(asked);
        TimeSpan third = TimeSpan.FromMilliseconds(_ttlMs / 3.0);
        _timer ??= _time.CreateTimer(static lease => ((LeaderLease)lease!).RenewInBackground(), this, third, third);
    }

    /// <summary>The next epoch, for a new start of this process.</summary>
    /// <param name="least">It is not below this number.</param>
    /// <exception cref="LeadershipLostException">Another process has taken over.</exception>
    public long NextEpoch(Session session, long least)
    {
        List<long> next = session.Ask(
            $"UPDATE leader_lease SET epoch = greatest(epoch + 1, $3), expires_at = {Until} WHERE owner = $1 RETURNING epoch")
            .Text(Owner).Whole(_ttlMs).Whole(least).List((ref Row row) => row.Whole());
        if (next.Count == 0)
        {
            throw LostTo(Holder(session).Owner);
        }

        lock (_lock)
        {
            return _epoch = next[0];
        }
    }

    /// <summary>A command for <see cref="Hold"/>.</summary>
    public static Statement PrepareHold(Session session) =>
        session.Prepare($"UPDATE leader_lease SET expires_at = {Until} WHERE owner = $1 AND epoch = $3");

    /// <summary>In the transaction that writes: this process leads, and nobody takes over before the transaction is over.</summary>
    /// <exception cref="LeadershipLostException">Another process has taken over.</exception>
    public void Hold(Session session, Statement hold)
    {
        long asked = _time.GetTimestamp();
        if (hold.Text(Owner).Whole(_ttlMs).Whole(_epoch).Run() != 1)
        {
            throw LostTo(Holder(session).Owner);
        }

        Renewed(asked);
    }

    /// <summary>So that the next start need not wait for the expiry.</summary>
    public void Release(Session session)
    {
        using Statement release = session.Prepare("UPDATE leader_lease SET expires_at = clock_timestamp() WHERE owner = $1");
        release.Text(Owner).Run();
    }

    public void Dispose() => _timer?.Dispose();

    private static (string Owner, long RemainingMs) Holder(Session session) => session.Ask(
        "SELECT owner, greatest(0, ceil(extract(epoch FROM expires_at - clock_timestamp()) * 1000))::bigint FROM leader_lease")
        .List((ref Row row) => (row.Text(), row.Whole()))[0];

    private LeadershipLostException LostTo(string owner)
    {
        _lost.TrySetResult(owner);
        return new LeadershipLostException(_place, _epoch, owner);
    }

    private void Renewed(long asked)
    {
        lock (_lock)
        {
            _renewed = asked;
        }
    }

    private void RenewInBackground()
    {
        // A server that does not answer must not pile up renewals; the next one comes a third of the time later.
        if (Interlocked.Exchange(ref _renewing, 1) == 1)
        {
            return;
        }

        try
        {
            Renew();
        }
        catch (DbException)
        {
            // The server is away: Current tells once the time is over, commits tell of the outage itself.
        }
        catch (ObjectDisposedException)
        {
            // The ledger is being closed.
        }
        finally
        {
            Volatile.Write(ref _renewing, 0);
        }
    }

    private void Renew()
    {
        long asked = _time.GetTimestamp();
        using Session session = PostgresSessions.Open(_server);
        using Statement renew = session.Prepare($"UPDATE leader_lease SET expires_at = {Until} WHERE owner = $1");
        if (renew.Text(Owner).Whole(_ttlMs).Run() == 1)
        {
            Renewed(asked);
        }
        else
        {
            _lost.TrySetResult(Holder(session).Owner);
        }
    }
}
