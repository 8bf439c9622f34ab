using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Values;
using PropBot.Ledger.Checks;
using PropBot.Ledger.Postgres;
using PropBot.Ledger.Sql;
using PropBot.Testing.Postgres;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace PropBot.Ledger.Tests;

public sealed class PostgresLedgerStoreTests(PostgresFixture postgres) : SqlLedgerStoreContract
{
    private static readonly DateTimeOffset At = Samples.Noon;

    private string? _copy;

    private string Url
    {
        get => field ??= postgres.Server.NewDatabase();
        set;
    }

    private string Database => Url.Split('/', '?')[3];

    [Fact]
    public void Open_Again_HasTheSameDeskAndContent()
    {
        string desk;
        long epoch;
        using (PostgresLedgerStore store = Open())
        {
            (desk, epoch) = (store.Load().DeskId, store.Leadership.Epoch);
            store.Commit(At, 1, Samples.Opening(1));
        }

        using PostgresLedgerStore again = Open();
        RecoveredState state = again.Load();
        Assert.Equal(desk, state.DeskId);
        Assert.InRange(state.Epoch, epoch + 1, long.MaxValue);
        Assert.Equal(2, state.Orders.Count);

        // Event numbers begin anew with the process: what they write is new all the same.
        again.Commit(At, 1, Samples.Filled(1, 0));
        Assert.Equal(6, again.JournalTail(100).Count);
        Assert.True(again.VerifyBalances().IsSound);
    }

    [Fact]
    public void Archive_BesideTheLeader_ReadsWhatItWrote_AndTakesNothing()
    {
        using PostgresLedgerStore store = Open();
        store.Load();
        store.Commit(At, 1, Samples.Opening(1));
        using (LedgerArchive archive = LedgerArchive.Open(new LedgerLocation("", PostgresAddress.Parse(Url), TimeSpan.FromSeconds(15))))
        {
            LedgerCheckResult result = LedgerCheck.Of(archive.Reads);
            Assert.Equal(("opens_only_when_allowed", 2), Assert.Single(result.Rules.Where(r => r.Broken > 0).Select(r => (r.Rule, r.Broken))));
        }

        store.Commit(At, 2, Samples.Filled(1, 0));
        Assert.Single(store.FillsOf(new PairId(1)));
    }

    [Fact]
    public void Money_IsNumeric_AndSumsInTheServer()
    {
        using PostgresLedgerStore store = Open();
        store.Load();
        store.Commit(At, 1, Samples.Opening(1));
        store.Commit(At, 2, Samples.Filled(1, 0));

        Assert.Equal("-5408.4025", postgres.Server.Ask(Url, "SELECT amount FROM postings WHERE account = 'cash:bybit-linear' AND asset = 'USDT' AND amount < -100"));
        Assert.Equal("t", postgres.Server.Ask(Url, "SELECT bool_and(total = 0) FROM (SELECT sum(amount) AS total FROM postings GROUP BY asset) AS sums"));
        Assert.Equal("numeric", postgres.Server.Ask(Url, "SELECT DISTINCT pg_typeof(price) FROM fills"));
        Assert.Equal("2025-10-10 12:00:00+00", postgres.Server.Ask(Url, "SELECT DISTINCT ts AT TIME ZONE 'UTC' || '+00' FROM order_journal"));
        Assert.Equal("test0P1S0", postgres.Server.Ask(Url, "SELECT payload->>'client_order_id' FROM order_journal WHERE type = 'fill'"));
    }

