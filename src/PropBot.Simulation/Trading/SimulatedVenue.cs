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
    public SimulatedVenue(SimulatedVenueOptions options, IVenueListener? listener = null) => throw new NotSupportedException();

    /// <summary>The venue as it was when the state was exported, with what happened since.</summary>
    public static SimulatedVenue Restore(
        SimulatedVenueOptions options, VenueState state, IEnumerable<AccountMutation> since, IVenueListener? listener = null) => throw new NotSupportedException();

    public VenueId Id => throw new NotSupportedException();

    /// <summary>Market time of the latest call.</summary>
    public DateTimeOffset Now => throw new NotSupportedException();

    public IReadOnlyList<InstrumentSetup> Instruments => throw new NotSupportedException();

    public VenueState ExportState() => throw new NotSupportedException();

    // Market.

    /// <summary>The feed's word: the book is made anew around it, resting orders that the market reached fill, margins are checked.</summary>
    public void SetMarket(Symbol symbol, in MarketState state, DateTimeOffset now) => throw new NotSupportedException();

    /// <summary>Pays funding on all positions of the instrument, once per settlement instant.</summary>
    /// <returns>False when this instant was settled before.</returns>
    public bool SettleFunding(Symbol symbol, Rate rate, DateTimeOffset settlement) => throw new NotSupportedException();

    public void SetStatus(Symbol symbol, InstrumentStatus status, DateTimeOffset now) => throw new NotSupportedException();

    public bool TryGetInstrument(Symbol symbol, out InstrumentSetup setup) => throw new NotSupportedException();

    /// <summary>The last word of the feed; null before its first.</summary>
    public MarketState? Market(Symbol symbol) => throw new NotSupportedException();

    public BookSnapshot Snapshot(Symbol symbol, int depth) => throw new NotSupportedException();

    /// <summary>The book's top for an in-process reader; allocates nothing. Trust is Synced, times are the venue's.</summary>
    public void CopyBook(Symbol symbol, DepthView into) => throw new NotSupportedException();

    /// <summary>The latest public trades, oldest first; some hundreds are kept.</summary>
    public IReadOnlyList<PublicTrade> RecentTrades(Symbol symbol, int limit) => throw new NotSupportedException();

    /// <summary>Settled funding, oldest first.</summary>
    public IReadOnlyList<FundingSettlement> Settlements(Symbol symbol) => throw new NotSupportedException();

    // Accounts.

    public IReadOnlyList<string> Accounts => throw new NotSupportedException();

    public bool HasAccount(string account) => throw new NotSupportedException();

    /// <summary>Opens an account with a deposit in the settle asset; an account that exists stays as it is.</summary>
    public void OpenAccount(string account, decimal deposit, DateTimeOffset now) => throw new NotSupportedException();

    /// <summary>Positive pays in, negative pays out.</summary>
    public void Transfer(string account, decimal amount, DateTimeOffset now) => throw new NotSupportedException();

    public AccountSummary Summary(string account) => throw new NotSupportedException();

    /// <summary>Positions that are not flat, by symbol; with <paramref name="includeFlat"/> every instrument's.</summary>
    public IReadOnlyList<PositionStatement> Positions(string account, bool includeFlat = false) => throw new NotSupportedException();

    public FeeSchedule FeesOf(string account, Symbol symbol) => throw new NotSupportedException();

    public SymbolSettings SettingsOf(string account, Symbol symbol) => throw new NotSupportedException();

    public PositionMode PositionModeOf(string account) => throw new NotSupportedException();

    public Answer<SymbolSettings> SetLeverage(string account, Symbol symbol, int leverage, DateTimeOffset now) => throw new NotSupportedException();

    /// <summary>Cross is the only mode so far; isolated is refused.</summary>
    public Answer<SymbolSettings> SetMarginMode(string account, Symbol symbol, MarginMode mode, DateTimeOffset now) => throw new NotSupportedException();

    /// <summary>One-way is the only mode so far.</summary>
    /// <returns>The refusal; null when it is set.</returns>
    public Refusal? SetPositionMode(string account, PositionMode mode, DateTimeOffset now) => throw new NotSupportedException();

    // Orders.

    /// <summary>Checks, accepts and matches an order. Its fills go to the listener and into the returned order.</summary>
    public Answer<SimulatedOrder> Place(string account, OrderRequest request, DateTimeOffset now) => throw new NotSupportedException();

    public Answer<SimulatedOrder> Cancel(string account, Symbol symbol, OrderKey key, DateTimeOffset now) => throw new NotSupportedException();

    /// <summary>Cancels every open order of the account, of one instrument or of all.</summary>
    public IReadOnlyList<SimulatedOrder> CancelAll(string account, Symbol? symbol, DateTimeOffset now) => throw new NotSupportedException();

    /// <summary>The order, open or not; null when the account never had it.</summary>
    public SimulatedOrder? FindOrder(string account, OrderKey key) => throw new NotSupportedException();

    public IReadOnlyList<SimulatedOrder> OpenOrders(string account, Symbol? symbol = null) => throw new NotSupportedException();

    public IReadOnlyList<SimulatedOrder> Orders(string account, HistoryQuery query) => throw new NotSupportedException();

    public IReadOnlyList<SimulatedFill> Fills(string account, HistoryQuery query) => throw new NotSupportedException();

    public IReadOnlyList<AccountBill> Bills(string account, HistoryQuery query) => throw new NotSupportedException();
}
