using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Episodes.Checks;

/// <summary>
/// The promises as an outsider sees them: asserted from effects, ledger and snapshot alone, not from the engine's own state.
/// They hold over restarts, so this object outlives the engine.
/// </summary>
/// <param name="notice">Time between two heartbeats, within which the engine can notice that a deadline has passed.</param>
public sealed class DeskPromises(LedgerProjection ledger, EngineOptions options, TimeSpan notice)
{
    private readonly HashSet<ClientOrderId> _sent = [];
    private readonly HashSet<ClientOrderId> _written = [];
    private readonly Dictionary<PairId, TimeSpan> _unequalSince = [];
    private readonly HashSet<PairId> _overdue = [];
    private readonly Dictionary<CaseId, ReconciliationCase> _openCases = [];

    /// <summary>Off: the engine is never asked for a snapshot.</summary>
    public bool ChecksSnapshots { get; set; } = true;

    /// <summary>Called before the effects reach the ledger.</summary>
    public void CheckEffects(IReadOnlyList<Effect> effects)
    {
        ControlMode mode = ledger.Control.Mode;
        CheckTold(effects);
        for (int i = 0; i < effects.Count; i++)
        {
            switch (effects[i])
            {
                case ControlChanged(var control):
                    mode = control.Mode;
                    break;
                case CaseChanged(var changed) when changed.IsOpen:
                    _openCases[changed.Id] = changed;
                    break;
                case CaseChanged(var changed):
                    _openCases.Remove(changed.Id);
                    break;
                case OrderChanged(var order):
                    CheckOrder(order);
                    break;
                case PlaceOrder(var intent):
                    Promise.Kept(_sent.Add(intent.ClientOrderId), "sent_twice", $"{intent.ClientOrderId} was sent twice");
                    Promise.Kept(_written.Contains(intent.ClientOrderId), "write_ahead", $"{intent.ClientOrderId} was sent before its intent was written");
                    Promise.Kept(
                        intent.Purpose != OrderPurpose.Open || mode == ControlMode.Run, "opens_in_hold", $"{intent.ClientOrderId} opens in HOLD");
                    Promise.Kept(
                        intent.Purpose != OrderPurpose.Open || _overdue.Count == 0, "opens_while_naked",
                        $"{intent.ClientOrderId} opens while {string.Join(", ", _overdue)} is unequal past its deadline");
                    Promise.Kept(
                        intent.Purpose != OrderPurpose.Open || !IsStopped(intent.Instrument),
                        "opens_in_case", $"{intent.ClientOrderId} opens on {intent.Instrument}, which has a reconciliation case");
                    Promise.Kept(intent.Quantity > Quantity.Zero, "orders_nothing", $"{intent.ClientOrderId} orders nothing");
                    break;
                case CancelOrder(_, var cancelled):
                    CheckCancel(effects, i, cancelled.Value);
                    break;
                case CancelForeignOrder(_, var foreign):
                    CheckCancel(effects, i, foreign.Value);
                    break;
                case AlertRaised { Code: "rescue_overdue" } alert:
                    _overdue.UnionWith(ledger.ActivePairs.Select(p => p.Id).Where(id => alert.English.Contains(id.ToString(), StringComparison.Ordinal)));
                    break;
            }
        }
    }

    /// <summary>Called after the effects have reached the ledger.</summary>
    /// <param name="hasEffects">An event without effects changed neither ledger nor pairs: only deadlines are looked at.</param>
    public void CheckState(TradingEngine engine, TimeSpan elapsed, bool hasTicked, bool hasEffects)
    {
        if (!hasEffects)
        {
            if (hasTicked)
            {
                CheckDeadlines(elapsed);
            }

            return;
        }

        foreach (PairRecord pair in ledger.Pairs.Values)
        {
            CheckPair(pair, elapsed, hasTicked && !pair.Status.IsTerminal());
        }

        foreach ((string asset, decimal sum) in ledger.Sums)
        {
            Promise.Kept(sum == 0m, "unbalanced", $"the postings of {asset} sum to {sum}");
        }

        CheckPositions();
        if (ChecksSnapshots)
        {
            CheckSnapshot(engine.Snapshot());
        }
    }

    /// <summary>Time went on and nothing else happened.</summary>
    public void CheckDeadlines(TimeSpan elapsed)
    {
        foreach (PairRecord pair in ledger.Pairs.Values)
        {
            if (!pair.Status.IsTerminal())
            {
                CheckPair(pair, elapsed, hasTicked: true);
            }
        }
    }

    /// <summary>The engine was started again; its deadlines count from here.</summary>
    public void Restarted()
    {
        _unequalSince.Clear();
        _overdue.Clear();
    }

    /// <summary>What people are shown is what the ledger has.</summary>
    public void CheckSnapshot(EngineSnapshot snapshot)
    {
        Promise.Kept(
            ledger.ActivePairs.Select(p => (p.Id, p.Status)).SequenceEqual(snapshot.ActivePairs.Select(p => (p.Pair.Id, p.Pair.Status))),
            "one_number", $"the snapshot's pairs are {Words(snapshot.ActivePairs.Select(p => p.Pair))}, the ledger's {Words(ledger.ActivePairs)}");
        Promise.Kept(
            ledger.Control == snapshot.Control, "one_number", $"the snapshot's control is {snapshot.Control}, the ledger's {ledger.Control}");
        DeskTotals totals = snapshot.Totals;
        int closed = ledger.Pairs.Values.Count(p => p.Status == PairStatus.Closed);
        Promise.Kept(closed == totals.ClosedPairs, "one_number", $"the snapshot has {totals.ClosedPairs} closed pairs, the ledger {closed}");
        decimal parts = totals.Capital + totals.ClosedPnl.Total + totals.OpenPnl.Total + totals.UnassignedFunding + totals.OtherIncome;
        Promise.Kept(totals.Equity is not { } equity || equity == parts, "one_number", $"the equity is {totals.Equity}, its parts sum to {parts}");
    }

