using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Sqlite;

namespace PropBot.Ledger.Tests;

/// <summary>Goal: whatever instant the process or the machine stops at, the ledger holds whole events and nothing else.</summary>
public sealed class CrashTests : IDisposable
{
    private const int Pairs = 6;

    private readonly ScratchDirectory _scratch = new();

    [Fact]
    public void WriteAheadLog_CutAnywhere_LeavesWholeEvents()
    {
        using SqliteLedgerStore store = SqliteLedgerStore.Open(_scratch.LedgerPath, TimeProvider.System);
        store.Load();
        long emptyLog = LogLength();
        for (int pair = 1; pair <= Pairs; pair++)
        {
            store.Commit(Samples.Noon, (2 * pair) - 1, Samples.Opening(pair));
            store.Commit(Samples.Noon, 2 * pair, [.. Samples.Filled(pair, 0), .. Samples.Filled(pair, 1)]);
        }

        // The files as a kill would leave them, the log cut at 60 places: in frames, between them, in the last commit.
        long log = LogLength();
        long step = (log - emptyLog) / 60;
        HashSet<(int Pairs, int Fills)> seen = [];
        for (long cut = emptyLog; cut <= log; cut += step)
        {
            seen.Add(StateAfterCut(cut));
        }

        seen.Add(StateAfterCut(log));
        Assert.Contains((0, 0), seen);
        Assert.Contains((Pairs, 2 * Pairs), seen);
        Assert.True(seen.Count > Pairs, $"only {seen.Count} states between the two ends");
    }

    public void Dispose() => _scratch.Dispose();

    private (int Pairs, int Fills) StateAfterCut(long cut)
    {
        using var copies = new ScratchDirectory();
        File.Copy(_scratch.LedgerPath, copies.LedgerPath);
        File.WriteAllBytes(copies.LedgerPath + "-wal", ReadLog()[..(int)cut]);
        using SqliteLedgerStore store = SqliteLedgerStore.Open(copies.LedgerPath, TimeProvider.System);
        RecoveredState state = store.Load();

        Assert.True(store.VerifyBalances().IsSound);
        Assert.Equal(2 * state.Pairs.Count, state.Orders.Count);
        int filled = state.Orders.Count(order => order.Status == OrderStatus.Filled);
        Assert.Equal(filled, state.Fills.Count);
        Assert.Equal(0, filled % 2);
        Assert.True(filled == 2 * state.Pairs.Count || filled == 2 * (state.Pairs.Count - 1));

        // Three lines per opening, three per fill.
        Assert.Equal((3 * state.Pairs.Count) + (3 * filled), store.JournalTail(1000).Count);
        Assert.Equal(state.Pairs.Count, store.AllPairs().Count(pair => store.OrdersOf(pair.Id).Count == 2));
        Assert.Equal(state.Pairs.Count == 0 ? 1 : state.Pairs[^1].Id.Number + 1, state.NextPairNumber);
        return (state.Pairs.Count, state.Fills.Count);
    }

    private long LogLength() => new FileInfo(_scratch.LedgerPath + "-wal").Length;

    private byte[] ReadLog()
    {
        using var file = new FileStream(_scratch.LedgerPath + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
