using System.Diagnostics.CodeAnalysis;
using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;
using PropBot.Simulation.Books;
using PropBot.Simulation.Feeds;

namespace PropBot.Simulation.Trading;

/// <summary>
/// One venue: instruments, books, accounts by API key, matching, margin and funding. Driven from outside by one caller at a
/// time: every call carries the market time, which never goes back (an earlier one counts as the latest).
/// </summary>
public sealed class SimulatedVenue
{
    private readonly VenueContext _venue;
    private readonly Matching _matching;
    private readonly MarginRules _margin;
    private readonly Liquidation _liquidation;
    private readonly FundingDesk _funding;
    private readonly OrderDesk _orders;
    private readonly VenueOrders _ownOrders;
    private readonly SettingsDesk _settings;
    private readonly InstrumentDesk _instruments;

    public SimulatedVenue(SimulatedVenueOptions options, IVenueListener? listener = null)
    {
        _venue = new VenueContext(options, listener);
        _matching = new Matching(_venue);
        _margin = new MarginRules(_venue);
        _ownOrders = new VenueOrders(_venue, _matching);
        _liquidation = new Liquidation(_venue, _margin, _matching, _ownOrders);
        _funding = new FundingDesk(_venue);
        _orders = new OrderDesk(_venue, _matching, _margin);
        _settings = new SettingsDesk(_venue, _margin);
        _instruments = new InstrumentDesk(_venue, _matching, _ownOrders, _funding);
    }

    /// <inheritdoc cref="OrderDesk.RepeatedClientOrderIds"/>
    public long RepeatedClientOrderIds => _orders.RepeatedClientOrderIds;

    public VenueId Id => _venue.Options.Venue;

    /// <summary>Market time of the latest call.</summary>
    public DateTimeOffset Now => _venue.Now;

    /// <summary>With their terms of now.</summary>
    public IReadOnlyList<InstrumentSetup> Instruments =>
        [.. _venue.Options.Instruments.Select(setup => _venue.Books[setup.Instrument.Id.Symbol].Setup)];

    public IReadOnlyList<string> Accounts => [.. _venue.Accounts.InOrder.Select(account => account.Name)];

    /// <summary>The venue as it was when the state was exported, with what happened since.</summary>
    /// <param name="since">Mutations committed after the export, in order.</param>
    public static SimulatedVenue Restore(
        SimulatedVenueOptions options, VenueState state, IEnumerable<AccountMutation> since, IVenueListener? listener = null)
    {
        if (state.Venue != options.Venue)
        {
            throw new ArgumentException($"the state belongs to {state.Venue}, not to {options.Venue}", nameof(state));
        }

        var venue = new SimulatedVenue(options, listener);
        VenueStates.Import(venue._venue, state, since);
        return venue;
    }

    public VenueState ExportState() => VenueStates.Export(_venue);

    /// <summary>The feed's word: the book is made anew around it, resting orders that the market reached fill, margins are checked.</summary>
    /// <exception cref="KeyNotFoundException">The venue has no such instrument.</exception>
    public void SetMarket(Symbol symbol, in MarketState state, DateTimeOffset now)
    {
        SimulatedBook book = At(symbol, now);
        _instruments.Advance(book);
        book.MarketTime = _venue.Now;
        if (book.Status == InstrumentStatus.Settled)
        {
            return;
        }

        MarketState own = _instruments.Adjusted(book, in state);
        book.Shape(in own);
        _matching.FillReached(book);
        if (state.TradedQuantity > 0m)
        {
            decimal bought = state.TradedQuantity * (decimal)Math.Clamp(state.BuyShare, 0.0, 1.0);
            _matching.Flow(book, Side.Buy, bought);
            _matching.Flow(book, Side.Sell, state.TradedQuantity - bought);
        }

        _venue.Publish(book);
        _venue.PublishMark(book);
        _liquidation.Check(symbol);
    }

