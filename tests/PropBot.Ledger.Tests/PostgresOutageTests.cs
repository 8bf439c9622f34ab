using PropBot.Core.Execution;
using PropBot.Ledger.Postgres;
using PropBot.Testing.Postgres;

namespace PropBot.Ledger.Tests;

/// <summary>Goal: whatever the server or the way to it does in the middle of a write, an event is stored whole and once.</summary>
public sealed class PostgresOutageTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset At = Samples.Noon;

    [Theory]
    [InlineData(CutAt.BeforeCommit, 3)]
    [InlineData(CutAt.AfterCommit, 6)]
    public void Commit_WhoseConnectionBreaks_IsStoredOnceByItsRepetition(CutAt cut, int linesAfterTheBreak)
    {
        string url = postgres.Server.NewDatabase();
        using var relay = new CuttingRelay(postgres.Server.Folder);
        using PostgresLedgerStore store = Open(url.Replace(Uri.EscapeDataString(postgres.Server.Folder), Uri.EscapeDataString(relay.Folder), StringComparison.Ordinal));
        store.Load();
        store.Commit(At, 1, Samples.Opening(1));

        relay.CutNext(cut);
        var broken = Assert.Throws<LedgerUnavailableException>(() => store.Commit(At, 2, Samples.Filled(1, 0)));
        Assert.Equal(LedgerFault.ServerGone, broken.Fault);
        Assert.Contains("Check that PostgreSQL runs", broken.WhatToDo, StringComparison.Ordinal);
        Assert.Equal($"{linesAfterTheBreak}", postgres.Server.Ask(url, "SELECT count(*) FROM order_journal"));

        Commits.UntilTaken(() => store.Commit(At, 2, Samples.Filled(1, 0)));
        store.Commit(At, 3, Samples.Filled(1, 1));
        Assert.Equal(9, store.JournalTail(100).Count);
        Assert.Equal([OrderStatus.Filled, OrderStatus.Filled], store.OrdersOf(Samples.Pair(1, PairStatus.Open).Id).Select(order => order.Status));
        Assert.Equal(2, store.VerifyBalances().Entries);
        Assert.Empty(store.VerifyBalances().Problems);
    }

    [Fact]
    public void Server_CrashesAndComesBack_HasEveryCommit_AndTheSameLeaderGoesOn()
    {
        Assert.NotNull(postgres.Server);
        using PostgresServer server = PostgresServer.Start();
        using PostgresLedgerStore store = Open(server.NewDatabase());
        store.Load();
        store.Commit(At, 1, Samples.Opening(1));
        long epoch = store.Leadership.Epoch;

        server.Crash();
        for (int attempt = 0; attempt < 3; attempt++)
        {
            var gone = Assert.Throws<LedgerUnavailableException>(() => store.Commit(At, 2, Samples.Filled(1, 0)));
            Assert.Equal(LedgerFault.ServerGone, gone.Fault);
        }

        Assert.Throws<LedgerUnavailableException>(() => store.AllPairs());
        server.Resume();
        Commits.UntilTaken(() => store.Commit(At, 2, Samples.Filled(1, 0)));
        Commits.UntilTaken(() => Assert.Equal(6, store.JournalTail(100).Count));
        Assert.Empty(store.VerifyBalances().Problems);
        Assert.Equal(epoch, store.Leadership.Epoch);
        Assert.True(store.Leadership.IsHeld);
    }

    private static PostgresLedgerStore Open(string url) =>
        PostgresLedgerStore.Open(PostgresAddress.Parse(url), TimeProvider.System, TimeProvider.System);
}
