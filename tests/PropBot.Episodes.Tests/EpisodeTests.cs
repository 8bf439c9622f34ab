using PropBot.Episodes.Schedules;
using PropBot.Ledger;
using PropBot.Ledger.Checks;
using PropBot.Ledger.Sqlite;

namespace PropBot.Episodes.Tests;

/// <summary>Hundreds of shifts with everything that can go wrong: no promise is broken, and the same seed is the same shift.</summary>
public sealed class EpisodeTests
{
    private const int SeedsPerBatch = 100;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_AnySeed_KeepsThePromises(int batch)
    {
        int pairs = 0;
        int restarts = 0;
        for (int i = 0; i < SeedsPerBatch; i++)
        {
            EpisodeResult result = Episode.Run(Episode.Draw((ulong)((batch * SeedsPerBatch) + i)));
            Assert.True(result.Violation is null, $"seed {result.Schedule.Seed}: {result.Violation}");
            Assert.True(result.SettledAfter < Episode.SettlesWithin);
            pairs += result.Pairs;
            restarts += result.Restarts;
        }

        // They are worth something only if pairs are opened and processes die in them. People freeze, lower limits and take rights away in
        // many: three pairs in four episodes are what is left to be opened at the least.
        Assert.True(pairs > SeedsPerBatch * 3 / 4, $"only {pairs} pairs in {SeedsPerBatch} episodes");
        Assert.True(restarts > SeedsPerBatch / 5, $"only {restarts} restarts in {SeedsPerBatch} episodes");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(1152)]
    public void Run_SameSeedTwice_MakesTheSameJournal(ulong seed)
    {
        (EpisodeResult first, string firstHash) = RunHashed(Episode.Draw(seed));
        (EpisodeResult second, string secondHash) = RunHashed(Episode.Draw(seed));
        Assert.Equal(firstHash, secondHash);
        Assert.Equal((first.Events, first.Orders), (second.Events, second.Orders));
        Assert.Equal(first.Struck, second.Struck);
        Assert.True(first.Orders > 0, "the episode did something");
        Assert.NotEqual(firstHash, RunHashed(Episode.Draw(seed + 1)).Hash);
    }

    [Fact]
    public void Run_ScheduleFromItsText_IsTheSameEpisode()
    {
        for (ulong seed = 20; seed < 30; seed++)
        {
            EpisodeSchedule drawn = Episode.Draw(seed);
            EpisodeSchedule read = ScheduleText.Read(ScheduleText.Write(drawn, "as drawn"));
            Assert.Equal(drawn.Items, read.Items);
            Assert.Equal(RunHashed(drawn).Hash, RunHashed(read).Hash);
        }
    }

    /// <summary>The same on a real store: each process of the shift opens the file anew.</summary>
    [Fact]
    public void Run_OnSqlite_KeepsThePromises()
    {
        using var scratch = new ScratchDirectory();
        int restarts = 0;
        for (ulong seed = 1; seed <= 12; seed++)
        {
            string path = scratch.File($"{seed}.db");
            SqliteLedgerStore? open = null;
            EpisodeResult result = Episode.Run(Episode.Draw(seed), () =>
            {
                open?.Dispose();
                return open = SqliteLedgerStore.Open(path, TimeProvider.System);
            });
            restarts += result.Restarts;
            Assert.True(result.Violation is null, $"seed {seed}: {result.Violation}");
            AssertKeeps(open!);
            open!.Dispose();
        }

        Assert.True(restarts > 0, "no process died");
    }

    private static (EpisodeResult Result, string Hash) RunHashed(EpisodeSchedule schedule)
    {
        using var ledger = new InMemoryLedger(Episode.DeskId);
        EpisodeResult result = Episode.Run(schedule, () => ledger);
        AssertKeeps(ledger);
        return (result, JournalHash.Of(ledger));
    }

    /// <summary>What the promises say event by event the journal alone says too.</summary>
    private static void AssertKeeps(ILedgerReads ledger)
    {
        LedgerCheckResult result = LedgerCheck.Of(ledger);
        Assert.True(result.IsKept, string.Join(Environment.NewLine, result.Rules.SelectMany(rule => rule.Violations)));
    }
}
