using PropBot.Core.Strategy;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>The strategy as it is: one registry for every view of it.</summary>
public sealed record StrategySnapshot
{
    public required string Name { get; init; }

    public required StrategyControl Control { get; init; }

    public required StrategyLimits Limits { get; init; }

    public required ScopeState State { get; init; }

    /// <summary>Why it is restricted: the reason of the hardest cause; null while it is active.</summary>
    public string? FreezeReason { get; init; }

    /// <summary>Limits that are breached now.</summary>
    public required IReadOnlyList<string> BreachReasons { get; init; }

    /// <summary>Realised on the UTC day, since the ledger began and on the last seven UTC days, quote units; fees, funding and other income are in it.</summary>
    public required decimal RealizedToday { get; init; }

    public required decimal RealizedTotal { get; init; }

    public required decimal RealizedWeek { get; init; }

    /// <summary>How far the sum of the last seven UTC days was below its highest at the worst, day by day and beginning at zero, quote units.</summary>
    public decimal MaxDrawdownWeek
    {
        get
        {
            (decimal sum, decimal peak, decimal worst) = (0m, 0m, 0m);
            foreach (decimal day in Control.EarlierDays.Append(RealizedToday))
            {
                sum += day;
                peak = Math.Max(peak, sum);
                worst = Math.Max(worst, peak - sum);
            }

            return worst;
        }
    }

    /// <summary>Of the daily loss budget, quote units.</summary>
    public required decimal BudgetUsed { get; init; }

    /// <summary>What is open now, one leg counted: reserved by opening, released by closing, because it is the open pairs themselves.</summary>
    public required decimal OpenNotional { get; init; }

    public required decimal MaxNotional { get; init; }

    public required int OpenPairs { get; init; }

    public required int MaxPairs { get; init; }

    public bool IsFrozen => State == ScopeState.Frozen;

    /// <summary>The allocation is used up.</summary>
    public bool IsAllocated => OpenPairs >= MaxPairs || OpenNotional >= MaxNotional - 1e-9m;

    /// <summary>The daily loss budget is used up.</summary>
    public bool IsBudgetUsed => Limits.DailyLossBudget is { } budget && BudgetUsed >= budget.Value;
}