    [Fact]
    public void Journal_IsAppendOnly()
    {
        using PostgresLedgerStore store = Open();
        store.Load();
        store.Commit(At, 1, Samples.Opening(1));

        foreach (string change in (string[])["UPDATE order_journal SET payload = '{}'", "DELETE FROM order_journal", "TRUNCATE order_journal"])
        {
            Assert.Contains("append-only", Assert.Throws<InvalidOperationException>(() => postgres.Server.Ask(Url, change)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Journal_AfterACommitThatFailed_HasNoGap()
    {
        using PostgresLedgerStore store = Open();
        store.Load();
        store.Commit(At, 1, Samples.Opening(1));
        Effect[] bad = [new Journaled("before", []), new OrderChanged(Samples.Order(9, 0, Core.Execution.OrderStatus.Intended))];
        Assert.Throws<LedgerConflictException>(() => store.Commit(At, 2, bad));
        store.Commit(At, 3, Samples.Filled(1, 0));

        Assert.Equal([1L, 2L, 3L, 4L, 5L, 6L], store.JournalTail(10).Reverse().Select(line => line.Id));
    }

    [Fact]
    public void Open_NewerSchema_IsRefusedWithBothNumbers()
    {
        Open().Dispose();
        postgres.Server.Ask(Url, "INSERT INTO schema_version (version, applied_at) VALUES (99, now())");

        var refused = Assert.Throws<LedgerUnavailableException>(() => Open());
        Assert.Contains($"schema 99, this program knows schemas up to {Sql.Migrations.Newest}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoSuchDatabaseOrServer_SaysSoWithoutThePassword()
    {
        string missing = Url.Replace("///test", "///missing", StringComparison.Ordinal) + "&password=secret";
        var refused = Assert.Throws<LedgerUnavailableException>(() => Open(missing));
        Assert.Equal(LedgerFault.CannotOpen, refused.Fault);
        Assert.Contains("no such database", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.ToString(), StringComparison.Ordinal);

        var gone = Assert.Throws<LedgerUnavailableException>(() => Open("postgresql://desk:secret@127.0.0.1:1/ledger"));
        Assert.Equal(LedgerFault.ServerGone, gone.Fault);
        Assert.Equal("postgresql://127.0.0.1:1/ledger", gone.Place);
        Assert.DoesNotContain("secret", gone.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Commit_ToAServerThatTakesNoWrites_MayPass()
    {
        using PostgresLedgerStore store = Open();
        store.Load();
        TakeWrites("off");

        // The first failure is the connection that broke, the next ones are what the server then says.
        Assert.Throws<LedgerUnavailableException>(() => store.Commit(At, 1, Samples.Opening(1)));
        var failed = Assert.Throws<LedgerUnavailableException>(() => store.Commit(At, 1, Samples.Opening(1)));
        Assert.Equal(LedgerFault.ReadOnly, failed.Fault);
        Assert.True(failed.Fault.MayPass());

        TakeWrites("on");
        Commits.UntilTaken(() => store.Commit(At, 1, Samples.Opening(1)));
        Assert.Equal(3, store.JournalTail(10).Count);
    }

    [Fact]
    public void Prove_IsAWriteThatOthersSee_GrowsNothing_AndFailsAsACommitWould()
    {
        using PostgresLedgerStore store = Open();
        store.Load();
        const string Row = "SELECT count(*) || ' ' || max(desk_id) || ' ' || (SELECT count(*) FROM order_journal) FROM desk";
        const string Writer = "SELECT xmin::text FROM desk";
        string row = postgres.Server.Ask(Url, Row);
        string writer = postgres.Server.Ask(Url, Writer);
        store.Prove();
        Assert.Equal(row, postgres.Server.Ask(Url, Row));
        Assert.NotEqual(writer, postgres.Server.Ask(Url, Writer));

        TakeWrites("off");
        Assert.Throws<LedgerUnavailableException>(store.Prove);
        Assert.Equal(LedgerFault.ReadOnly, Assert.Throws<LedgerUnavailableException>(store.Prove).Fault);
        TakeWrites("on");
        Commits.UntilTaken(store.Prove);
        store.Commit(At, 1, Samples.Opening(1));
        Assert.Equal(3, store.JournalTail(10).Count);
    }

    [Fact]
    public void Commit_WhoseAnswerWasLost_IsStoredOnce_AndSumsGoOn()
    {
        using PostgresLedgerStore store = Open();
        store.Load();
        store.Commit(At, 1, Samples.Opening(1));
        store.Commit(At, 2, Samples.Filled(1, 0));

        // The transaction was committed, its answer did not come: the loop commits the same event again.
        EndSessions();
        Commits.UntilTaken(() => store.Commit(At, 2, Samples.Filled(1, 0)));
        store.Commit(At, 3, Samples.Filled(1, 1));

        Assert.Equal(2, store.FillsOf(new PairId(1)).Count);
        Assert.Equal(9, store.JournalTail(100).Count);
        Assert.Empty(store.VerifyBalances().Problems);
    }

    protected override ILedgerStore Create() => Open(postgres.Server.NewDatabase());

    protected override SqlLedgerStore OpenAt(TimeProvider time) =>
        PostgresLedgerStore.Open(PostgresAddress.Parse(Url), time, TimeProvider.System);

    protected override void BackUp()
    {
        string copy = $"{Database}copy";
        EndSessions();
        AskBeside($"CREATE DATABASE {copy} TEMPLATE {Database}");
        _copy = Url.Replace(Database, copy, StringComparison.Ordinal);
    }

    protected override void Restore() => Url = _copy!;

    private void AskBeside(string sql) => postgres.Server.Ask(Url.Replace(Database, "postgres", StringComparison.Ordinal), sql);

    private void TakeWrites(string onOrOff)
    {
        AskBeside($"ALTER DATABASE {Database} SET default_transaction_read_only = {(onOrOff == "on" ? "off" : "on")}");
        EndSessions();
    }

    private void EndSessions() =>
        postgres.Server.Ask(Url, "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

    private PostgresLedgerStore Open() => Open(Url);

    private static PostgresLedgerStore Open(string url) =>
        PostgresLedgerStore.Open(PostgresAddress.Parse(url), TimeProvider.System, TimeProvider.System);
}
