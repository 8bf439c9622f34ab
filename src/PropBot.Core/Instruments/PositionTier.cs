using PropBot.Core.Values;

namespace PropBot.Core.Instruments;

/// <summary>One step of the venue's table of leverage and maintenance margin; tables are sorted by <see cref="UpTo"/>.</summary>
/// <param name="UpTo">Largest position of the step, quote units of notional; null for the last.</param>
/// <param name="MaxLeverage">Largest leverage in the step.</param>
/// <param name="MaintenanceRate">Fraction of notional that must remain as margin.</param>
/// <param name="Deduction">
/// Quote units taken off rate times notional, so that the requirement does not jump at a step: maintenance = notional * rate - deduction.
/// </param>
public sealed record PositionTier(Notional? UpTo, decimal MaxLeverage, Rate MaintenanceRate, decimal Deduction);
