using System.Diagnostics;
using Microsoft.Data.Sqlite;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger.Sql;
using PropBot.Ledger.Sqlite;
using PropBot.Testing.Disks;

namespace PropBot.Ledger.Tests;

public sealed class SqliteLedgerStoreTests : SqlLedgerStoreContract
{
    private static readonly DateTimeOffset At = Samples.Noon;

    // Some 20 kB of log each: more than what a disk of 4 MB has left beside an empty ledger.
    private const int PairsOfADisk = 60;

    private readonly ScratchDirectory _scratch = new();

    [Fact]
    public void Open_InADirectoryThatIsNotThere_MakesIt()
    {
        string path = Path.Combine(_scratch.Path, "a", "b", "ledger.db");
        using SqliteLedgerStore store = SqliteLedgerStore.Open(path, TimeProvider.System);

        Assert.True(File.Exists(path));
    }

    [Fact]
    public void Open_Again_HasTheSameDeskAndContent()
    {
        string desk;
        using (SqliteLedgerStore store = Open())
        {
            desk = store.Load().DeskId;
            store.Commit(At, 1, Samples.Opening(1));
        }

        using SqliteLedgerStore again = Open();
        RecoveredState state = again.Load();
        Assert.Equal(desk, state.DeskId);
        Assert.Equal(2, state.Orders.Count);

        // Event numbers begin anew with the process: what they write is new all the same.
        again.Commit(At, 1, Samples.Filled(1, 0));
        Assert.Equal(6, again.JournalTail(100).Count);
        Assert.True(again.VerifyBalances().IsSound);
    }

    [Fact]
    public void LastEquityAt_AfterAStopOfThreeDays_IsTheLastSampleBefore()
    {
        using (SqliteLedgerStore store = Open())
        {
            store.Load();
            Assert.Null(store.LastEquityAt());
            store.Commit(At, 1, [new EquitySampled(At, 30_000m)]);
            store.Commit(At, 2, [new EquitySampled(At.AddMinutes(1), 30_001m)]);
        }

        // A start that no venue answers does not make it later, whatever it writes down.
        using SqliteLedgerStore again = Open();
        again.Load();
        again.Commit(At.AddDays(3), 1, Samples.Opening(1));
        Assert.Equal(At.AddMinutes(1), again.LastEquityAt());
    }

    [Fact]
    public void Open_WhileAnotherHasIt_IsRefused()
    {
        using SqliteLedgerStore store = Open();
        store.Load();
        var refused = Assert.Throws<LedgerUnavailableException>(Open);

        Assert.Contains($"another process has it open (process {Environment.ProcessId})", refused.Message, StringComparison.Ordinal);
        Assert.Equal(_scratch.LedgerPath, refused.Place);
        Assert.NotEmpty(refused.WhatToDo);
    }

