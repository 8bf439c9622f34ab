using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Simulation.Accounts;

namespace PropBot.Simulation.Trading;

/// <summary>One execution of one order.</summary>
public sealed record SimulatedFill
{
    /// <summary>Number of the public trade; unique per venue and order. Two accounts that met share it.</summary>
    public required long TradeId { get; init; }

    public required long OrderId { get; init; }

    public required string Account { get; init; }

    public required string ClientOrderId { get; init; }

    public required Symbol Symbol { get; init; }

    public required Side Side { get; init; }

    /// <summary>Quote units, on the tick.</summary>
    public required decimal Price { get; init; }

    /// <summary>Base units.</summary>
    public required decimal Quantity { get; init; }

    public required bool IsMaker { get; init; }

    public PositionSide PositionSide { get; init; } = PositionSide.Net;

    /// <summary>Of the order that filled.</summary>
    public OrderOrigin Origin { get; init; } = OrderOrigin.Client;

    public bool IsLiquidation => Origin == OrderOrigin.Liquidation;

    /// <summary>The fraction of notional taken; negative is a rebate.</summary>
    public required decimal FeeRate { get; init; }

    /// <summary>What the fee changes in the wallet, settle asset, exact: negative is paid, positive is a rebate.</summary>
    public required decimal Fee { get; init; }

    /// <summary>Profit booked because the fill reduced a position, settle asset, 8 places; 0 otherwise.</summary>
    public required decimal RealizedPnl { get; init; }

    public required DateTimeOffset Time { get; init; }
}
