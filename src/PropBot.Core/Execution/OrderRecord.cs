using PropBot.Core.Values;

namespace PropBot.Core.Execution;

/// <summary>An order as the ledger keeps it: the intent and what has become of it.</summary>
/// <param name="CumulativeQuantity">The largest filled quantity that the venue or the fills have told of, base units.</param>
/// <param name="FilledQuantity">Base units of the fills that are booked; equal to the above once all fills have come.</param>
public sealed record OrderRecord(
    OrderIntent Intent,
    OrderStatus Status,
    VenueOrderId? VenueOrderId,
    Quantity CumulativeQuantity,
    Quantity FilledQuantity,
    DateTimeOffset UpdatedAt,
    string? Detail);

/// <summary>A booked fill with the pair and leg it belongs to.</summary>
public sealed record FillRecord(FillReport Fill, PairId Pair, LegRole Leg, OrderPurpose Purpose);