    [Fact]
    public void Open_NoDatabase_SaysThatItIsDamaged()
    {
        File.WriteAllText(_scratch.LedgerPath, "this is a shopping list, not a ledger, and long enough to be read as a header of one.................");
        Assert.Contains("damaged or no ledger", Assert.Throws<LedgerUnavailableException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DamagedPage_SaysThatItIsDamaged()
    {
        using (SqliteLedgerStore store = Open())
        {
            store.Load();
            for (int pair = 1; pair <= 50; pair++)
            {
                store.Commit(At, pair, Samples.Opening(pair));
            }
        }

        using (FileStream file = File.OpenWrite(_scratch.LedgerPath))
        {
            file.Position = file.Length - 8192;
            file.Write(Enumerable.Repeat((byte)0x5A, 8192).ToArray());
        }

        Assert.Contains("damaged or no ledger", Assert.Throws<LedgerUnavailableException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NewerSchema_IsRefusedWithBothNumbers()
    {
        Open().Dispose();
        Execute("INSERT INTO schema_version (version, applied_at) VALUES (99, 'later')");

        var refused = Assert.Throws<LedgerUnavailableException>(Open);
        Assert.Contains($"schema 99, this program knows schemas up to {Migrations.Newest}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_PathIsADirectory_IsRefused()
    {
        Directory.CreateDirectory(_scratch.LedgerPath);
        Assert.Contains("cannot be opened", Assert.Throws<LedgerUnavailableException>(Open).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_DirectoryIsAFile_IsRefused()
    {
        string file = Path.Combine(_scratch.Path, "file");
        File.WriteAllText(file, "");
        var refused = Assert.Throws<LedgerUnavailableException>(
            () => SqliteLedgerStore.Open(Path.Combine(file, "ledger.db"), TimeProvider.System));

        Assert.Contains("cannot be written", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Commit_WhileAnotherProgramHoldsTheWriteLock_FailsAndLaterSucceeds()
    {
        using SqliteLedgerStore store = SqliteLedgerStore.Open(_scratch.LedgerPath, TimeProvider.System, busyTimeout: TimeSpan.FromSeconds(1));
        store.Load();
        using (SqliteConnection other = Connect())
        using (other.BeginTransaction(deferred: false))
        {
            var failed = Assert.Throws<LedgerUnavailableException>(() => store.Commit(At, 1, Samples.Opening(1)));
            Assert.Contains("locked", failed.Message, StringComparison.Ordinal);
        }

        store.Commit(At, 1, Samples.Opening(1));
        Assert.Equal(3, store.JournalTail(10).Count);
    }

    [Fact]
    public void Commit_OnADiskThatIsFull_SaysSo_AndLaterSucceeds()
    {
        using SmallDisk disk = SmallDisk.Mount(megabytes: 4);
        using SqliteLedgerStore store = SqliteLedgerStore.Open(disk.File("ledger.db"), TimeProvider.System);
        store.Load();
        disk.Fill();
        var failed = Assert.Throws<LedgerUnavailableException>(() => CommitPairs(store));
        Assert.Equal(LedgerFault.DiskFull, failed.Fault);

        disk.Free();
        CommitPairs(store);
        Assert.Equal(PairsOfADisk, store.AllPairs().Count);
        Assert.Equal(3 * PairsOfADisk, store.JournalTail(int.MaxValue).Count);
        Assert.True(store.VerifyBalances().IsSound);
    }

    [Theory]
    [InlineData("ledger.db-wal")]
    [InlineData("ledger.db")]
    public void File_ThatBecameReadOnly_SaysSo_AndLaterSucceeds(string file)
    {
        // In a folder of the disk: memory knows no such attribute for files that are open.
        string folder = Directory.CreateTempSubdirectory("propbot-ledger-").FullName;
        string path = Path.Combine(folder, "ledger.db");
        try
        {
            using (SqliteLedgerStore store = SqliteLedgerStore.Open(path, TimeProvider.System))
            {
                store.Load();
                store.Commit(At, 1, Samples.Opening(1));
                using ReadOnlyFile frozen = ReadOnlyFile.Freeze(Path.Combine(folder, file));

                // What is in the log is checkpointed into the file after some thousand writes; until then the file alone is not missed.
                if (file.EndsWith("-wal", StringComparison.Ordinal))
                {
                    Assert.Equal(LedgerFault.ReadOnly, Assert.Throws<LedgerUnavailableException>(() => store.Commit(At, 2, Samples.Opening(2))).Fault);
                }

                frozen.Thaw();
                store.Commit(At, 2, Samples.Opening(2));
                Assert.Equal(2, store.AllPairs().Count);
            }

            using (ReadOnlyFile.Freeze(path))
            {
                Assert.Equal(LedgerFault.ReadOnly, Assert.Throws<LedgerUnavailableException>(() =>
                {
                    using SqliteLedgerStore again = SqliteLedgerStore.Open(path, TimeProvider.System);
                    again.Load();
                }).Fault);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Prove_IsAWriteThatOthersSee_GrowsNothing_AndFailsAsACommitWould()
    {
        using SqliteLedgerStore store = SqliteLedgerStore.Open(_scratch.LedgerPath, TimeProvider.System, busyTimeout: TimeSpan.FromSeconds(1));
        store.Load();
        using SqliteConnection other = Connect();
        long version = Ask(other, "PRAGMA data_version");
        for (int i = 0; i < 2; i++)
        {
            store.Prove();
            Assert.NotEqual(version, version = Ask(other, "PRAGMA data_version"));
        }

        Assert.Equal((1, 2, 0), (Ask(other, "SELECT count(*) FROM desk"), Ask(other, "SELECT proofs FROM desk"), Ask(other, "SELECT count(*) FROM order_journal")));
        using (other.BeginTransaction(deferred: false))
        {
            Assert.Equal(LedgerFault.Busy, Assert.Throws<LedgerUnavailableException>(store.Prove).Fault);
        }

        store.Prove();
        store.Commit(At, 1, Samples.Opening(1));
        Assert.Equal(3, store.JournalTail(10).Count);
    }

    [Fact]
    public void Stored_IsCalledWhileTheTransactionIsOpen()
    {
        using SqliteLedgerStore store = Open();
        store.Load();
        var seen = new List<int>();
        store.Stored = _ => seen.Add(store.AllPairs().Count);
        store.Commit(At, 1, Samples.Opening(1));

        // A reader has a connection of its own: until COMMIT nothing of the three effects is there for it.
        Assert.Equal([0, 0, 0], seen);
        Assert.Single(store.AllPairs());
    }

    [Fact]
    public void Commit_OrderOfNoPair_IsAConflictAndNothingIsKept()
    {
        using SqliteLedgerStore store = Open();
        store.Load();

        Assert.Throws<LedgerConflictException>(
            () => store.Commit(At, 1, [new Core.Engine.Effects.OrderChanged(Samples.Order(9, 0, OrderStatus.Intended))]));
        Assert.Empty(store.JournalTail(10));
    }

    [Fact]
    public void Journal_IsAppendOnly()
    {
        using SqliteLedgerStore store = Open();
        store.Load();
        store.Commit(At, 1, Samples.Opening(1));

        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => Execute("UPDATE order_journal SET payload = ''")).Message, StringComparison.Ordinal);
        Assert.Contains("append-only", Assert.Throws<SqliteException>(() => Execute("DELETE FROM order_journal")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void VerifyBalances_ChangedPosting_IsFound()
    {
        using SqliteLedgerStore store = Open();
        store.Load();
        store.Commit(At, 1, Samples.Opening(1));
        store.Commit(At, 2, Samples.Filled(1, 0));
        Execute("UPDATE postings SET amount = '-5408.4024' WHERE account = 'cash:bybit-linear'");

        Assert.Equal(
            [
                "the postings of USDT sum to 0.0001, not to zero",
                "cash:bybit-linear is kept at -5408.4025 USDT, its postings sum to -5408.4024",
            ],
            store.VerifyBalances().Problems);
    }

    [Fact]
    public void Sqlite3_TheRunbooksLine_ReadsTheJournalOfALiveLedger()
    {
        using SqliteLedgerStore store = Open();
        store.Load();
        store.Commit(At, 1, Samples.Opening(1));
        string output = RunbookLine(_scratch.LedgerPath);

        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("3|", lines[0], StringComparison.Ordinal);
        Assert.Contains("|2025-10-10T12:00:00.000000Z|order.intent|{\"client_order_id\":\"test0P1S1\"", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reads_FromManyThreadsWhileWriting_SeeWholeEventsOnly()
    {
        using SqliteLedgerStore store = Open();
        store.Load();
        using var done = new CancellationTokenSource();
        Task<int>[] readers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(() => CountReads(store, done.Token)))];
        for (int pair = 1; pair <= 100; pair++)
        {
            store.Commit(At, pair, Samples.Opening(pair));
        }

        await done.CancelAsync();
        Assert.All(await Task.WhenAll(readers), reads => Assert.True(reads > 0));
    }

    protected override ILedgerStore Create() => SqliteLedgerStore.Open(Path.Combine(_scratch.Path, "contract.db"), TimeProvider.System);

    protected override SqlLedgerStore OpenAt(TimeProvider time) => SqliteLedgerStore.Open(_scratch.LedgerPath, time);

    protected override void BackUp() => File.Copy(_scratch.LedgerPath, $"{_scratch.LedgerPath}.backup");

    protected override void Restore()
    {
        File.Delete($"{_scratch.LedgerPath}-wal");
        File.Copy($"{_scratch.LedgerPath}.backup", _scratch.LedgerPath, overwrite: true);
    }

    protected override void Cleanup() => _scratch.Dispose();

    private static void CommitPairs(SqliteLedgerStore store)
    {
        for (int pair = 1; pair <= PairsOfADisk; pair++)
        {
            store.Commit(At, pair, Samples.Opening(pair));
        }
    }

    private static long Ask(SqliteConnection connection, string sql)
    {
        using SqliteCommand ask = connection.CreateCommand();
        ask.CommandText = sql;
        return (long)ask.ExecuteScalar()!;
    }

    private static int CountReads(SqliteLedgerStore store, CancellationToken done)
    {
        int reads = 0;
        do
        {
            int pairs = store.AllPairs().Count;
            IReadOnlyList<JournalLine> tail = store.JournalTail(3);
            Assert.True(tail.Count is 0 or 3);
            Assert.True(store.AllPairs().Count >= pairs);
            foreach (PairRecord newest in store.Pairs(new PairQuery([], 1)))
            {
                Assert.Equal(2, store.OrdersOf(newest.Id).Count);
            }

            reads++;
        }
        while (!done.IsCancellationRequested);

        return reads;
    }

    /// <summary>With the program where it is installed, else with the library.</summary>
    private static string RunbookLine(string path)
    {
        const string Sql = "SELECT * FROM order_journal ORDER BY id DESC LIMIT 5;";
        try
        {
            using Process process = Process.Start(new ProcessStartInfo("sqlite3", [path, Sql]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return output;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = Sql;
            using SqliteDataReader reader = command.ExecuteReader();
            var text = new System.Text.StringBuilder();
            while (reader.Read())
            {
                text.AppendJoin('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)).Append('\n');
            }

            return text.ToString();
        }
    }

    private SqliteLedgerStore Open() => SqliteLedgerStore.Open(_scratch.LedgerPath, TimeProvider.System);

    private SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={_scratch.LedgerPath};Pooling=False");
        connection.Open();
        return connection;
    }

    private void Execute(string sql)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
