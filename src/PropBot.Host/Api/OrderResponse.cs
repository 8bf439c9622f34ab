using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Host.Api;

/// <summary>An order as the ledger keeps it.</summary>
internal sealed record OrderResponse
{
    public required string ClientOrderId { get; init; }

    public string? VenueOrderId { get; init; }

    public required string Venue { get; init; }

    public required string Symbol { get; init; }

    public required LegRole Leg { get; init; }

    public required OrderPurpose Purpose { get; init; }

    public required Side Side { get; init; }

    public required OrderType Type { get; init; }

    public required TimeInForce TimeInForce { get; init; }

    public required bool ReduceOnly { get; init; }

    public required decimal Quantity { get; init; }

    public decimal? LimitPrice { get; init; }

    /// <summary>The touch at the decision.</summary>
    public required decimal ReferencePrice { get; init; }

    public required OrderStatus Status { get; init; }

    public required decimal FilledQuantity { get; init; }

    /// <summary>The venue's refusal; of an order that never reached it, what was asked and what it said.</summary>
    public string? Detail { get; init; }

    public required DateTimeOffset DecidedTs { get; init; }

    public required DateTimeOffset UpdatedTs { get; init; }

    public static OrderResponse Of(OrderRecord order) => new()
    {
        ClientOrderId = order.Intent.ClientOrderId.Value,
        VenueOrderId = order.VenueOrderId?.Value,
        Venue = order.Intent.Instrument.Venue.Name,
        Symbol = order.Intent.Instrument.Symbol.Name,
        Leg = order.Intent.Leg,
        Purpose = order.Intent.Purpose,
        Side = order.Intent.Side,
        Type = order.Intent.Type,
        TimeInForce = order.Intent.TimeInForce,
        ReduceOnly = order.Intent.ReduceOnly,
        Quantity = order.Intent.Quantity.Value,
        LimitPrice = order.Intent.LimitPrice?.Value,
        ReferencePrice = order.Intent.ReferencePrice.Value,
        Status = order.Status,
        FilledQuantity = order.FilledQuantity.Value,
        Detail = order.Detail,
        DecidedTs = order.Intent.DecidedAt,
        UpdatedTs = order.UpdatedAt,
    };
}

/// <param name="FeeUsdt">What the fill changed in the balance: negative is paid.</param>
internal sealed record FillResponse(
    string TradeId,
    string ClientOrderId,
    string Venue,
    string Symbol,
    LegRole Leg,
    OrderPurpose Purpose,
    Side Side,
    decimal Price,
    decimal Quantity,
    decimal FeeUsdt,
    bool IsMaker,
    DateTimeOffset Ts)
{
    public static FillResponse Of(FillRecord record) => new(
        record.Fill.TradeId.Value,
        record.Fill.ClientOrderId.Value,
        record.Fill.Instrument.Venue.Name,
        record.Fill.Instrument.Symbol.Name,
        record.Leg,
        record.Purpose,
        record.Fill.Side,
        record.Fill.Price.Value,
        record.Fill.Quantity.Value,
        record.Fill.Fee.Amount,
        record.Fill.IsMaker,
        record.Fill.VenueTime);
}

/// <summary>What a leg of the pair has lost by a fill that the venue made by itself.</summary>
/// <param name="FeeUsdt">Its part of the fee: negative is paid.</param>
internal sealed record ForcedFillResponse(
    string TradeId,
    string Venue,
    string Symbol,
    OrderOrigin Origin,
    LegRole Leg,
    Side Side,
    decimal Price,
    decimal Quantity,
    decimal FeeUsdt,
    DateTimeOffset Ts)
{
    public static IEnumerable<ForcedFillResponse> Of(ForcedFillRecord record, PairId pair) => record.Shares
        .Where(share => share.Pair == pair)
        .Select(share => new ForcedFillResponse(
            record.Fill.TradeId.Value,
            record.Fill.Instrument.Venue.Name,
            record.Fill.Instrument.Symbol.Name,
            record.Fill.Origin,
            share.Leg,
            record.Fill.Side,
            record.Fill.Price.Value,
            share.Quantity.Value,
            share.Fee.Amount,
            record.Fill.VenueTime));
}
