using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;

namespace PropBot.Simulation.Trading;

/// <summary>An order as a client asks for it, in base units. Nothing in it has been checked yet.</summary>
public sealed record OrderRequest
{
    public required Symbol Symbol { get; init; }

    /// <summary>The client's id; null or empty: the venue makes one.</summary>
    public string? ClientOrderId { get; init; }

    public required Side Side { get; init; }

    /// <summary>Long or short in hedge mode, net in one-way mode; anything else is refused.</summary>
    public PositionSide PositionSide { get; init; } = PositionSide.Net;

    public required OrderType Type { get; init; }

    /// <summary>Ignored for market orders, which never rest.</summary>
    public TimeInForce TimeInForce { get; init; } = TimeInForce.Gtc;

    /// <summary>Base units.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Limit price, quote units; needed by limit orders.</summary>
    public decimal? Price { get; init; }

    public bool ReduceOnly { get; init; }

    /// <summary>What becomes of it should it meet an order of its own account.</summary>
    public SelfTradeRule SelfTrade { get; init; } = SelfTradeRule.CancelMaker;

    /// <summary>Base units that may fill on arrival at most, whatever the book holds: for simulated mishaps. Null: no such limit.</summary>
    public decimal? FillAtMost { get; init; }

    /// <summary>In hedge mode a sell of the long or a buy of the short position: it can only close.</summary>
    public bool ClosesSide => SimulatedOrder.Closes(PositionSide, Side);

    public bool ReducesOnly => ReduceOnly || ClosesSide;

    public PositionKey Position => new(Symbol, PositionSide);
}

/// <summary>How a client names an order: by the venue's number or by its own id. The venue's number wins when both are given.</summary>
public readonly record struct OrderKey(long? OrderId, string? ClientOrderId)
{
    public static OrderKey Of(long orderId) => new(orderId, null);

    public static OrderKey Of(string clientOrderId) => new(null, clientOrderId);

    public override string ToString() => OrderId is { } id ? $"order {id}" : $"client order id {ClientOrderId}";
}
