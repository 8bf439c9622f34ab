using PropBot.Core.Accounting;
using PropBot.Core.Engine;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Testing.Engine;

/// <summary>
/// The promises as an outsider sees them: asserted from effects, ledger and snapshot alone, not from the engine's own state.
/// They hold over restarts, so this object outlives the engine.
/// </summary>
public sealed class EngineInvariants(LedgerProjection ledger, EngineOptions options)
{
    /// <summary>Time between two heartbeats, within which the engine can notice that a deadline has passed.</summary>
    private static readonly TimeSpan Notice = TimeSpan.FromMilliseconds(200);

    private readonly HashSet<ClientOrderId> _sent = [];
    private readonly HashSet<ClientOrderId> _written = [];
    private readonly Dictionary<PairId, TimeSpan> _unequalSince = [];
    private readonly HashSet<PairId> _overdue = [];

    /// <summary>Off: the engine is never asked for a snapshot.</summary>
    public bool ChecksSnapshots { get; set; } = true;

    /// <summary>Called before the effects reach the ledger.</summary>
    public void CheckEffects(IReadOnlyList<Effect> effects)
    {
        ControlMode mode = ledger.Control.Mode;
        foreach (Effect effect in effects)
        {
            switch (effect)
            {
                case ControlChanged(var control):
                    mode = control.Mode;
                    break;
                case OrderChanged(var order):
                    CheckOrder(order);
                    break;
                case PlaceOrder(var intent):
                    Assert.True(_sent.Add(intent.ClientOrderId), $"{intent.ClientOrderId} was sent twice");
                    Assert.True(_written.Contains(intent.ClientOrderId), $"{intent.ClientOrderId} was sent before its intent was written");
                    Assert.False(intent.Purpose == OrderPurpose.Open && mode == ControlMode.Hold, $"{intent.ClientOrderId} opens in HOLD");
                    Assert.True(intent.Quantity > Quantity.Zero, $"{intent.ClientOrderId} orders nothing");
                    break;
                case AlertRaised { Code: "rescue_overdue" } alert:
                    _overdue.UnionWith(_unequalSince.Keys.Where(id => alert.English.Contains(id.ToString(), StringComparison.Ordinal)));
                    break;
            }
        }
    }

    /// <summary>Called after the effects have reached the ledger.</summary>
    /// <param name="hasEffects">An event without effects changed neither ledger nor pairs: only deadlines are looked at.</param>
    public void CheckState(TradingEngine engine, TimeSpan elapsed, bool hasTicked, bool hasEffects)
    {
        foreach (PairRecord pair in ledger.ActivePairs)
        {
            CheckPair(pair, elapsed, hasTicked);
        }

        if (!hasEffects)
        {
            return;
        }

        foreach ((string asset, decimal sum) in ledger.Sums)
        {
            Assert.True(sum == 0m, $"the postings of {asset} sum to {sum}");
        }

        foreach (PairRecord pair in ledger.Pairs.Values)
        {
            CheckPair(pair, elapsed, hasTicked: false);
        }

        CheckPositions();
        if (ChecksSnapshots)
        {
            CheckSnapshot(engine.Snapshot());
        }
    }

    /// <summary>The engine was started again; its deadlines count from here.</summary>
    public void Restarted()
    {
        _unequalSince.Clear();
        _overdue.Clear();
    }

    private void CheckOrder(OrderRecord order)
    {
        ClientOrderId id = order.Intent.ClientOrderId;
        if (order.Status == OrderStatus.Intended && !ledger.Orders.ContainsKey(id))
        {
            Assert.True(_written.Add(id), $"the intent of {id} was written twice");
        }

        Assert.True(order.FilledQuantity <= order.Intent.Quantity, $"{id}: {order.FilledQuantity} of {order.Intent.Quantity} filled");
        if (ledger.Orders.TryGetValue(id, out OrderRecord? before))
        {
            Assert.True(order.CumulativeQuantity >= before.CumulativeQuantity, $"{id}: the filled quantity shrank");
            Assert.True(!before.Status.IsTerminal() || before.Status == order.Status, $"{id} left {before.Status} for {order.Status}");
        }
    }

    private void CheckPair(PairRecord pair, TimeSpan elapsed, bool hasTicked)
    {
        if (pair.Imbalance == 0m)
        {
            _unequalSince.Remove(pair.Id);
            _overdue.Remove(pair.Id);
            Assert.True(!pair.Status.IsTerminal() || pair.Long.SignedQuantity == 0m, $"{pair.Id} is {pair.Status} and holds {pair.Long.SignedQuantity}");
            return;
        }

        Assert.True(pair.Status == PairStatus.Partial, $"{pair.Id} is unequal by {pair.Imbalance} and {pair.Status}");
        _unequalSince.TryAdd(pair.Id, elapsed);
        bool isOverdue = hasTicked && elapsed - _unequalSince[pair.Id] > options.Execution.RescueDeadline + Notice;
        Assert.True(!isOverdue || _overdue.Contains(pair.Id), $"{pair.Id} is unequal past its deadline and nobody was told");
    }

    private void CheckPositions()
    {
        var held = new Dictionary<InstrumentId, decimal>();
        foreach (PairRecord pair in ledger.Pairs.Values)
        {
            held[pair.Long.Instrument] = held.GetValueOrDefault(pair.Long.Instrument) + pair.Long.SignedQuantity;
            held[pair.Short.Instrument] = held.GetValueOrDefault(pair.Short.Instrument) + pair.Short.SignedQuantity;
        }

        foreach ((InstrumentId id, decimal quantity) in held)
        {
            Assert.Equal(quantity, ledger.Balance(LedgerAccount.Position(id), id.Symbol.Base));
        }
    }

    private void CheckSnapshot(EngineSnapshot snapshot)
    {
        Assert.Equal(ledger.ActivePairs.Select(p => (p.Id, p.Status)), snapshot.ActivePairs.Select(p => (p.Pair.Id, p.Pair.Status)));
        Assert.Equal(ledger.Control, snapshot.Control);
        DeskTotals totals = snapshot.Totals;
        Assert.Equal(ledger.Pairs.Values.Count(p => p.Status == PairStatus.Closed), totals.ClosedPairs);
        if (totals.Equity is { } equity)
        {
            Assert.Equal(totals.Capital + totals.ClosedPnl.Total + totals.OpenPnl.Total + totals.UnassignedFunding, equity);
        }
    }
}