    /// <summary>Whoever or whatever moves a brake is in the journal with the move: who, by which way, and for which request.</summary>
    private void CheckTold(IReadOnlyList<Effect> effects)
    {
        ControlState now = ledger.Control;
        bool isTold = false;
        for (int i = 0; i < effects.Count; i++)
        {
            switch (effects[i])
            {
                case ControlChanged(var control):
                    now = control;
                    break;
                case Journaled line when line.Type.StartsWith("control.", StringComparison.Ordinal):
                    isTold |= Names(line, "actor") && Names(line, "source") && line.Payload.Any(p => p.Key == "correlation_id");
                    break;
            }
        }

        ControlState was = ledger.Control;
        bool isMoved = now.Mode != was.Mode || now.Holds != was.Holds || now.Kill != was.Kill || now.Scopes != was.Scopes || now.Limits != was.Limits;
        Promise.Kept(isTold || !isMoved, "change_untold", $"the brakes went from {was} to {now} and the journal does not say who did it");
    }

    private static bool Names(Journaled line, string field) => line.Payload.Any(p => p.Key == field && p.Value.Length > 0);

    private static string Words(IEnumerable<PairRecord> pairs) => string.Join(", ", pairs.Select(p => $"{p.Id} {p.Status}"));

    /// <summary>By a case of its own, or of the account, or of an instrument that nobody here trades.</summary>
    private bool IsStopped(InstrumentId instrument)
    {
        foreach (ReconciliationCase open in _openCases.Values)
        {
            CaseMatter matter = open.Matter;
            if (matter.Venue == instrument.Venue
                && (matter.Instrument is not { } about || about == instrument || !ledger.Rules.ContainsKey(about)))
            {
                return true;
            }
        }

        return false;
    }

    private void CheckOrder(OrderRecord order)
    {
        ClientOrderId id = order.Intent.ClientOrderId;
        if (order.Status == OrderStatus.Intended && !ledger.Orders.ContainsKey(id))
        {
            Promise.Kept(_written.Add(id), "intent_twice", $"the intent of {id} was written twice");
        }

        Promise.Kept(
            order.FilledQuantity <= order.Intent.Quantity, "overfilled", $"{id}: {order.FilledQuantity} of {order.Intent.Quantity} filled");
        if (ledger.Orders.TryGetValue(id, out OrderRecord? before))
        {
            Promise.Kept(order.CumulativeQuantity >= before.CumulativeQuantity, "fill_shrank", $"{id}: the filled quantity shrank");
            Promise.Kept(
                !before.Status.IsTerminal() || before.Status == order.Status, "end_left", $"{id} left {before.Status} for {order.Status}");
        }
    }

    /// <summary>A line of the journal names what is to be cancelled, before the request leaves.</summary>
    private static void CheckCancel(IReadOnlyList<Effect> effects, int at, string id)
    {
        bool isWritten = effects.Take(at).Any(effect => effect is Journaled line && line.Payload.Any(pair => pair.Value == id));
        Promise.Kept(isWritten, "write_ahead", $"the cancel of {id} is sent before it is written");
    }

    private void CheckPair(PairRecord pair, TimeSpan elapsed, bool hasTicked)
    {
        if (pair.Imbalance == 0m)
        {
            _unequalSince.Remove(pair.Id);
            _overdue.Remove(pair.Id);
            Promise.Kept(
                !pair.Status.IsTerminal() || pair.IsFlat, "ends_with_position", $"{pair.Id} is {pair.Status} and holds {pair.Held}");
            return;
        }

        Promise.Kept(pair.Status == PairStatus.Partial, "naked_unowned", $"{pair.Id} is unequal by {pair.Imbalance} and {pair.Status}");
        _unequalSince.TryAdd(pair.Id, elapsed);
        bool isOverdue = hasTicked && elapsed - _unequalSince[pair.Id] > options.Execution.RescueDeadline + notice;
        Promise.Kept(
            !isOverdue || _overdue.Contains(pair.Id), "overdue_untold", $"{pair.Id} is unequal past its deadline and nobody was told");
    }

    private void CheckPositions()
    {
        var held = new Dictionary<InstrumentId, decimal>();
        foreach (PairRecord pair in ledger.Pairs.Values)
        {
            foreach (LegRole role in pair.Roles)
            {
                LegRecord leg = pair.Leg(role);
                held[leg.Instrument] = held.GetValueOrDefault(leg.Instrument) + leg.SignedQuantity;
            }
        }

        foreach ((InstrumentId id, decimal quantity) in held)
        {
            decimal booked = ledger.Balance(LedgerAccount.Position(id), id.Symbol.Base);
            Promise.Kept(quantity == booked, "books_differ", $"{id}: the pairs hold {quantity}, the books {booked}");
        }
    }
}
