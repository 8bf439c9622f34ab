namespace PropBot.Core.Engine;

/// <summary>What is remembered of the strategy over restarts, beside its restrictions.</summary>
public sealed record StrategyControl
{
    public static readonly StrategyControl Initial = new();

    /// <summary>False: somebody has switched it off; it opens nothing.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Who switched it last, and why; null: nobody has.</summary>
    public string? ChangedBy { get; init; }

    public string? ChangeReason { get; init; }

    public DateTimeOffset? ChangedAt { get; init; }

    /// <summary>Pairs in a row that failed.</summary>
    public int ConsecutiveFailures { get; init; }

    /// <summary>The latest reason for which it froze itself: <c>pnl_limit_breach</c>, <c>too_many_failures</c>.</summary>
    public string? LastBreach { get; init; }

    public DateTimeOffset? LastBreachAt { get; init; }

    /// <summary>UTC day that the sums below belong to; null before the first.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>Realised since the ledger began when the day began, quote units.</summary>
    public decimal DayStart { get; init; }

    /// <summary>Realised on each of the six days before, oldest first, quote units.</summary>
    public IReadOnlyList<decimal> EarlierDays { get; init; } = [];

    /// <summary>Loss of the day with which two people let it go on: only what is lost beyond it freezes it again.</summary>
    public decimal ForgivenLoss { get; init; }

    /// <summary>Part of the day's loss with which two people began its budget anew.</summary>
    public decimal ForgivenBudget { get; init; }

    public DateTimeOffset? BudgetResetAt { get; init; }

    /// <summary>The most that was ever realised, and how far it was below that at the worst, quote units.</summary>
    public decimal Peak { get; init; }

    public decimal MaxDrawdown { get; init; }

    public bool Equals(StrategyControl? other) => other is not null
        && (Enabled, ChangedBy, ChangeReason, ChangedAt, ConsecutiveFailures, LastBreach, LastBreachAt) == (other.Enabled, other.ChangedBy, other.ChangeReason, other.ChangedAt, other.ConsecutiveFailures, other.LastBreach, other.LastBreachAt)
        && (Day, DayStart, ForgivenLoss, ForgivenBudget, BudgetResetAt, Peak, MaxDrawdown) == (other.Day, other.DayStart, other.ForgivenLoss, other.ForgivenBudget, other.BudgetResetAt, other.Peak, other.MaxDrawdown)
        && EarlierDays.SequenceEqual(other.EarlierDays);

    public override int GetHashCode() => HashCode.Combine(Enabled, ConsecutiveFailures, Day, DayStart, Peak);
}
