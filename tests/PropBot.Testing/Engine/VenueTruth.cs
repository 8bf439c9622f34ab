using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Testing.Engine;

/// <summary>
/// What a venue really has: orders that reached it, fills, positions at average entry prices and a wallet, kept apart from
/// anything the engine believes.
/// </summary>
public sealed class VenueTruth(VenueId venue, IReadOnlyDictionary<InstrumentId, Instrument> instruments, decimal balance)
{
    private readonly Dictionary<ClientOrderId, TruthOrder> _orders = [];
    private readonly SortedDictionary<InstrumentId, (decimal Signed, decimal Entry)> _positions = [];
    private readonly List<ForcedFill> _forced = [];
    private long _trades;
    private long _payments;

    public VenueId Venue { get; } = venue;

    public decimal Wallet { get; private set; } = balance;

    /// <summary>What it says when it is asked what our key may do.</summary>
    public TradingRights Rights { get; set; } = new(venue, MayTrade: true, "granted by the test");

    /// <summary>Its table of leverage and maintenance margin: one step for everything unless a test says otherwise.</summary>
    public IReadOnlyList<PositionTier> Tiers { get; set; } = [new PositionTier(null, 50m, new Rate(0.02m), 0m)];
    /// <summary>What it says when it is asked how our account is set; null: as it is configured.</summary>
    public AccountSettings? Settings { get; set; }

    public IEnumerable<ClientOrderId> Orders => _orders.Keys;

    /// <summary>What the next statements say of the margin; null: nothing.</summary>
    public decimal? MarginRatio { get; set; }

    /// <summary>Hedge mode: statements have a long and a short, each larger than the truth by this much.</summary>
    public (InstrumentId Instrument, decimal Quantity, decimal Price)? HedgeExtra { get; set; }

    public bool Knows(ClientOrderId id) => _orders.ContainsKey(id);

    public decimal PositionOf(InstrumentId id) => _positions.TryGetValue(id, out (decimal Signed, decimal Entry) held) ? held.Signed : 0m;

    /// <summary>The order has reached the venue.</summary>
    public OrderReport Take(OrderIntent intent)
    {
        Assert.True(_orders.TryAdd(intent.ClientOrderId, new TruthOrder(intent)), $"{intent.ClientOrderId} reached {Venue} twice");
        return ReportOf(intent.ClientOrderId, default)!;
    }

    public FillReport Execute(ClientOrderId id, decimal quantity, decimal price, DateTimeOffset at)
    {
        TruthOrder order = _orders[id];
        OrderIntent intent = order.Intent;
        order.Filled += quantity;
        Assert.True(order.Filled <= intent.Quantity.Value, $"the test fills more of {id} than was ordered");
        order.Status = order.Filled == intent.Quantity.Value ? OrderStatus.Filled : OrderStatus.PartiallyFilled;
        decimal fee = -quantity * price * instruments[intent.Instrument].Fees.Taker.Value;
        Move(intent.Instrument, quantity * intent.Side.Sign(), price);
        Wallet += fee;
        var fill = new FillReport(
            intent.Instrument, id, new TradeId($"{Venue.Name}-{++_trades}"), intent.Side, new Price(price), new Quantity(quantity),
            new Money(fee, Asset.Usdt), IsMaker: false, at);
        order.Fills.Add(fill);
        return fill;
    }

    /// <summary>What was not filled at once is gone: every order here is immediate or cancel.</summary>
    public OrderReport Expire(ClientOrderId id, DateTimeOffset at)
    {
        TruthOrder order = _orders[id];
        order.Status = order.Status == OrderStatus.Filled ? OrderStatus.Filled : OrderStatus.Expired;
        return ReportOf(id, at)!;
    }

    public OrderReport? ReportOf(ClientOrderId id, DateTimeOffset at)
    {
        if (!_orders.TryGetValue(id, out TruthOrder? order))
        {
            return null;
        }

        decimal notional = order.Fills.Sum(f => f.Price.Value * f.Quantity.Value);
        return new OrderReport(
            order.Intent.Instrument, id, new VenueOrderId($"v-{id}"), order.Status, new Quantity(order.Filled),
            order.Filled > 0m ? notional / order.Filled : 0m, at);
    }

