namespace PropBot.Simulation.Trading;

/// <summary>
/// What happens when an order would match an order of the same account. The order that arrives decides; the rule of one that rests no longer
/// counts. Sources: Binance USDⓈ-M Futures, STP FAQ; OKX, Mandatory Self-Trade Prevention; Bybit v5, Self Match Prevention; read 2026-11-30.
/// </summary>
public enum SelfTradeRule
{
    /// <summary>The order that rests ends, the other goes on.</summary>
    CancelMaker = 0,

    /// <summary>What is left of the order that arrives ends, the other stays.</summary>
    CancelTaker = 1,
    CancelBoth = 2,

    /// <summary>They trade with each other.</summary>
    Trade = 3,
}
