using PropBot.Core.Values;

namespace PropBot.Core.Execution;

/// <summary>What a venue says of an order, from its private stream or as the answer to a query.</summary>
/// <param name="CumulativeQuantity">Base units filled so far. Never shrinks.</param>
/// <param name="AveragePrice">Average over the fills so far; 0 when none.</param>
public sealed record OrderReport(
    InstrumentId Instrument,
    ClientOrderId ClientOrderId,
    VenueOrderId VenueOrderId,
    OrderStatus Status,
    Quantity CumulativeQuantity,
    decimal AveragePrice,
    DateTimeOffset VenueTime,
    VenueRefusal? Refusal = null)
{
    public OrderOrigin Origin { get; init; } = OrderOrigin.Client;

    /// <summary>The order's side; null where the venue's message does not say.</summary>
    public Side? Side { get; init; }

    /// <summary>The order's whole quantity, base units; null where the venue's message does not say.</summary>
    public Quantity? Quantity { get; init; }

    /// <summary>The sizes are the venue's contracts: the order is on an instrument that this desk does not trade, and what its contract is is not known.</summary>
    public bool IsInContracts { get; init; }

    /// <summary>The order's limit; null for market orders and where the venue's message does not say.</summary>
    public Price? LimitPrice { get; init; }

    /// <summary>
    /// It can be of this order: what the venue says of instrument, side, quantity and limit is what was ordered. A venue may cut an
    /// order that only reduces to what there is to reduce.
    /// </summary>
    public bool Fits(OrderIntent intent) =>
        Instrument == intent.Instrument
        && (Side ?? intent.Side) == intent.Side
        && CumulativeQuantity <= intent.Quantity
        && (Quantity is not { } whole || whole == intent.Quantity || (intent.ReduceOnly && whole < intent.Quantity))
        && (LimitPrice is not { } limit || intent.LimitPrice is not { } ordered || limit == ordered);

    /// <summary>For people: what the venue says that was ordered, and how much of it is filled.</summary>
    public string Told()
    {
        string limit = LimitPrice is { } price ? $" at {price}" : "";
        string ordered = Quantity is { } whole ? $"{Side} {whole}{limit}, " : Side is { } side ? $"{side}{limit}, " : "";
        return $"{ordered}{CumulativeQuantity} filled on {Instrument}";
    }

    /// <summary>The whole quantity in base units; null where it is not known.</summary>
    public Quantity? QuantityInBase() => IsInContracts ? null : Quantity;
}

/// <summary>One fill of ours. <see cref="TradeId"/> makes it countable once, however often it is told.</summary>
/// <param name="Fee">What the fill changes in the settle asset's balance: negative is paid, positive is a rebate.</param>
public sealed record FillReport(
    InstrumentId Instrument,
    ClientOrderId ClientOrderId,
    TradeId TradeId,
    Side Side,
    Price Price,
    Quantity Quantity,
    Money Fee,
    bool IsMaker,
    DateTimeOffset VenueTime);

/// <summary>A funding settlement on our position.</summary>
/// <param name="PaymentId">The venue's id of the entry; booked once.</param>
/// <param name="Payment">Negative: paid by us; positive: received.</param>
public sealed record FundingPayment(
    InstrumentId Instrument,
    string PaymentId,
    Money Payment,
    DateTimeOffset SettledAt);

/// <summary>What the venue's account holds: the venue's own statement.</summary>
/// <param name="WalletBalance">Settle asset, without unrealised profit.</param>
/// <param name="AvailableBalance">What is free for new margin.</param>
public sealed record AccountReport(
    VenueId Venue,
    Asset SettleAsset,
    decimal WalletBalance,
    decimal UnrealizedPnl,
    decimal AvailableBalance,
    IReadOnlyList<PositionReport> Positions,
    DateTimeOffset VenueTime)
{
    /// <summary>
    /// Maintenance margin over equity, as the venue counts it turned so that 0 is no position and 1 is liquidation; null where
    /// the venue does not say.
    /// </summary>
    public decimal? MarginRatio { get; init; }

    /// <summary>What the positions need as margin; null where the venue does not say.</summary>
    public decimal? MaintenanceMargin { get; init; }

    /// <summary>
    /// The coin in which the account pays trading fees as long as it has any, by a setting at the venue; null where fees are taken in the settle
    /// coin, and where the venue has no such setting.
    /// </summary>
    public Asset? FeeCoin { get; init; }

    /// <summary>The venue has such a setting and has not told it, never or not for long: <see cref="FeeCoin"/> says nothing.</summary>
    public bool IsFeeCoinUnknown { get; init; }

    /// <summary>Wallet plus unrealised profit at the venue's mark prices.</summary>
    public decimal Equity => WalletBalance + UnrealizedPnl;
}

/// <summary>A position at the venue.</summary>
/// <param name="SignedQuantity">Base units: positive long, negative short.</param>
public sealed record PositionReport(
    InstrumentId Instrument,
    decimal SignedQuantity,
    decimal EntryPrice,
    decimal MarkPrice,
    decimal UnrealizedPnl)
{
    public PositionSide Side { get; init; } = PositionSide.Net;

    public MarginMode MarginMode { get; init; } = MarginMode.Cross;

    /// <summary>Null where the venue's message does not say.</summary>
    public decimal? Leverage { get; init; }

    /// <summary>Mark at which the venue would liquidate, all else equal; null when it names none.</summary>
    public decimal? LiquidationPrice { get; init; }

    /// <summary>Place in the queue for auto-deleveraging, 0 (last) to 5 (next); null where the venue does not say.</summary>
    public int? AdlRank { get; init; }
}
