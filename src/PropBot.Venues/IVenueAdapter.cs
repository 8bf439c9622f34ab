using PropBot.Core.Execution;
using PropBot.Core.Values;

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

    Task<VenueOutcome> CancelAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken);

    Task<OrderLookup> QueryOrderAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken);

    /// <summary>The fills of one order, oldest first; null when no certain answer came.</summary>
    Task<IReadOnlyList<FillReport>?> QueryFillsAsync(InstrumentId instrument, ClientOrderId clientOrderId, CancellationToken cancellationToken);

    Task<AccountLookup> QueryAccountAsync(CancellationToken cancellationToken);

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
    public sealed record NotFound : OrderLookup;

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
