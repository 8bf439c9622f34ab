using PropBot.Core.Values;

namespace PropBot.Simulation.Trading;

/// <summary>A trade as everyone sees it.</summary>
/// <param name="TradeId">Rises with every trade of the venue.</param>
/// <param name="TakerSide">Side of the order that took.</param>
/// <param name="Price">Quote units, on the tick.</param>
/// <param name="Quantity">Base units.</param>
public readonly record struct PublicTrade(
    Symbol Symbol, long TradeId, Side TakerSide, decimal Price, decimal Quantity, DateTimeOffset Time, bool IsLiquidation);