    /// <summary>Pays funding on all positions of the instrument, once per settlement instant.</summary>
    /// <param name="rate">Fraction of notional; positive: longs pay shorts.</param>
    /// <returns>False when this instant or a later one was settled before.</returns>
    public bool SettleFunding(Symbol symbol, Rate rate, DateTimeOffset settlement)
    {
        _venue.MoveTo(settlement);
        SimulatedBook book = _venue.Books[symbol];
        return InstrumentDesk.SettlesAt(book, settlement) && _funding.Settle(book, rate, settlement);
    }

    public void SetStatus(Symbol symbol, InstrumentStatus status, DateTimeOffset now) =>
        ChangeInstrument(symbol, new InstrumentChange { Status = status }, now);

    /// <summary>
    /// New terms from outside. Open orders that do not fit new steps end; told to the listener and kept like a change of an account.
    /// Refused: steps or intervals that cannot be, and a lot of which a position is not a multiple.
    /// </summary>
    /// <returns>The instrument with its new terms.</returns>
    public Answer<InstrumentSetup> ChangeInstrument(Symbol symbol, InstrumentChange change, DateTimeOffset now)
    {
        _venue.MoveTo(now);
        if (!_venue.Books.TryGetValue(symbol, out SimulatedBook? book))
        {
            return new Refusal(RefusalReason.UnknownInstrument, $"there is no instrument {symbol}");
        }

        book.Recover(_venue.Now);
        return _instruments.Change(book, change);
    }

    /// <summary>Closes an account's position at the market as if its margin were gone, orders of the instrument first.</summary>
    /// <param name="side">Null: all positions of the instrument.</param>
    /// <returns>The orders that closed it; none when it was flat.</returns>
    public IReadOnlyList<SimulatedOrder> ForceLiquidation(string account, Symbol symbol, PositionSide? side, DateTimeOffset now)
    {
        SimulatedBook book = At(symbol, now);
        _matching.FillReached(book);
        IReadOnlyList<SimulatedOrder> closed = _liquidation.Force(_venue.Accounts.Get(account), symbol, side);
        _venue.Publish(book);
        return closed;
    }

    /// <summary>Closes an account's position, or a part of it, at the mark and past the book, as auto-deleveraging does. Its orders stay.</summary>
    /// <param name="quantity">Base units, rounded down to the lot; null or more than is held: all of it.</param>
    /// <param name="side">Null: the larger side.</param>
    /// <returns>The order that closed it; null when there was nothing to close.</returns>
    public SimulatedOrder? ForceAutoDeleverage(string account, Symbol symbol, decimal? quantity, PositionSide? side, DateTimeOffset now)
    {
        SimulatedBook book = At(symbol, now);
        SimulatedPosition? position = _venue.Accounts.Get(account).PositionsIn(symbol)
            .Where(one => !one.IsFlat && (side is null || one.PositionSide == side))
            .MaxBy(one => Math.Abs(one.Quantity));
        decimal held = Math.Abs(position?.Quantity ?? 0m);
        decimal closing = book.Instrument.Lot.RoundDown(new Quantity(Math.Min(quantity ?? held, held))).Value;
        if (position is null || closing <= 0m)
        {
            return null;
        }

        SimulatedOrder closed = _ownOrders.CloseAtMark(book, position, closing, OrderOrigin.AutoDeleveraging);
        _venue.Publish(book);
        return closed;
    }

    public InstrumentStatus StatusOf(Symbol symbol) => _venue.Books[symbol].Status;

    public bool TryGetInstrument(Symbol symbol, [NotNullWhen(true)] out InstrumentSetup? setup)
    {
        setup = _venue.Books.TryGetValue(symbol, out SimulatedBook? book) ? book.Setup : null;
        return setup is not null;
    }

    /// <summary>The last word of the feed; null before its first.</summary>
    public MarketState? Market(Symbol symbol) => _venue.Books[symbol].Market;

