using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Simulation.Accounts;

/// <summary>A one-way net position.</summary>
public sealed record SimulatedPosition
{
    public required string Account { get; init; }

    public required Symbol Symbol { get; init; }

    /// <summary>Base units: positive long, negative short, zero flat.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>What the held quantity cost, quote units, with the quantity's sign; entry price is this over the quantity.</summary>
    /// <remarks>Kept instead of the average, which does not end in decimals, so that profit over a whole round is exact.</remarks>
    public required decimal EntryNotional { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public bool IsFlat => Quantity == 0m;

    /// <summary>Average entry price; 0 when flat.</summary>
    public decimal EntryPrice => Quantity != 0m ? EntryNotional / Quantity : 0m;

    public decimal UnrealizedPnl(decimal markPrice) => (Quantity * markPrice) - EntryNotional;
}

/// <summary>A position with what the venue shows beside it, at the mark.</summary>
/// <param name="Notional">Absolute, at the mark, quote units.</param>
/// <param name="LiquidationPrice">Mark at which the account would be liquidated, all else equal; null when there is none above zero.</param>
public sealed record PositionStatement(
    SimulatedPosition Position,
    decimal MarkPrice,
    decimal UnrealizedPnl,
    decimal Notional,
    decimal InitialMargin,
    decimal MaintenanceMargin,
    decimal? LiquidationPrice,
    int Leverage,
    MarginMode MarginMode);
