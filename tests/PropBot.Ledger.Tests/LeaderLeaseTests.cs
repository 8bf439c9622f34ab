using PropBot.Ledger.Postgres;
using PropBot.Testing.Postgres;

namespace PropBot.Ledger.Tests;

/// <summary>Goal: of two processes on one ledger only one writes, and it is known which, whatever each of them believes.</summary>
public sealed class LeaderLeaseTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset At = Samples.Noon;

    private string Url => field ??= postgres.Server.NewDatabase();

    [Fact]
    public void Open_WhileAnotherLeads_IsRefusedWithItsName()
    {
        using PostgresLedgerStore first = Open();
        first.Load();
        var refused = Assert.Throws<LeaseHeldException>(Open);

        Assert.Equal(first.Leadership.Owner, refused.Owner);
        Assert.Contains($"another process has it ({first.Leadership.Owner}", refused.Message, StringComparison.Ordinal);
        Assert.InRange(refused.Remaining, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15));
        Assert.True(first.Leadership.IsHeld);
    }

    [Fact]
    public void Open_AfterAnEndInOrder_TakesOverAtOnce_WithAHigherEpoch()
    {
        long before;
        using (PostgresLedgerStore first = Open())
        {
            before = first.Load().Epoch;
        }

        using PostgresLedgerStore second = Open();
        long epoch = second.Load().Epoch;
        Assert.InRange(epoch, before + 1, long.MaxValue);
        Assert.Equal(epoch, second.Leadership.Epoch);
    }

    [Fact]
    public async Task Commit_ByALeaderWhoseLeaseAnotherTook_IsRefused_AndNothingIsWritten()
    {
        using PostgresLedgerStore stale = Open();
        stale.Load();
        stale.Commit(At, 1, Samples.Opening(1));

        // It slept for longer than its lease: the next process takes over.
        Expire();
        using PostgresLedgerStore next = Open();
        long epoch = next.Load().Epoch;
        next.Commit(At, 1, Samples.Opening(2));

        var lost = Assert.Throws<LeadershipLostException>(() => stale.Commit(At, 2, Samples.Opening(3)));
        Assert.Contains(next.Leadership.Owner, lost.Message, StringComparison.Ordinal);
        Assert.False(stale.Leadership.IsHeld);
        Assert.Equal(next.Leadership.Owner, await stale.LeadershipLost);
        Assert.Equal([1L, 2L], next.AllPairs().Select(pair => pair.Id.Number));
        Assert.Equal(epoch, next.Leadership.Epoch);
        Assert.Throws<LeadershipLostException>(() => stale.Load());
    }

    [Fact]
    public void Leader_ThatStandsStillInTheMiddleOfACommit_KeepsNobodyOut_AndWritesNothing()
    {
        var clock = new TimerByHand(LeaderLease.ShortestTtl);
        using PostgresLedgerStore stale = PostgresLedgerStore.Open(PostgresAddress.Parse(Url), TimeProvider.System, clock, LeaderLease.ShortestTtl);
        stale.Load();
        PostgresLedgerStore? next = null;
        stale.Stored = _ =>
        {
            // Its transaction is open and has the lease's row locked; the server ends it after half of the lease's time.
            if (next is null)
            {
                Expire();
                next = Open();
                next.Load();
            }
        };

        var undone = Assert.Throws<LedgerUnavailableException>(() => stale.Commit(At, 1, Samples.Opening(1)));
        Assert.True(undone.Fault.MayPass(), undone.Message);
        Assert.Throws<LeadershipLostException>(() => stale.Commit(At, 1, Samples.Opening(1)));
        using (next)
        {
            Assert.Empty(next!.AllPairs());
            next.Commit(At, 1, Samples.Opening(1));
            Assert.Single(next.AllPairs());
        }
    }

    [Fact]
    public void Commit_AfterTheLeaseRanOut_ButNobodyTookIt_GoesOn()
    {
        using PostgresLedgerStore store = Open();
        store.Load();
        Expire();
        store.Commit(At, 1, Samples.Opening(1));

        Assert.True(store.Leadership.IsHeld);
        Assert.Throws<LeaseHeldException>(Open);
    }

    [Fact]
    public async Task Renewal_FindsTheLossWithoutAnyCommit()
    {
        var clock = new TimerByHand(PostgresLedgerStore.DefaultLeaseTtl);
        using PostgresLedgerStore stale = PostgresLedgerStore.Open(PostgresAddress.Parse(Url), TimeProvider.System, clock);
        stale.Load();
        clock.Tick();
        Assert.False(stale.LeadershipLost.IsCompleted);

        Expire();
        using PostgresLedgerStore next = Open();
        clock.Tick();
        Assert.Equal(next.Leadership.Owner, await stale.LeadershipLost.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        Assert.False(stale.Leadership.IsHeld);
    }

    [Fact]
    public void Renewal_ThatDoesNotComeThrough_MakesTheLeadershipUnknown()
    {
        var clock = new TimerByHand(PostgresLedgerStore.DefaultLeaseTtl);
        using PostgresLedgerStore store = PostgresLedgerStore.Open(PostgresAddress.Parse(Url), TimeProvider.System, clock);
        store.Load();
        Assert.True(store.Leadership.IsHeld);
        clock.Pass(PostgresLedgerStore.DefaultLeaseTtl + TimeSpan.FromSeconds(1));
        Assert.False(store.Leadership.IsHeld);

        clock.Tick();
        Assert.True(store.Leadership.IsHeld);
    }

    private void Expire() => postgres.Server.Ask(Url, "UPDATE leader_lease SET expires_at = clock_timestamp() - interval '1 second'");

    private PostgresLedgerStore Open() => PostgresLedgerStore.Open(PostgresAddress.Parse(Url), TimeProvider.System, TimeProvider.System);

    /// <summary>Time that goes on when it is told to, and a timer that fires when it is told to.</summary>
    private sealed class TimerByHand(TimeSpan ttl) : TimeProvider, ITimer
    {
        private Action _fire = () => { };
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Tick() => _fire();

        public void Pass(TimeSpan time) => _ticks += time.Ticks;

        public override long GetTimestamp() => _ticks;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Assert.Equal(ttl / 3, period);
            _fire = () => callback(state);
            return this;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => _fire = () => { };

        public ValueTask DisposeAsync()
        {
            _fire = () => { };
            return ValueTask.CompletedTask;
        }
    }
}
