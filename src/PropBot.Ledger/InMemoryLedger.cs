using PropBot.Core;
using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Ledger.Documents;

namespace PropBot.Ledger;

/// <summary>The ledger of a backtest: keeps the same promises but one, that it survives the process.</summary>
/// <remarks>After every commit the balances are added up: per asset they are zero, or the run stops.</remarks>
public sealed class InMemoryLedger(string deskId) : ILedgerStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<PairId, PairRecord> _pairs = [];
    private readonly Dictionary<ClientOrderId, OrderRecord> _orders = [];
    private readonly List<ClientOrderId> _orderSequence = [];
    private readonly Dictionary<(InstrumentId Instrument, TradeId Trade), FillRecord> _fills = [];
    private readonly List<FillRecord> _fillSequence = [];
    private readonly Dictionary<(InstrumentId Instrument, TradeId Trade), ForcedFillRecord> _forcedFills = [];
    private readonly List<(InstrumentId Instrument, TradeId Trade)> _forcedSequence = [];
    private readonly SortedDictionary<InstrumentId, AcceptedRules> _rules = [];
    private readonly Dictionary<string, JournalEntry> _entries = new(StringComparer.Ordinal);
    private readonly List<JournalEntry> _entrySequence = [];
    private readonly SortedDictionary<(string Account, string Asset), decimal> _balances = [];
    private readonly SortedDictionary<DateTimeOffset, decimal> _equity = [];
    private readonly MemoryDocuments _documents = new();
    private readonly List<(string Uuid, DateTimeOffset At, string Type, LedgerEffect Effect)> _journal = [];
    private readonly JournalPayload _payload = new();
    private ControlState _control = ControlState.Initial;
    private long _run;
    private long _lastSequence;

    public string DeskId { get; } = deskId;

    public Action<LedgerEffect>? Stored { get; set; }

    public RecoveredState Load()
    {
        lock (_gate)
        {
            _run++;
            _lastSequence = 0;
            return Recover();
        }
    }

    public void Commit(DateTimeOffset at, long sequence, IReadOnlyList<Effect> effects)
    {
        lock (_gate)
        {
            // An event that was committed before is not written again.
            if (!LedgerEffects.AnyIn(effects) || sequence <= _lastSequence)
            {
                return;
            }

            if (_run == 0)
            {
                throw new InvalidOperationException("a ledger is loaded before anything is committed to it");
            }

            RefuseConflicts(effects);
            for (int place = 0; place < effects.Count; place++)
            {
                if (effects[place] is not LedgerEffect effect)
                {
                    continue;
                }

                if (Store(effect) is { } type)
                {
                    _journal.Add((JournalUuid.Of(DeskId, _run, sequence, place), at, type, effect));
                }

                Stored?.Invoke(effect);
            }

            _lastSequence = sequence;
            CheckBalances(sequence);
        }
    }

    /// <summary>Memory takes every write.</summary>
    public void Prove()
    {
    }

    public PairRecord? Pair(PairId id)
    {
        lock (_gate)
        {
            return _pairs.GetValueOrDefault(id);
        }
    }

    public IReadOnlyList<PairRecord> Pairs(PairQuery query)
    {
        lock (_gate)
        {
            IEnumerable<PairRecord> wanted = query.NewestFirst ? _pairs.Values.Reverse() : _pairs.Values;
            return [.. wanted.Where(pair => query.Statuses.Count == 0 || query.Statuses.Contains(pair.Status)).Take(query.Limit)];
        }
    }

    public IReadOnlyList<PairRecord> AllPairs()
    {
        lock (_gate)
        {
            return [.. _pairs.Values];
        }
    }

    public IReadOnlyList<OrderRecord> OrdersOf(PairId pair)
    {
        lock (_gate)
        {
            return [.. Orders(order => order.Intent.Pair == pair)];
        }
    }

    public IReadOnlyList<FillRecord> FillsOf(PairId pair)
    {
        lock (_gate)
        {
            return [.. _fillSequence.Where(fill => fill.Pair == pair)];
        }
    }

    public IReadOnlyList<ForcedFillRecord> ForcedFillsOf(PairId pair)
    {
        lock (_gate)
        {
            return [.. _forcedSequence.Select(key => _forcedFills[key]).Where(fill => fill.Shares.Any(share => share.Pair == pair))];
        }
    }

    public IReadOnlyList<Posting> Balances()
    {
        lock (_gate)
        {
            return CurrentBalances();
        }
    }

    public IReadOnlyList<EquityPoint> EquityCurve(DateTimeOffset from, DateTimeOffset to, int maxPoints)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 2);
        lock (_gate)
        {
            EquityPoint[] all =
                [.. _equity.Where(sample => sample.Key >= from && sample.Key <= to).Select(sample => new EquityPoint(sample.Key, sample.Value))];
            return all.Length <= maxPoints
                ? all
                : [.. all.Where((_, i) => i == 0 || Point(i, all.Length, maxPoints) > Point(i - 1, all.Length, maxPoints))];
        }
    }

    public IReadOnlyList<JournalLine> JournalTail(int count)
    {
        lock (_gate)
        {
            int first = Math.Max(0, _journal.Count - count);
            return [.. Enumerable.Range(first, _journal.Count - first).Reverse().Select(Line)];
        }
    }

    public IReadOnlyList<JournalLine> JournalAfter(long id, int count)
    {
        lock (_gate)
        {
            int first = checked((int)id);
            return [.. Enumerable.Range(first, Math.Clamp(_journal.Count - first, 0, count)).Select(Line)];
        }
    }

    public LedgerVerification VerifyBalances()
    {
        lock (_gate)
        {
            var check = new BalanceCheck();
            foreach (Posting posting in _entrySequence.SelectMany(entry => entry.Postings))
            {
                check.Add(posting);
            }

            return check.Against(_entrySequence.Count, CurrentBalances());
        }
    }

    public IReadOnlyList<T> Documents<T>(DocumentQuery query)
        where T : LedgerEffect
    {
        lock (_gate)
        {
            return _documents.Read<T>(query);
        }
    }

    public void Dispose() => _payload.Dispose();

    private static long Point(long row, long rows, long points) => row * (points - 1) / (rows - 1);

    private RecoveredState Recover()
    {
        HashSet<PairId> active = [.. _pairs.Values.Where(pair => !pair.Status.IsTerminal()).Select(pair => pair.Id)];
        OrderRecord[] orders = [.. Orders(order => active.Contains(order.Intent.Pair) || !order.Status.IsTerminal())];
        HashSet<ClientOrderId> wanted = [.. orders.Select(order => order.Intent.ClientOrderId)];
        PairRecord[] closed = [.. _pairs.Values.Where(pair => pair.Status == PairStatus.Closed)];
        var state = new RecoveredState
        {
            DeskId = DeskId,
            Epoch = _run,
            NextPairNumber = _pairs.Count == 0 ? 1 : _pairs.Keys.Last().Number + 1,
            Control = _control,
            Pairs = [.. _pairs.Values.Where(pair => active.Contains(pair.Id))],
            Orders = orders,
            Fills = [.. _fillSequence.Where(fill => wanted.Contains(fill.Fill.ClientOrderId))],
            Balances = CurrentBalances(),
            LastEquity = _equity.Count > 0 ? _equity.Last().Value : null,
            IncomeEntryIds =
            [
                .. _entrySequence.Where(entry => entry.Kind is EntryKind.Funding or EntryKind.Transfer or EntryKind.Income)
                    .TakeLast(LedgerLimits.RememberedIncomeEntries).Select(entry => entry.Id),
            ],
            ForcedFills =
            [
                .. _forcedSequence.Select(key => _forcedFills[key])
                    .Where((fill, i) => !fill.Unassigned.IsZero || i >= _forcedSequence.Count - LedgerLimits.RememberedForcedFills),
            ],
            AcceptedRules = [.. _rules.Values],
            ClosedPnl = closed.Aggregate(default(PairPnl), (sum, pair) => sum + pair.RealizedPnl()),
            ClosedPairs = closed.Length,
            ClosedNakedNotionalSeconds = _pairs.Values.Where(pair => pair.Status.IsTerminal()).Sum(pair => pair.NakedNotionalSeconds),
        };
        int first = Math.Max(0, _journal.Count - LedgerLimits.RecalledLines);
        state = state.WithRecentPast(Enumerable.Range(first, _journal.Count - first).Reverse().Where(i => RecentPast.IsTold(_journal[i].Type)).Select(Line));
        return WithDonePairs(DocumentKinds.All.Aggregate(state, (known, kind) => kind.Recover(known, _documents.Remembered(kind))));
    }

    private RecoveredState WithDonePairs(RecoveredState state)
    {
        DateTimeOffset? since = FillAgreement.NeededSince(state.FillAgreements, state.Pairs);
        PairRecord[] done = [.. _pairs.Values.Where(pair => pair.Status.IsTerminal() && pair.ClosedAt >= since).OrderBy(pair => pair.ClosedAt)];
        HashSet<PairId> ids = [.. done.Select(pair => pair.Id)];
        OrderRecord[] orders = [.. Orders(order => ids.Contains(order.Intent.Pair) && order.Status.IsTerminal())];
        HashSet<ClientOrderId> wanted = [.. orders.Select(order => order.Intent.ClientOrderId)];
        return state with
        {
            DonePairs = done,
            Orders = [.. state.Orders, .. orders],
            Fills = [.. state.Fills, .. _fillSequence.Where(fill => wanted.Contains(fill.Fill.ClientOrderId))],
        };
    }

    private IEnumerable<OrderRecord> Orders(Func<OrderRecord, bool> wanted) => _orderSequence.Select(id => _orders[id]).Where(wanted);

    private Posting[] CurrentBalances() =>
        [.. _balances.Select(balance => new Posting(new LedgerAccount(balance.Key.Account), new Asset(balance.Key.Asset), balance.Value))];

    /// <summary>Before anything is written, since there is no transaction to undo.</summary>
    private void RefuseConflicts(IReadOnlyList<Effect> effects)
    {
        foreach (Effect effect in effects)
        {
            switch (effect)
            {
                case OrderChanged(var order) when _orders.TryGetValue(order.Intent.ClientOrderId, out OrderRecord? known)
                        && known.Intent != order.Intent:
                    throw new LedgerConflictException($"order {order.Intent.ClientOrderId} is already there with another intent");
                case FillBooked(var fill) when _fills.TryGetValue(KeyOf(fill), out FillRecord? known) && known != fill:
                    throw new LedgerConflictException(
                        $"fill {fill.Fill.Instrument}:{fill.Fill.TradeId} is already there as {known}, not as {fill}");
                case ForcedFillBooked(var forced) when _forcedFills.TryGetValue(KeyOf(forced), out ForcedFillRecord? known)
                        && !LedgerConflicts.IsContinued(known, forced):
                    throw new LedgerConflictException(
                        $"forced fill {forced.Fill.Instrument}:{forced.Fill.TradeId} is already there as {known}, not as {forced}");
                case EntryPosted(var entry) when _entries.TryGetValue(entry.Id, out JournalEntry? known) && !Same(known, entry):
                    throw new LedgerConflictException($"entry {entry.Id} is already there with another content");
            }
        }
    }

    private string? Store(LedgerEffect effect)
    {
        switch (effect)
        {
            case OrderChanged(var order):
                bool isNew = !_orders.ContainsKey(order.Intent.ClientOrderId);
                _orders[order.Intent.ClientOrderId] = order;
                if (isNew)
                {
                    _orderSequence.Add(order.Intent.ClientOrderId);
                }

                return isNew ? JournalTypes.OrderIntent : JournalTypes.OrderStatus;
            case FillBooked(var fill):
                if (!_fills.TryAdd(KeyOf(fill), fill))
                {
                    return null;
                }

                _fillSequence.Add(fill);
                return JournalTypes.Fill;
            case ForcedFillBooked(var forced):
                return Keep(forced) ? JournalTypes.ForcedFill : null;
            case RulesAccepted(var accepted):
                _rules[accepted.Instrument] = accepted;
                return JournalTypes.Rules;
            case EntryPosted(var entry):
                return Post(entry) ? JournalTypes.Entry : null;
            case PairChanged(var pair):
                _pairs[pair.Id] = pair;
                return JournalTypes.Pair;
            case ControlChanged(var control):
                _control = control;
                return JournalTypes.Control;
            case EquitySampled sample:
                _equity[sample.At] = sample.Equity;
                return null;
            case Journaled journaled:
                return journaled.Type;
            case var document when DocumentKinds.Of(document) is { } kind:
                _documents.Write(kind, document);
                return kind.JournalType;
            default:
                throw new System.Diagnostics.UnreachableException($"no place for {effect.GetType().Name}");
        }
    }

    private bool Keep(ForcedFillRecord record)
    {
        bool isKnown = _forcedFills.TryGetValue(KeyOf(record), out ForcedFillRecord? known);
        if (isKnown && known == record)
        {
            return false;
        }

        _forcedFills[KeyOf(record)] = record;
        if (!isKnown)
        {
            _forcedSequence.Add(KeyOf(record));
        }

        return true;
    }

    private bool Post(JournalEntry entry)
    {
        if (!_entries.TryAdd(entry.Id, entry))
        {
            return false;
        }

        _entrySequence.Add(entry);
        foreach (Posting posting in entry.Postings)
        {
            (string, string) key = (posting.Account.Name, posting.Asset.Code);
            _balances[key] = _balances.GetValueOrDefault(key) + posting.Amount;
        }

        return true;
    }

    private void CheckBalances(long sequence)
    {
        foreach (IGrouping<string, decimal> asset in _balances.GroupBy(balance => balance.Key.Asset, balance => balance.Value))
        {
            decimal sum = asset.Sum();
            Invariant.Holds(sum == 0m, $"after event {sequence} the accounts of {asset.Key} sum to zero, not {sum}");
        }
    }

    private JournalLine Line(int index)
    {
        (string uuid, DateTimeOffset at, string type, LedgerEffect effect) = _journal[index];
        return new JournalLine(index + 1, uuid, at, type, _payload.OfEffect(effect, type));
    }

    private static (InstrumentId, TradeId) KeyOf(FillRecord fill) => (fill.Fill.Instrument, fill.Fill.TradeId);

    private static (InstrumentId, TradeId) KeyOf(ForcedFillRecord record) => (record.Fill.Instrument, record.Fill.TradeId);

    private static bool Same(JournalEntry left, JournalEntry right) =>
        left.Kind == right.Kind && left.At == right.At && left.Postings.SequenceEqual(right.Postings);
}
