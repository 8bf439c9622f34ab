using PropBot.Core.Values;

namespace PropBot.Core.Strategy;

/// <summary>What the strategy may lose and fail before it freezes itself, and what it may lose a day at all.</summary>
public sealed record StrategyLimits
{
    /// <summary>Realised loss of the UTC day at which it is frozen, quote units; null switches it off. Default 500.</summary>
    public Notional? DailyLoss { get; init; } = new(500m);

    /// <summary>Pairs in a row that failed before it is frozen: one more than this; 0 switches it off, at most 1,000. Default 3.</summary>
    public int MaxConsecutiveFailures { get; init; } = 3;

    /// <summary>Realised losses of the UTC day after which it opens nothing until the day is over, quote units; null: no budget. Default null.</summary>
    public Notional? DailyLossBudget { get; init; }
}