    public IReadOnlyList<OrderReport> OpenOrders(DateTimeOffset at) =>
        [.. _orders.Where(o => !o.Value.Status.IsTerminal()).Select(o => ReportOf(o.Key, at)!), .. Strangers.Values.Select(o => o with { VenueTime = at })];

    /// <summary>Somebody else rests an order on the account.</summary>
    public VenueOrderId RestForeign(InstrumentId id, Side side, decimal quantity, decimal price)
    {
        var order = new VenueOrderId($"{Venue.Name}-foreign{Strangers.Count}");
        Strangers.Add(order.Value, new OrderReport(id, new ClientOrderId("foreign"), order, OrderStatus.Acknowledged, Quantity.Zero, 0m, default)
        {
            Side = side,
            Quantity = new Quantity(quantity),
            LimitPrice = new Price(price),
        });
        return order;
    }

    /// <returns>False: the venue has no such open order.</returns>
    public bool CancelForeign(VenueOrderId order) => Strangers.Remove(order.Value);

    /// <summary>Our own resting order is cancelled.</summary>
    /// <returns>False: the venue has no such open order.</returns>
    public bool Cancel(ClientOrderId id)
    {
        if (!_orders.TryGetValue(id, out TruthOrder? order) || order.Status.IsTerminal())
        {
            return false;
        }

        order.Status = OrderStatus.Cancelled;
        return true;
    }

    /// <summary>Orders that rest on the account and that no intent of this desk made, by the venue's id.</summary>
    public SortedDictionary<string, OrderReport> Strangers { get; } = new(StringComparer.Ordinal);

    /// <summary>The order was over for everybody, and the venue has it open again.</summary>
    public void Reopen(ClientOrderId id) => _orders[id].Status = OrderStatus.Acknowledged;

    /// <summary>Somebody puts an order for 0.5 base units into the book.</summary>
    public OrderReport Rest(InstrumentId id, string venueOrderId, string clientOrderId = "foreign")
    {
        var report = new OrderReport(
            id, new ClientOrderId(clientOrderId), new VenueOrderId(venueOrderId), OrderStatus.Acknowledged, Quantity.Zero, 0m, default)
        {
            Side = Side.Buy,
            Quantity = new Quantity(0.5m),
            LimitPrice = new Price(59_000m),
        };
        Strangers[venueOrderId] = report;
        return report;
    }

    /// <summary>A part of it is filled.</summary>
    public void FillStranger(string venueOrderId, decimal quantity)
    {
        OrderReport report = Strangers[venueOrderId];
        Strangers[venueOrderId] = report with { CumulativeQuantity = report.CumulativeQuantity + new Quantity(quantity) };
        Move(report.Instrument, quantity, report.LimitPrice!.Value.Value);
    }

    public IReadOnlyList<FillReport> FillsOf(ClientOrderId id) =>
        _orders.TryGetValue(id, out TruthOrder? order) ? [.. order.Fills] : [];

    /// <summary>Every fill of the span; those in <see cref="HiddenTrades"/> excepted.</summary>
    public FillHistoryReported History(QueryFillHistory query) => new(
        query.Instrument, query.From, query.To,
        [
            .. _orders.Values.SelectMany(o => o.Fills)
                .Where(f => f.Instrument == query.Instrument && f.VenueTime >= query.From && f.VenueTime < query.To && !HiddenTrades.Contains(f.TradeId))
                .OrderBy(f => f.VenueTime),
        ])
    {
        Question = query.Question,
    };

    /// <summary>Trades that the venue's list lacks.</summary>
    public HashSet<TradeId> HiddenTrades { get; } = [];

    /// <summary>Pays funding on what is held now; positive rates are paid by longs. Null when nothing is held.</summary>
    public FundingPayment? Settle(InstrumentId id, decimal rate, decimal mark, DateTimeOffset at)
    {
        decimal held = PositionOf(id);
        if (held == 0m)
        {
            return null;
        }

        decimal payment = -held * mark * rate;
        Wallet += payment;
        return new FundingPayment(id, $"{Venue.Name}-f{++_payments}", new Money(payment, Asset.Usdt), at);
    }

