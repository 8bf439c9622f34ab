using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Recovery;
using PropBot.Ledger.Documents;
using PropBot.Ledger.Sqlite;

namespace PropBot.Ledger.Tests;

/// <summary>
/// Goal: a disk that gives back other bytes than were written never gives the desk other books. The start has what was written, or it
/// says which file is damaged and what to do.
/// </summary>
public sealed class GarbledFileTests : IDisposable
{
    private const int Seeds = 300;
    private const int Pairs = 12;

    private readonly ScratchDirectory _scratch = new();

    [Fact]
    public void DatabaseFile_GarbledAnywhere_IsRefused_OrStartsWithWhatWasWritten()
    {
        string written = Write();
        byte[] file = File.ReadAllBytes(_scratch.LedgerPath);
        int refused = 0;
        for (int seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            byte[] garbled = [.. file];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                garbled[random.Next(garbled.Length)] ^= (byte)random.Next(1, 256);
            }

            refused += IsRefused(seed, garbled, log: null, starts => Assert.Equal(written, starts)) ? 1 : 0;
        }

        Assert.InRange(refused, Seeds / 10, Seeds - 1);
    }

    [Fact]
    public void DatabaseFile_EveryDigitOfMoneyInTurn_IsRefusedOrHarmless()
    {
        string written = Write();
        byte[] file = File.ReadAllBytes(_scratch.LedgerPath);
        int[] digits = [.. Enumerable.Range(0, file.Length).Where(at => file[at] is >= (byte)'0' and <= (byte)'9')];
        var random = new Random(7);
        int refused = 0;
        for (int n = 0; n < Seeds; n++)
        {
            byte[] garbled = [.. file];
            int at = digits[random.Next(digits.Length)];
            garbled[at] = (byte)('0' + ((garbled[at] - '0' + random.Next(1, 10)) % 10));
            refused += IsRefused(at, garbled, log: null, starts => Assert.Equal(written, starts)) ? 1 : 0;
        }

        Assert.InRange(refused, Seeds / 4, Seeds);
    }

    [Fact]
    public void WriteAheadLog_GarbledAnywhere_StartsWithWhatWasWrittenUpToThere()
    {
        using SqliteLedgerStore store = Open();
        store.Load();
        List<string> states = [CopyAndDescribe()];
        Fill(store, () => states.Add(CopyAndDescribe()));
        byte[] file = Read(_scratch.LedgerPath);
        byte[] log = Read(_scratch.LedgerPath + "-wal");
        HashSet<int> prefixes = [];
        for (int seed = 0; seed < Seeds / 2; seed++)
        {
            var random = new Random(seed);
            byte[] garbled = [.. log];
            garbled[random.Next(garbled.Length)] ^= (byte)random.Next(1, 256);
            IsRefused(seed, file, garbled, starts =>
            {
                int prefix = states.IndexOf(starts);
                Assert.True(prefix >= 0, $"seed {seed}: a state that never was");
                prefixes.Add(prefix);
            });
        }

        Assert.True(prefixes.Count > Pairs, $"only {prefixes.Count} prefixes");
    }

    public void Dispose() => _scratch.Dispose();

    /// <returns>What the ledger tells at a start, everything of it.</returns>
    private string Write()
    {
        using (SqliteLedgerStore store = Open())
        {
            store.Load();
            Fill(store, () => { });
        }

        using SqliteLedgerStore again = Open();
        return Describe(again);
    }

    private static void Fill(SqliteLedgerStore store, Action committed)
    {
        long sequence = 0;
        for (int pair = 1; pair <= Pairs; pair++)
        {
            Commit(Samples.Opening(pair));
            if (pair % 3 != 0)
            {
                Commit([.. Samples.Filled(pair, 0), .. Samples.Filled(pair, 1)]);
            }

            if (pair % 4 == 1)
            {
                Commit([new PairChanged(Samples.Pair(pair, Core.Execution.PairStatus.Closed)), Samples.Outage($"E1S{pair}", Samples.Noon)]);
            }

            if (pair % 4 == 2)
            {
                Commit([new ApprovalChanged(Samples.Approval(pair)), new EntryPosted(Samples.Funding(Samples.Binance, $"f{pair}", -0.5m))]);
            }
        }

        void Commit(IReadOnlyList<Effect> effects)
        {
            store.Commit(Samples.Noon.AddSeconds(sequence), ++sequence, effects);
            committed();
        }
    }

    private bool IsRefused(int seed, byte[] file, byte[]? log, Action<string> starts)
    {
        using var copies = new ScratchDirectory();
        File.WriteAllBytes(copies.LedgerPath, file);
        if (log is not null)
        {
            File.WriteAllBytes(copies.LedgerPath + "-wal", log);
        }

        string told;
        try
        {
            using SqliteLedgerStore store = SqliteLedgerStore.Open(copies.LedgerPath, TimeProvider.System);
            told = Describe(store);
        }
        catch (LedgerUnavailableException refused)
        {
            Assert.True(refused.Fault == LedgerFault.Damaged, $"seed {seed}: {refused.Message}");
            Assert.Contains(copies.LedgerPath, refused.Message, StringComparison.Ordinal);
            Assert.Contains("Move it aside and restore the latest backup", refused.Message, StringComparison.Ordinal);
            return true;
        }

        starts(told);
        return false;
    }

    private string CopyAndDescribe()
    {
        using var copies = new ScratchDirectory();
        File.WriteAllBytes(copies.LedgerPath, Read(_scratch.LedgerPath));
        File.WriteAllBytes(copies.LedgerPath + "-wal", Read(_scratch.LedgerPath + "-wal"));
        using SqliteLedgerStore store = SqliteLedgerStore.Open(copies.LedgerPath, TimeProvider.System);
        return Describe(store);
    }

    /// <summary>Everything that the engine is told at its start, but for the number of the start and the desk's name.</summary>
    private static string Describe(SqliteLedgerStore store)
    {
        RecoveredState state = store.Load();
        string[] documents =
        [
            .. store.Documents<OutageRecorded>(new DocumentQuery()).Select(d => string.Join(' ', d.Outage.NeverSent) + d.Outage),
            .. state.Approvals.Select(a => $"{a}"), .. state.Sweeps.Select(s => $"{s}"), .. state.Cases.Select(c => $"{c}"),
        ];
        return string.Join('\n',
            state.NextPairNumber, state.Control, state.ClosedPnl, state.ClosedPairs, state.ClosedNakedNotionalSeconds,
            string.Join('\n', state.Pairs), string.Join('\n', state.DonePairs), string.Join('\n', state.Orders), string.Join('\n', state.Fills),
            string.Join('\n', state.Balances), string.Join('\n', state.IncomeEntryIds), string.Join('\n', documents),
            string.Join('\n', state.ForcedFills.Select(f => string.Join(' ', f.Shares) + f)));
    }

    private SqliteLedgerStore Open() => SqliteLedgerStore.Open(_scratch.LedgerPath, TimeProvider.System);

    private static byte[] Read(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        file.CopyTo(bytes);
        return bytes.ToArray();
    }
}
