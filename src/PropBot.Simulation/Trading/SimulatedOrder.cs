using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;

namespace PropBot.Simulation.Trading;

public enum SimulatedOrderStatus
{
    New = 1,
    PartiallyFilled = 2,
    Filled = 10,

    /// <summary>Ended without being filled whole; <see cref="SimulatedOrder.EndReason"/> says why.</summary>
    Cancelled = 11,
}

/// <summary>Why an order ended before it was filled whole.</summary>
public enum OrderEndReason
{
    None = 0,
    CancelledByClient = 1,

    /// <summary>What an immediate-or-cancel or a market order could not fill at once.</summary>
    ImmediateRemainder = 2,

    /// <summary>A fill-or-kill order that the book could not fill whole.</summary>
    FillOrKill = 3,

    /// <summary>A post-only order that would have matched, at a venue that accepts first and cancels then.</summary>
    PostOnly = 4,

    /// <summary>A resting reduce-only order whose position is gone.</summary>
    ReduceOnly = 5,

    /// <summary>It would have matched an order of the same account; which one gives way, <see cref="SelfTradeRule"/> says.</summary>
    SelfTrade = 6,
    Liquidation = 7,

    /// <summary>A market order that met an empty book.</summary>
    NoLiquidity = 8,

    /// <summary>Its price or quantity does not fit the instrument's new terms, or the instrument ends.</summary>
    InstrumentChanged = 9,

    /// <summary>The client amended it to a quantity that was filled already, at a venue that cancels it then.</summary>
    AmendedBelowFilled = 10,
}

/// <summary>An order at the venue as it is now; never changed, only replaced.</summary>
public sealed record SimulatedOrder
{
    /// <summary>The venue's number, rising with every order of the venue.</summary>
    public required long OrderId { get; init; }

    /// <summary>API key of the owner.</summary>
    public required string Account { get; init; }

    /// <summary>The client's id, or the venue's where the client gave none; unique in the account for ever.</summary>
    public required string ClientOrderId { get; init; }

    public required Symbol Symbol { get; init; }

    public required Side Side { get; init; }

    public PositionSide PositionSide { get; init; } = PositionSide.Net;

    public required OrderType Type { get; init; }

    public required TimeInForce TimeInForce { get; init; }

    /// <summary>Base units.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Limit price, quote units; null for a market order.</summary>
    public decimal? Price { get; init; }

    public bool ReduceOnly { get; init; }

    public OrderOrigin Origin { get; init; } = OrderOrigin.Client;

    public required SimulatedOrderStatus Status { get; init; }

    public OrderEndReason EndReason { get; init; }

    public SelfTradeRule SelfTrade { get; init; }

    /// <summary>The account's own order that it would have matched and ended for; null for any other end.</summary>
    public long? SelfTradeOrderId { get; init; }

    /// <summary>Base units filled so far.</summary>
    public decimal FilledQuantity { get; init; }

    /// <summary>Sum of price times quantity over the fills, quote units, exact.</summary>
    public decimal FilledNotional { get; init; }

    /// <summary>Sum of what the fills changed in the wallet as fees: negative is paid.</summary>
    public decimal Fees { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public bool IsLiquidation => Origin == OrderOrigin.Liquidation;

    /// <summary>Reduce-only by the client's word or, in hedge mode, because it closes its side.</summary>
    public bool ReducesOnly => ReduceOnly || Closes(PositionSide, Side);

    public PositionKey Position => new(Symbol, PositionSide);

    public bool IsOpen => Status < SimulatedOrderStatus.Filled;

    public decimal RemainingQuantity => Quantity - FilledQuantity;

    /// <summary>Average fill price; 0 when nothing is filled.</summary>
    public decimal AveragePrice => FilledQuantity > 0m ? FilledNotional / FilledQuantity : 0m;

    internal static bool Closes(PositionSide position, Side side) =>
        (position == PositionSide.Long && side == Side.Sell) || (position == PositionSide.Short && side == Side.Buy);
}
