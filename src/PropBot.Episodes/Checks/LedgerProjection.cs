using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Episodes.Checks;

/// <summary>What a ledger would know after the effects so far: the plainest reading of them, without storage.</summary>
public sealed class LedgerProjection
{
    public const string DeskId = "desk1";

    private readonly Dictionary<ClientOrderId, OrderRecord> _orders = [];
    private readonly List<ClientOrderId> _orderSequence = [];
    private readonly Dictionary<PairId, List<ClientOrderId>> _ordersOfPairs = [];
    private readonly List<FillRecord> _fills = [];
    private readonly HashSet<(InstrumentId Instrument, string Trade)> _trades = [];
    private readonly Dictionary<string, JournalEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<JournalEntry> _entrySequence = [];
    private readonly Dictionary<(InstrumentId Instrument, string Trade), ForcedFillRecord> _forced = [];
    private readonly SortedDictionary<InstrumentId, AcceptedRules> _rules = [];
    private readonly SortedDictionary<InstrumentId, FillAgreement> _agreements = [];
    private readonly SortedDictionary<(string Account, string Asset), decimal> _balances = [];
    private readonly SortedDictionary<string, decimal> _sums = new(StringComparer.Ordinal);
    private long _epoch;

    private readonly Dictionary<string, Sweep> _sweeps = new(StringComparer.Ordinal);
    private readonly List<string> _sweepSequence = [];

    /// <summary>By id.</summary>
    public IReadOnlyDictionary<string, Sweep> Sweeps => _sweeps;

    public SortedDictionary<PairId, PairRecord> Pairs { get; } = [];

    public IReadOnlyDictionary<ClientOrderId, OrderRecord> Orders => _orders;

    public IReadOnlyList<FillRecord> Fills => _fills;

    public IReadOnlyCollection<ForcedFillRecord> ForcedFills => _forced.Values;

    public IReadOnlyDictionary<InstrumentId, AcceptedRules> Rules => _rules;

    public IReadOnlyList<JournalEntry> Entries => _entrySequence;

    public List<Journaled> Lines { get; } = [];

    public List<EquitySampled> Equity { get; } = [];

    public SortedDictionary<CaseId, ReconciliationCase> Cases { get; } = [];

    public ControlState Control { get; private set; } = ControlState.Initial;

    /// <summary>Each as it is now, in the order of the requests.</summary>
    public List<ApprovalRecord> Approvals { get; } = [];

    public IEnumerable<PairRecord> ActivePairs => Pairs.Values.Where(p => !p.Status.IsTerminal());

    public decimal Balance(LedgerAccount account, Asset asset) => _balances.GetValueOrDefault((account.Name, asset.Code));

    /// <summary>Sum of all accounts per asset; zero in books that balance.</summary>
    public IReadOnlyDictionary<string, decimal> Sums => _sums;

    public IEnumerable<FillRecord> FillsOf(ClientOrderId id) => _fills.Where(f => f.Fill.ClientOrderId == id);

    /// <summary>In the order in which they were decided.</summary>
    public IEnumerable<OrderRecord> OrdersOf(PairId pair) =>
        _ordersOfPairs.TryGetValue(pair, out List<ClientOrderId>? ids) ? ids.Select(id => _orders[id]) : [];

    public void Apply(IReadOnlyList<Effect> effects)
    {
        for (int i = 0; i < effects.Count; i++)
        {
            Apply(effects[i]);
        }
    }

    public RecoveredState Recover()
    {
        DateTimeOffset? since = FillAgreement.NeededSince([.. _agreements.Values], [.. ActivePairs]);
        PairRecord[] done = [.. Pairs.Values.Where(p => p.Status.IsTerminal() && p.ClosedAt >= since).OrderBy(p => p.ClosedAt).ThenBy(p => p.Id)];
        HashSet<PairId> needed = [.. ActivePairs.Concat(done).Select(p => p.Id)];
        OrderRecord[] orders =
            [.. _orderSequence.Select(id => _orders[id]).Where(o => needed.Contains(o.Intent.Pair) || !o.Status.IsTerminal())];
        HashSet<ClientOrderId> wanted = [.. orders.Select(o => o.Intent.ClientOrderId)];
        PairRecord[] closed = [.. Pairs.Values.Where(p => p.Status == PairStatus.Closed)];
        return new RecoveredState
        {
            DeskId = DeskId,
            Epoch = ++_epoch,
            NextPairNumber = Pairs.Count == 0 ? 1 : Pairs.Keys.Last().Number + 1,
            Control = Control,
            Pairs = [.. ActivePairs],
            Orders = orders,
            Fills = [.. _fills.Where(f => wanted.Contains(f.Fill.ClientOrderId))],
            Balances = [.. _balances.Select(b => new Posting(new LedgerAccount(b.Key.Account), new Asset(b.Key.Asset), b.Value))],
            LastEquity = Equity.Count > 0 ? Equity[^1].Equity : null,
            IncomeEntryIds = [.. _entrySequence.Where(e => e.Kind is EntryKind.Funding or EntryKind.Transfer or EntryKind.Income).Select(e => e.Id)],
            ForcedFills = [.. _forced.Values],
            AcceptedRules = [.. _rules.Values],
            Sweeps = [.. _sweepSequence.Select(id => _sweeps[id])],
            Approvals = [.. Approvals],
            Cases = [.. Cases.Values],
            FillAgreements = [.. _agreements.Values],
            DonePairs = [.. done],
            ClosedPnl = closed.Aggregate(default(PairPnl), (sum, pair) => sum + pair.RealizedPnl()),
            ClosedPairs = closed.Length,
            ClosedNakedNotionalSeconds = Pairs.Values.Where(p => p.Status.IsTerminal()).Sum(p => p.NakedNotionalSeconds),
        };
    }

