using PropBot.Core.Values;

namespace PropBot.Core.Strategy;

/// <summary>When a pair is worth opening and when it is closed.</summary>
public sealed record StrategyOptions
{
    /// <summary>Notional of one leg that is aimed at, quote units, above 0. Default 5,000 USDT.</summary>
    public Notional OrderNotional { get; init; } = new(5_000m);

    /// <summary>Expected edge after every cost that a pair must have, basis points, 0 to 1,000. Default 3.</summary>
    public decimal MinNetEdgeBps { get; init; } = 3m;

    /// <summary>How long a pair is expected to be held, market time; counts the funding settlements. Default 30 minutes.</summary>
    public TimeSpan HoldingHorizon { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>After this a pair is closed whatever the gap, market time. Default 8 hours.</summary>
    public TimeSpan MaxHolding { get; init; } = TimeSpan.FromHours(8);

    /// <summary>A pair is closed when what closing now would leave after all costs reaches this part of what was expected, 0 to 1. Default 0.7.</summary>
    public decimal TakeProfitFraction { get; init; } = 0.7m;

    /// <summary>A pair is closed when the gap has gone this far against it, basis points over the entry gap, above 0. Default 150.</summary>
    public decimal StopBps { get; init; } = 150m;

    /// <summary>Half-life of the estimate of the usual gap between two venues, market time. Default 2 hours.</summary>
    public TimeSpan BasisHalfLife { get; init; } = TimeSpan.FromHours(2);

    /// <summary>How long a pair of books must have been watched before anything opens on it, elapsed time. Default 15 s.</summary>
    public TimeSpan WarmUp { get; init; } = TimeSpan.FromSeconds(15);
}
