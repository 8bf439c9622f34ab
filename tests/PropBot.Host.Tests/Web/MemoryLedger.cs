using PropBot.Core.Accounting;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Values;
using PropBot.Ledger;
using PropBot.Ledger.Documents;
using PropBot.Testing;

namespace PropBot.Host.Tests.Web;

/// <summary>What the surface reads of a ledger, made by hand.</summary>
internal sealed class MemoryLedger : ILedgerReads
{
    public List<PairRecord> Terminal { get; } = [.. SampleDesk.ClosedPairs];

    public List<EquityPoint> Curve { get; } = [.. Enumerable.Range(0, 30).Select(i => new EquityPoint(SampleDesk.Now.AddMinutes(i - 31), 30_000m + (i * 0.35m)))];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Sweep> Sweeps { get; set; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<ReconciliationCase> Cases { get; set; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<JournalLine> Journal { get; set; } = [];

    public bool IsBroken { get; set; }

    public PairRecord? Pair(PairId id) => Terminal.FirstOrDefault(p => p.Id == id);

    public IReadOnlyList<PairRecord> Pairs(PairQuery query) => IsBroken ? throw Broken : [.. Terminal.Where(p => query.Statuses.Count == 0 || query.Statuses.Contains(p.Status)).Take(query.Limit)];

    public IReadOnlyList<PairRecord> AllPairs() => Terminal;

    public IReadOnlyList<OrderRecord> OrdersOf(PairId pair) => [];

    public IReadOnlyList<FillRecord> FillsOf(PairId pair) => [];

    public IReadOnlyList<ForcedFillRecord> ForcedFillsOf(PairId pair) => [];

    public IReadOnlyList<Posting> Balances() => [];

    public IReadOnlyList<EquityPoint> EquityCurve(DateTimeOffset from, DateTimeOffset to, int maxPoints) => IsBroken ? throw Broken :
        [.. Curve.Where(p => p.At >= from && p.At <= to).Take(maxPoints)];

    public IReadOnlyList<JournalLine> JournalTail(int count) => IsBroken ? throw Broken : [.. Journal.Take(count)];

    public IReadOnlyList<JournalLine> JournalAfter(long id, int count) => IsBroken ? throw Broken : [.. Journal.Reverse().Where(line => line.Id > id).Take(count)];

    public IReadOnlyList<T> Documents<T>(DocumentQuery query)
        where T : LedgerEffect =>
    [
        .. Sweeps.Where(s => query.Id is null || s.Id == query.Id).Select(s => new SweepChanged(s)).OfType<T>()
            .Concat(Cases.Where(c => query.Id is null || c.Id.ToString() == query.Id).Select(c => new CaseChanged(c)).OfType<T>())
            .Take(query.Limit),
    ];

    public LedgerVerification VerifyBalances() => new(0, []);

    private static LedgerUnavailableException Broken => new(LedgerFault.DiskFailed, "ledger.db", "disk I/O error", "Check the disk.");
}