    /// <param name="depth">Levels per side at most.</param>
    public BookSnapshot Snapshot(Symbol symbol, int depth) => _venue.Books[symbol].Snapshot(depth);

    /// <summary>The book's top for an in-process reader; allocates nothing. Leaves the time of receipt to the caller.</summary>
    public void CopyBook(Symbol symbol, DepthView into) => _venue.Books[symbol].CopyTo(into);

    /// <summary>The latest public trades, oldest first; 500 are kept.</summary>
    public IReadOnlyList<PublicTrade> RecentTrades(Symbol symbol, int limit) => [.. _venue.Books[symbol].Trades.TakeLast(limit)];

    /// <summary>Settled funding, oldest first.</summary>
    public IReadOnlyList<FundingSettlement> Settlements(Symbol symbol) => _venue.Accounts.Settlements(symbol);

    public bool HasAccount(string account) => _venue.Accounts.Find(account) is not null;

    /// <summary>Opens an account with a deposit in the settle asset; an account that exists stays as it is.</summary>
    public void OpenAccount(string account, decimal deposit, DateTimeOffset now)
    {
        _venue.MoveTo(now);
        if (!HasAccount(account))
        {
            _venue.Commit(new AccountMutation.AccountOpened(account, _venue.Options.SettleAsset) { Time = _venue.Now });
            Transfer(account, deposit, now);
        }
    }

    /// <summary>Positive pays in, negative pays out.</summary>
    public void Transfer(string account, decimal amount, DateTimeOffset now)
    {
        _venue.MoveTo(now);
        if (amount != 0m)
        {
            BillType type = amount > 0m ? BillType.Deposit : BillType.Withdrawal;
            AccountBill bill = _venue.NextBill(_venue.Accounts.Get(account), type, amount, symbol: null);
            _venue.Commit(new AccountMutation.WalletChanged(bill) { Time = _venue.Now });
        }
    }

    public AccountSummary Summary(string account) => _margin.Summarize(_venue.Accounts.Get(account));

    /// <summary>
    /// Positions that are not flat, by symbol and side; with <paramref name="includeFlat"/> every instrument's: one in one-way mode, the long
    /// and the short one in hedge mode.
    /// </summary>
    public IReadOnlyList<PositionStatement> Positions(string account, bool includeFlat = false)
    {
        Account owner = _venue.Accounts.Get(account);
        AccountSummary summary = _margin.Summarize(owner);
        return [.. _venue.Books.Values
            .SelectMany(book => owner.PositionsIn(book.Instrument.Id.Symbol))
            .Where(position => includeFlat || !position.IsFlat)
            .Select(position => _margin.State(owner, position, summary))];
    }

    /// <summary>Maker and taker fee of the account today.</summary>
    public FeeSchedule FeesOf(string account, Symbol symbol)
    {
        _ = _venue.Books[symbol];
        return _venue.TierOf(_venue.Accounts.Get(account)).Fees;
    }

    public SymbolSettings SettingsOf(string account, Symbol symbol) => _venue.SettingsOf(_venue.Accounts.Get(account), symbol);

    public PositionMode PositionModeOf(string account) => _venue.Accounts.Get(account).PositionMode;

    public Answer<SymbolSettings> SetLeverage(string account, Symbol symbol, int leverage, DateTimeOffset now)
    {
        _venue.MoveTo(now);
        return _settings.SetLeverage(account, symbol, leverage);
    }

    /// <summary>Refused while the instrument has a position or open orders. An instrument has one mode at a time.</summary>
    public Answer<SymbolSettings> SetMarginMode(string account, Symbol symbol, MarginMode mode, DateTimeOffset now)
    {
        _venue.MoveTo(now);
        return _settings.SetMarginMode(account, symbol, mode);
    }

