using PropBot.Core.Values;
using PropBot.Ledger.Sql;

namespace PropBot.Ledger.Tests;

/// <summary>What a ledger in a database promises beyond the others: it may be put back to a backup, and numbers its starts all the same.</summary>
public abstract class SqlLedgerStoreContract : LedgerStoreContract
{
    private static readonly DateTimeOffset Morning = new(2026, 11, 30, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Epoch_OfALedgerPutBackToABackup_IsAboveTheRunsThatTheBackupDoesNotKnow()
    {
        long known = Start(Morning);
        BackUp();
        long[] lost = [Start(Morning.AddHours(1)), Start(Morning.AddHours(2)), Start(Morning.AddHours(2))];
        Restore();
        long next = Start(Morning.AddHours(2).AddSeconds(30));

        // Seconds since 2026-01-01: 333 days and 8 hours.
        Assert.Equal((333 * 24 + 8) * 3600L, known);
        Assert.Equal([known + 3600, known + 7200, known + 7201], lost);
        Assert.Equal(known + 7230, next);
    }

    [Fact]
    public void Epoch_WithinOneSecond_AndUnderAClockThatWentBack_StillGrows()
    {
        long first = Start(Morning);
        Assert.Equal(first + 1, Start(Morning));
        Assert.Equal(first + 2, Start(Morning.AddDays(-30)));
        Assert.Equal(first + 3, Start(Samples.Noon));
        Assert.Equal(first + 60, Start(Morning.AddSeconds(60)));
    }

    /// <summary>Markets of recorded times before 2026: what is drawn from a seed has the same ids every time.</summary>
    [Fact]
    public void Epoch_InAMarketBefore2026_CountsFromOne() => Assert.Equal([1L, 2L, 3L], [Start(Samples.Noon), Start(Samples.Noon.AddHours(1)), Start(Samples.Noon)]);

    [Fact]
    public void Commit_UnderAnEpochOfTime_IsReadBack()
    {
        using SqlLedgerStore store = OpenAt(new StoppedClock(Morning));
        long epoch = store.Load().Epoch;
        store.Commit(Morning, 1, Samples.Opening(1));
        store.Commit(Morning, 2, Samples.Filled(1, 0));

        Assert.Equal(epoch, store.Leadership.Epoch);
        Assert.Single(store.FillsOf(new PairId(1)));
        Assert.True(store.VerifyBalances().IsSound);
    }

    /// <summary>The ledger of this test, the same every time.</summary>
    protected abstract SqlLedgerStore OpenAt(TimeProvider time);

    /// <summary>Keeps a copy of it; nobody has it open.</summary>
    protected abstract void BackUp();

    /// <summary>Puts the copy in its place.</summary>
    protected abstract void Restore();

    private long Start(DateTimeOffset now)
    {
        using SqlLedgerStore store = OpenAt(new StoppedClock(now));
        return store.Load().Epoch;
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
