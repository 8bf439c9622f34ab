using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Ledger;
using PropBot.Ledger.Sqlite;

namespace PropBot.SystemTests.Crash;

/// <summary>What a killed bot has left on the disk. Read from a copy: the next start must meet the files as the kill left them.</summary>
internal sealed record DeadDesk(
    RecoveredState State,
    IReadOnlyList<PairRecord> Pairs,
    IReadOnlyDictionary<ClientOrderId, OrderRecord> Orders,
    IReadOnlyList<FillRecord> Fills,
    IReadOnlyList<JournalLine> Journal,
    LedgerVerification Balances)
{
    private const string LedgerName = "ledger.db";

    /// <summary>Orders whose end was not known when the process died.</summary>
    public IEnumerable<OrderRecord> Unresolved => Orders.Values.Where(o => !o.Status.IsTerminal());

    /// <returns>Null when the process died before it had a ledger.</returns>
    public static DeadDesk? Read(string desk, string scratch)
    {
        if (!File.Exists(Path.Combine(desk, LedgerName)))
        {
            return null;
        }

        Directory.CreateDirectory(scratch);
        foreach (string left in Directory.GetFiles(scratch))
        {
            File.Delete(left);
        }

        foreach (string name in (string[])[LedgerName, LedgerName + "-wal"])
        {
            if (File.Exists(Path.Combine(desk, name)))
            {
                File.Copy(Path.Combine(desk, name), Path.Combine(scratch, name));
            }
        }

        using SqliteLedgerStore ledger = SqliteLedgerStore.Open(Path.Combine(scratch, LedgerName), TimeProvider.System);
        IReadOnlyList<PairRecord> pairs = ledger.AllPairs();
        return new DeadDesk(
            ledger.Load(),
            pairs,
            pairs.SelectMany(p => ledger.OrdersOf(p.Id)).ToDictionary(o => o.Intent.ClientOrderId),
            [.. pairs.SelectMany(p => ledger.FillsOf(p.Id))],
            [.. ledger.JournalTail(int.MaxValue).Reverse()],
            ledger.VerifyBalances());
    }
}
