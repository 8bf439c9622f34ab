using FsCheck;
using FsCheck.Fluent;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Ledger.Postgres;
using PropBot.Ledger.Sql;
using PropBot.Ledger.Sqlite;
using PropBot.Testing.Postgres;

namespace PropBot.Ledger.Tests;

/// <summary>For all streams of effects, the database knows what the memory knows.</summary>
public sealed class ModelTests(PostgresFixture postgres)
{
    private static readonly Config Seeded = Config.QuickThrowOnFailure
        .WithReplay(20_251_010UL, 2_115UL)
        .WithEndSize(120);

    private static readonly Arbitrary<int[]> Numbers = Gen.Choose(0, 1_000_000).ArrayOf().ToArbitrary();

    [Fact]
    public void Load_AnyStreamInAFile_EqualsTheModel() => Prop.ForAll(Numbers, numbers =>
    {
        using var scratch = new ScratchDirectory();
        CheckAgainstModel(numbers, () => SqliteLedgerStore.Open(scratch.LedgerPath, TimeProvider.System));
    }).Check(Seeded.WithMaxTest(30));

    [Fact]
    public void Load_AnyStreamOnAServer_EqualsTheModel() => Prop.ForAll(Numbers, numbers =>
    {
        var address = PostgresAddress.Parse(postgres.Server.NewDatabase());
        CheckAgainstModel(numbers, () => PostgresLedgerStore.Open(address, TimeProvider.System, TimeProvider.System));
    }).Check(Seeded.WithMaxTest(10));

    private static void CheckAgainstModel(int[] numbers, Func<SqlLedgerStore> open)
    {
        using var model = new InMemoryLedger("model");
        model.Load();
        List<Effect[]> events = EffectStream.Of(numbers);
        using (SqlLedgerStore store = open())
        {
            store.Load();
            Feed(store, events, repeat: true);
        }

        Feed(model, events, repeat: false);
        using SqlLedgerStore again = open();
        AssertSame(model, again);
    }

    private static void Feed(ILedgerStore store, List<Effect[]> events, bool repeat)
    {
        for (int i = 0; i < events.Count; i++)
        {
            store.Commit(Samples.Noon.AddSeconds(i), i + 1, events[i]);
            if (repeat && i % 2 == 0)
            {
                store.Commit(Samples.Noon.AddSeconds(i), i + 1, events[i]);
            }
        }
    }

    private static void AssertSame(InMemoryLedger model, SqlLedgerStore store)
    {
        RecoveredState expected = model.Load();
        RecoveredState actual = store.Load();
        Assert.Equal(expected.NextPairNumber, actual.NextPairNumber);
        Assert.Equal(expected.Control, actual.Control);
        Assert.Equal(expected.Pairs, actual.Pairs);
        Assert.Equal(expected.Orders, actual.Orders);
        Assert.Equal(expected.Fills, actual.Fills);
        Assert.Equal(expected.Balances, actual.Balances);
        Assert.Equal(expected.IncomeEntryIds, actual.IncomeEntryIds);
        Assert.Equal(expected.LastEquity, actual.LastEquity);
        Assert.Equal(expected.ClosedPnl, actual.ClosedPnl);
        Assert.Equal(expected.ClosedPairs, actual.ClosedPairs);

        Assert.Equal(model.JournalTail(10_000).Select(WithoutName), store.JournalTail(10_000).Select(WithoutName));
        Assert.Equal(
            model.EquityCurve(Samples.Noon, Samples.Noon.AddHours(1), 7), store.EquityCurve(Samples.Noon, Samples.Noon.AddHours(1), 7));
        foreach (PairRecord pair in model.AllPairs())
        {
            Assert.Equal(model.OrdersOf(pair.Id), store.OrdersOf(pair.Id));
            Assert.Equal(model.FillsOf(pair.Id), store.FillsOf(pair.Id));
        }

        Assert.True(model.VerifyBalances().IsSound);
        Assert.Equal(model.VerifyBalances().Entries, store.VerifyBalances().Entries);
        Assert.Empty(store.VerifyBalances().Problems);
    }

    private static JournalLine WithoutName(JournalLine line) => line with { Uuid = "" };
}