    /// <summary>The venue takes a part of the position off by itself; the fee goes to it.</summary>
    public ForcedFill Force(InstrumentId id, OrderOrigin origin, decimal quantity, decimal price, decimal fee, DateTimeOffset at)
    {
        decimal held = PositionOf(id);
        Assert.True(quantity > 0m && quantity <= Math.Abs(held), $"the test takes {quantity} of {held} {id}");
        Side side = held > 0m ? Side.Sell : Side.Buy;
        Move(id, quantity * side.Sign(), price);
        Wallet -= fee;
        var fill = new ForcedFill(
            id, new VenueOrderId($"{Venue.Name}-x{_trades}"), new TradeId($"{Venue.Name}-{++_trades}"), origin, PositionSide.Net, side,
            new Price(price), new Quantity(quantity), new Money(-fee, Asset.Usdt), at);
        _forced.Add(fill);
        return fill;
    }

    /// <summary>What it has taken off by itself, oldest first.</summary>
    public IReadOnlyList<ForcedFill> Forced => _forced;

    /// <summary>Somebody else trades or moves money on the account.</summary>
    public void Interfere(InstrumentId id, decimal signedQuantity, decimal price) => Move(id, signedQuantity, price);

    /// <summary>The wallet changes and no list says why.</summary>
    public void Deposit(decimal amount) => Wallet += amount;

    /// <summary>What the venue's list of income has beside trades.</summary>
    public List<IncomeEntry> Income { get; } = [];

    /// <summary>The wallet changes, and the venue's list of income says why.</summary>
    public void Pay(IncomeKind kind, string nativeKind, decimal amount, DateTimeOffset at)
    {
        Wallet += amount;
        List(kind, nativeKind, amount, at);
    }

    /// <summary>The list of income has it; the wallet has had it before.</summary>
    public void List(IncomeKind kind, string nativeKind, decimal amount, DateTimeOffset at) =>
        Income.Add(new IncomeEntry(Venue, $"i{Income.Count}", kind, nativeKind, null, new Money(amount, Asset.Usdt), at));

    public AccountReport Account(DateTimeOffset at, decimal? available = null) => new(
        Venue, Asset.Usdt, Wallet, UnrealizedPnl: 0m, available ?? Wallet,
        [.. _positions.Where(p => p.Value.Signed != 0m).SelectMany(p => PositionsOf(p.Key, p.Value.Signed, p.Value.Entry))],
        at)
    {
        MarginRatio = MarginRatio,
    };

    private IEnumerable<PositionReport> PositionsOf(InstrumentId id, decimal signed, decimal entry)
    {
        if (HedgeExtra is not { } extra || extra.Instrument != id)
        {
            return [new PositionReport(id, signed, entry, entry, 0m)];
        }

        decimal l = Math.Max(signed, 0m) + extra.Quantity;
        decimal s = Math.Min(signed, 0m) - extra.Quantity;
        return new[]
        {
            new PositionReport(id, l, extra.Price, extra.Price, 0m) { Side = PositionSide.Long },
            new PositionReport(id, s, extra.Price, extra.Price, 0m) { Side = PositionSide.Short },
        }.Where(p => p.SignedQuantity != 0m);
    }

    /// <summary>Average entry price; what is taken off realises its difference into the wallet.</summary>
    private void Move(InstrumentId id, decimal change, decimal price)
    {
        (decimal signed, decimal entry) = _positions.TryGetValue(id, out (decimal Signed, decimal Entry) held) ? held : (0m, 0m);
        if (signed != 0m && Math.Sign(signed) != Math.Sign(change))
        {
            decimal closed = Math.Min(Math.Abs(signed), Math.Abs(change)) * Math.Sign(signed);
            Wallet += closed * (price - entry);
            decimal left = signed + change;
            _positions[id] = (left, Math.Sign(left) == Math.Sign(signed) ? entry : price);
            return;
        }

        decimal total = signed + change;
        _positions[id] = (total, ((signed * entry) + (change * price)) / total);
    }

    private sealed class TruthOrder(OrderIntent intent)
    {
        public OrderIntent Intent { get; } = intent;

        public decimal Filled { get; set; }

        public OrderStatus Status { get; set; } = OrderStatus.Acknowledged;

        public List<FillReport> Fills { get; } = [];
    }
}
