using PropBot.Core.Execution;
using PropBot.Core.Instruments;
using PropBot.Core.MarketData;
using PropBot.Core.Values;
using PropBot.Venues.Rest;

namespace PropBot.Venues;

/// <summary>
/// One venue as the rest of the product sees it. Quantities are base units, times UTC, ids ours; contracts, lots, ticks,
/// position sides, signatures and error codes stay inside.
/// </summary>
/// <remarks>
/// Requests never throw for what a venue or a network does: a refusal is a value, an outcome that is not certain is
/// <see cref="VenueOutcome.Unknown"/>. They throw <see cref="OperationCanceledException"/> only before a byte was sent.
/// </remarks>
public interface IVenueAdapter : IAsyncDisposable
{
    VenueId Venue { get; }

    /// <summary>
    /// Loads the instruments, sets and reads back the account's modes, reads the account, keeps the public and private streams
    /// alive with reconnects until cancelled, and tells the sink of everything. Returns only when cancelled.
    /// </summary>
    Task RunAsync(IVenueSink sink, CancellationToken cancellationToken);

    Task<VenueOutcome> PlaceAsync(OrderIntent intent, CancellationToken cancellationToken);

    /// <summary>Changes a resting limit order in place; only where <see cref="Capabilities"/> has it.</summary>
    Task<VenueOutcome> AmendAsync(OrderAmendment amendment, CancellationToken cancellationToken);

    /// <summary>Also on an instrument that this run does not trade: a run before it may have.</summary>
    Task<VenueOutcome> CancelAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken);

    /// <summary>
    /// Cancels an order that is not ours, on whatever instrument <see cref="QueryOpenOrdersAsync"/> has named: its client id may be
    /// missing or of a form that is not ours.
    /// </summary>
    Task<VenueOutcome> CancelAsync(InstrumentId instrument, VenueOrderId venueOrderId, CancellationToken cancellationToken);

    /// <summary>
    /// Cancels every open order of the account on one instrument, foreign ones too. Accepted says that the venue took the
    /// request; each order's end is told by its report, and <see cref="QueryOpenOrdersAsync"/> proves that none is left.
    /// </summary>
    Task<VenueOutcome> CancelAllAsync(InstrumentId instrument, CancellationToken cancellationToken);

    Task<OrderLookup> QueryOrderAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken);

    /// <summary>The fills of one order, oldest first; null when no certain answer came.</summary>
    Task<IReadOnlyList<FillReport>?> QueryFillsAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken);

    /// <summary>
    /// Every open order of the account in the venue's linear perpetuals, foreign ones (their id is <see cref="OwnOrderIds.Foreign"/>
    /// where it does not fit our form) and those on instruments that are none of ours too; null when no certain answer came, or one of
    /// them cannot be read or named: none is left out.
    /// </summary>
    Task<IReadOnlyList<OrderReport>?> QueryOpenOrdersAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Orders made in a span of time, oldest first, all pages; null when no certain answer came or the span begins before
    /// <see cref="VenueCapabilities.OrderHistoryReach"/>.
    /// </summary>
    Task<IReadOnlyList<OrderReport>?> QueryOrderHistoryAsync(InstrumentId instrument, HistorySpan span, CancellationToken cancellationToken);

    /// <summary>Our fills in a span of time, oldest first, all pages, foreign orders' too; null as above.</summary>
    Task<IReadOnlyList<FillReport>?> QueryFillHistoryAsync(InstrumentId instrument, HistorySpan span, CancellationToken cancellationToken);

    /// <summary>What changed the account's balance in a span of time, oldest first, all pages; null as above.</summary>
    Task<IReadOnlyList<IncomeEntry>?> QueryIncomeAsync(HistorySpan span, RequestLane lane, CancellationToken cancellationToken);

    /// <summary>The venue's table of leverage and maintenance margin, smallest step first; null when no certain answer came.</summary>
    Task<IReadOnlyList<PositionTier>?> QueryPositionTiersAsync(InstrumentId instrument, CancellationToken cancellationToken);

    /// <summary>Balances, positions in both directions, margin.</summary>
    Task<AccountLookup> QueryAccountAsync(CancellationToken cancellationToken);

    /// <summary>What our key may do, by the venue's own word; a refusal of the question for want of rights is a word too.</summary>
    Task<RightsLookup> QueryRightsAsync(CancellationToken cancellationToken);

    /// <summary>How our account is set, for each instrument of this run, by the venue's own word; changes nothing.</summary>
    Task<SettingsLookup> QuerySettingsAsync(CancellationToken cancellationToken);

    /// <summary>What coins are worth in US dollars by the venue's public market data.</summary>
    Task<CoinPricesLookup> QueryCoinPricesAsync(IReadOnlyList<Asset> coins, CancellationToken cancellationToken);

    /// <summary>What this venue can do; never changes.</summary>
    VenueCapabilities Capabilities { get; }

    /// <summary>Counters of the connection for the metrics page; cheap to call at any time.</summary>
    VenueStatistics Statistics { get; }
}

/// <summary>The answer to a question for an order.</summary>
public abstract record OrderLookup
{
    private OrderLookup()
    {
    }

    public sealed record Found(OrderReport Report) : OrderLookup;

    /// <summary>The venue has proved that it has no such order.</summary>
    public sealed record NotFound(VenueProof Proof) : OrderLookup;

    public sealed record Failed(string Reason) : OrderLookup;
}

/// <summary>The answer to a question for the account.</summary>
public abstract record AccountLookup
{
    private AccountLookup()
    {
    }

    public sealed record Found(AccountReport Report) : AccountLookup;

    public sealed record Failed(string Reason) : AccountLookup;
}

/// <summary>The answer to a question for the key's rights.</summary>
public abstract record RightsLookup
{
    private RightsLookup()
    {
    }

    public sealed record Found(TradingRights Rights) : RightsLookup;

    public sealed record Failed(string Reason) : RightsLookup;
}

/// <summary>The answer to a question for how our account is set.</summary>
public abstract record SettingsLookup
{
    private SettingsLookup()
    {
    }

    public sealed record Found(AccountSettings Settings) : SettingsLookup;

    public sealed record Failed(string Reason) : SettingsLookup;
}

/// <summary>The answer to a question for what coins are worth.</summary>
public abstract record CoinPricesLookup
{
    private CoinPricesLookup()
    {
    }

    /// <summary>Those that the venue has a price of; one at least.</summary>
    public sealed record Found(IReadOnlyList<CoinPrice> Prices) : CoinPricesLookup;

    public sealed record Failed(string Reason) : CoinPricesLookup;
}