    /// <summary>Moves margin from the cross wallet into an isolated position (positive) or back out of it (negative).</summary>
    /// <returns>The position after it.</returns>
    public Answer<SimulatedPosition> MoveIsolatedMargin(string account, Symbol symbol, PositionSide side, decimal amount, DateTimeOffset now)
    {
        _venue.MoveTo(now);
        return _settings.MoveIsolatedMargin(account, symbol, side, amount);
    }

    /// <summary>Refused while the account has positions or open orders.</summary>
    /// <returns>The refusal; null when it is set.</returns>
    public Refusal? SetPositionMode(string account, PositionMode mode, DateTimeOffset now)
    {
        _venue.MoveTo(now);
        return _settings.SetPositionMode(account, mode);
    }

    /// <summary>Checks, accepts and matches an order. Its fills go to the listener; the answer is the order after them.</summary>
    public Answer<SimulatedOrder> Place(string account, OrderRequest request, DateTimeOffset now)
    {
        _venue.MoveTo(now);
        return _orders.Place(account, request);
    }

    /// <summary>
    /// Gives an open order a new quantity (of the whole order, filled part included), a new price, or both; null stays as it is. The order
    /// keeps its numbers. A smaller quantity keeps its place in the queue; anything else goes to the end, or matches at once.
    /// </summary>
    /// <returns>The order after its fills; cancelled where the venue ends orders that cannot be amended.</returns>
    public Answer<SimulatedOrder> Amend(
        string account, Symbol symbol, OrderKey key, decimal? newQuantity, decimal? newPrice, DateTimeOffset now)
    {
        _venue.MoveTo(now);
        return _orders.Amend(account, symbol, key, newQuantity, newPrice);
    }

    public Answer<SimulatedOrder> Cancel(string account, Symbol symbol, OrderKey key, DateTimeOffset now)
    {
        _venue.MoveTo(now);
        return _orders.Cancel(account, symbol, key);
    }

    /// <summary>A trade of others meets this resting order alone: up to so many base units of it fill at its own price.</summary>
    /// <returns>Base units filled, whole lots; zero when the order does not rest.</returns>
    public decimal FillResting(string account, OrderKey key, decimal quantity, DateTimeOffset now)
    {
        _venue.MoveTo(now);
        return _orders.FillResting(account, key, quantity);
    }

    /// <summary>Cancels every open order of the account, of one instrument or of all.</summary>
    public IReadOnlyList<SimulatedOrder> CancelAll(string account, Symbol? symbol, DateTimeOffset now)
    {
        _venue.MoveTo(now);
        return _orders.CancelAll(account, symbol);
    }

    /// <summary>The order, open or not; null when the account never had it.</summary>
    public SimulatedOrder? FindOrder(string account, OrderKey key) => _venue.Accounts.Get(account).Find(key);

    /// <summary>Open orders, oldest first.</summary>
    public IReadOnlyList<SimulatedOrder> OpenOrders(string account, Symbol? symbol = null) =>
        [.. _venue.Accounts.Get(account).OpenOrders(symbol)];

    public IReadOnlyList<SimulatedOrder> Orders(string account, HistoryQuery query) => query.Select(
        _venue.Accounts.Get(account).Orders.Values, order => new HistoryKey(order.OrderId, order.OrderId, order.Symbol, order.CreatedAt));

    public IReadOnlyList<SimulatedFill> Fills(string account, HistoryQuery query) => query.Select(
        _venue.Accounts.Get(account).Fills, fill => new HistoryKey(fill.TradeId, fill.OrderId, fill.Symbol, fill.Time));

    public IReadOnlyList<AccountBill> Bills(string account, HistoryQuery query) => query.Select(
        _venue.Accounts.Get(account).Bills, bill => new HistoryKey(bill.BillId, bill.OrderId, bill.Symbol, bill.Time));

    private SimulatedBook At(Symbol symbol, DateTimeOffset now)
    {
        _venue.MoveTo(now);
        SimulatedBook book = _venue.Books[symbol];
        book.Recover(_venue.Now);
        return book;
    }
}
