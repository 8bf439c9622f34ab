using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Events;

/// <summary>The answer to a place request.</summary>
public sealed record PlaceAnswered(ClientOrderId ClientOrderId, VenueOutcome Outcome) : EngineEvent;

/// <summary>The answer to a cancel request.</summary>
public sealed record CancelAnswered(ClientOrderId ClientOrderId, VenueOutcome Outcome) : EngineEvent;

/// <summary>The answer to a request to cancel an order that is not ours.</summary>
public sealed record ForeignCancelAnswered(InstrumentId Instrument, VenueOrderId VenueOrderId, VenueOutcome Outcome) : EngineEvent;

/// <summary>An order's state, from the private stream or from a query.</summary>
public sealed record OrderReported(OrderReport Report) : EngineEvent;

/// <summary>A fill of ours, from the private stream or from a query. May come twice or late; counted once.</summary>
public sealed record FillReported(FillReport Fill) : EngineEvent;

/// <summary>The answer to a query by client order id that found no order, with what it rests on.</summary>
public sealed record OrderNotFound(InstrumentId Instrument, ClientOrderId ClientOrderId, VenueProof Proof) : EngineEvent;

/// <summary>A query by client order id that got no certain answer.</summary>
public sealed record OrderQueryFailed(InstrumentId Instrument, ClientOrderId ClientOrderId, string Reason) : EngineEvent;

/// <summary>Every order that was open at the venue when it looked, foreign ones too; an empty list says that there was none.</summary>
public sealed record OpenOrdersReported(VenueId Venue, IReadOnlyList<OrderReport> Orders) : EngineEvent
{
    /// <summary>The question's number; what the venue tells is no older than that event.</summary>
    public long Question { get; init; }
}

/// <summary>The open orders could not be read.</summary>
public sealed record OpenOrdersQueryFailed(VenueId Venue, string Reason) : EngineEvent;

/// <summary>Every fill of the account on an instrument in a span of the venue's time, oldest first, foreign ones too.</summary>
/// <param name="From">Inclusive; later than asked for where the venue's list does not reach back so far.</param>
/// <param name="To">Exclusive.</param>
public sealed record FillHistoryReported(InstrumentId Instrument, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<FillReport> Fills) : EngineEvent
{
    /// <summary>The question's number.</summary>
    public long Question { get; init; }
}

/// <summary>The fills of a span could not be read.</summary>
public sealed record FillHistoryQueryFailed(InstrumentId Instrument, string Reason) : EngineEvent;

/// <summary>An order on our account that we know nothing of.</summary>
public sealed record ForeignOrderSeen(OrderReport Report) : EngineEvent;

/// <summary>The venue traded on our position by itself: a liquidation, auto-deleveraging, a settlement. May come twice; counted once.</summary>
public sealed record ForcedFillSeen(ForcedFill Fill) : EngineEvent;
