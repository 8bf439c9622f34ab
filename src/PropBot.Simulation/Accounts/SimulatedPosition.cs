using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Simulation.Accounts;

/// <summary>A position: the net one, or in hedge mode one side of an instrument.</summary>
public sealed record SimulatedPosition
{
    public required string Account { get; init; }

    public required Symbol Symbol { get; init; }

    /// <summary>A long position never goes below zero, a short one never above.</summary>
    public PositionSide PositionSide { get; init; } = PositionSide.Net;

    /// <summary>Base units: positive long, negative short, zero flat.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>What the held quantity cost, quote units, with the quantity's sign; entry price is this over the quantity.</summary>
    /// <remarks>Kept instead of the average, which does not end in decimals, so that profit over a whole round is exact.</remarks>
    public required decimal EntryNotional { get; init; }

    /// <summary>Part of the wallet that backs this position alone, settle asset; 0 for a cross position.</summary>
    public decimal IsolatedMargin { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public bool IsFlat => Quantity == 0m;

    public PositionKey Key => new(Symbol, PositionSide);

    /// <summary>Average entry price; 0 when flat.</summary>
    public decimal EntryPrice => Quantity != 0m ? EntryNotional / Quantity : 0m;

    public decimal UnrealizedPnl(decimal markPrice) => (Quantity * markPrice) - EntryNotional;
}

/// <summary>A position with what the venue shows beside it, at the mark.</summary>
/// <param name="Notional">Absolute, at the mark, quote units.</param>
/// <param name="LiquidationPrice">Mark at which it would be liquidated, all else equal; null when there is none above zero.</param>
public sealed record PositionStatement(
    SimulatedPosition Position,
    decimal MarkPrice,
    decimal UnrealizedPnl,
    decimal Notional,
    decimal InitialMargin,
    decimal MaintenanceMargin,
    decimal? LiquidationPrice,
    int Leverage,
    MarginMode MarginMode)
{
    /// <summary>Place in the queue of auto-deleveraging, 0 (last) to 4 (first): profit over initial margin at the mark.</summary>
    /// <remarks>Venues rank all traders; here fixed bounds stand for the others: 0, 25 %, 50 % and 100 %.</remarks>
    public int AutoDeleverageRank => Position.IsFlat || InitialMargin == 0m ? 0 : (UnrealizedPnl / InitialMargin) switch
    {
        <= 0m => 0,
        < 0.25m => 1,
        < 0.5m => 2,
        < 1m => 3,
        _ => 4,
    };
}