    private void Apply(Effect effect)
    {
        switch (effect)
        {
            case OrderChanged(var order):
                if (!_orders.TryGetValue(order.Intent.ClientOrderId, out OrderRecord? before))
                {
                    _orderSequence.Add(order.Intent.ClientOrderId);
                    if (!_ordersOfPairs.TryGetValue(order.Intent.Pair, out List<ClientOrderId>? ofPair))
                    {
                        _ordersOfPairs.Add(order.Intent.Pair, ofPair = []);
                    }

                    ofPair.Add(order.Intent.ClientOrderId);
                }

                Promise.Kept(before is null || before.Intent == order.Intent, "intent_changed", $"the intent of {order.Intent.ClientOrderId} changed");
                _orders[order.Intent.ClientOrderId] = order;
                break;
            case FillBooked(var fill):
                Promise.Kept(_trades.Add((fill.Fill.Instrument, fill.Fill.TradeId.Value)), "fill_booked_twice", $"fill {fill.Fill.TradeId} was booked twice");
                _fills.Add(fill);
                break;
            case ForcedFillBooked(var forced):
                (InstrumentId, string) trade = (forced.Fill.Instrument, forced.Fill.TradeId.Value);
                Promise.Kept(!_forced.TryGetValue(trade, out ForcedFillRecord? kept) || (kept != forced && kept.Assigned <= forced.Assigned), "fill_booked_twice", $"forced fill {forced.Fill.TradeId} was booked twice");
                _forced[trade] = forced;
                break;
            case RulesAccepted(var accepted):
                _rules[accepted.Instrument] = accepted;
                break;
            case EntryPosted(var entry):
                Promise.Kept(_entries.TryAdd(entry.Id, entry), "entry_posted_twice", $"entry {entry.Id} was posted twice");
                _entrySequence.Add(entry);
                foreach (Posting posting in entry.Postings)
                {
                    (string, string) key = (posting.Account.Name, posting.Asset.Code);
                    _balances[key] = _balances.GetValueOrDefault(key) + posting.Amount;
                    _sums[posting.Asset.Code] = _sums.GetValueOrDefault(posting.Asset.Code) + posting.Amount;
                }

                break;
            case PairChanged(var pair):
                Pairs[pair.Id] = pair;
                break;
            case SweepChanged(var sweep):
                if (!_sweeps.ContainsKey(sweep.Id))
                {
                    _sweepSequence.Add(sweep.Id);
                }

                _sweeps[sweep.Id] = sweep;
                break;
            case ControlChanged(var control):
                Control = control;
                break;
            case ApprovalChanged(var approval):
                int known = Approvals.FindIndex(a => a.Id == approval.Id);
                if (known >= 0)
                {
                    Approvals[known] = approval;
                }
                else
                {
                    Approvals.Add(approval);
                }

                break;
            case FillsAgreed(var agreement):
                Promise.Kept(
                    !_agreements.TryGetValue(agreement.Instrument, out FillAgreement? agreed) || agreed.Until <= agreement.Until,
                    "agreement_back", $"{agreement.Instrument} agreed further before");
                _agreements[agreement.Instrument] = agreement;
                break;
            case CaseChanged(var changed):
                Promise.Kept(
                    !changed.IsOpen || !Cases.Values.Any(c => c.IsOpen && c.Matter == changed.Matter && c.Id != changed.Id),
                    "case_twice", $"{changed.Matter} is open twice");
                Promise.Kept(
                    !Cases.TryGetValue(changed.Id, out ReconciliationCase? earlier) || earlier.IsOpen || !changed.IsOpen,
                    "case_reopened", $"case {changed.Id} was opened again");
                Cases[changed.Id] = changed;
                break;
            case Journaled line:
                Lines.Add(line);
                break;
            case EquitySampled sample:
                Equity.Add(sample);
                break;
        }
    }
}
