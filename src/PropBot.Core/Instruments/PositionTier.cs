using PropBot.Core.Values;

namespace PropBot.Core.Instruments;

/// <summary>One step of the venue's table of leverage and maintenance margin; tables are sorted, smallest step first.</summary>
/// <param name="UpTo">Largest position of the step, quote units of notional; null for the last.</param>
/// <param name="MaxLeverage">Largest leverage in the step.</param>
/// <param name="MaintenanceRate">Fraction of notional that must remain as margin.</param>
/// <param name="Deduction">
/// Quote units taken off rate times notional, so that the requirement does not jump at a step: maintenance = notional * rate - deduction.
/// </param>
public sealed record PositionTier(Notional? UpTo, decimal MaxLeverage, Rate MaintenanceRate, decimal Deduction)
{
    /// <summary>
    /// Largest position of the step in base units, where the venue's table counts by size; <see cref="UpTo"/> is then what that was worth when
    /// the table was read. Null where it counts by notional, and for the last step.
    /// </summary>
    public Quantity? UpToQuantity { get; init; }

    /// <summary>The largest notional of the step at a price, quote units; null for the last.</summary>
    public decimal? UpToAt(decimal price) => UpToQuantity is { } most ? most.Value * price : UpTo?.Value;

    /// <summary>Whether a position of that size and notional is no larger than the step.</summary>
    public bool Holds(decimal quantity, decimal notional) => UpToQuantity is { } most ? quantity <= most.Value : UpTo is not { } limit || notional <= limit.Value;

    /// <summary>Whether two tables say the same; what a size was worth when it was read is no difference.</summary>
    public static bool AreSame(IReadOnlyList<PositionTier> one, IReadOnlyList<PositionTier> other) =>
        one.Select(AsTold).SequenceEqual(other.Select(AsTold));

    private static PositionTier AsTold(PositionTier tier) => tier.UpToQuantity is null ? tier : tier with { UpTo = null };
}
