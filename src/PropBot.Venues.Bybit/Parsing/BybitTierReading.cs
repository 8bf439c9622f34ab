using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Bybit.Parsing;

/// <summary>Risk limits, wire to Core (rule I7 in docs/venues/bybit-linear.md).</summary>
internal static class BybitTierReading
{
    /// <returns>Smallest step first.</returns>
    /// <exception cref="FormatException">The table has no steps, or its units are not known.</exception>
    public static IReadOnlyList<PositionTier> Read(IReadOnlyList<BybitTier> wire)
    {
        List<PositionTier> tiers = [];
        foreach (BybitTier step in wire.OrderBy(t => WireText.Required(t.RiskLimitValue, "riskLimitValue")))
        {
            decimal leverage = WireText.Required(step.MaxLeverage, "maxLeverage");
            decimal rate = WireText.Required(step.MaintenanceMargin, "maintenanceMargin") / UnitOf(step, leverage);
            Notional upTo = new(WireText.Required(step.RiskLimitValue, "riskLimitValue"));
            decimal deduction = WireText.Decimal(step.MmDeduction) ?? DeductionAfter(tiers, rate);
            tiers.Add(new PositionTier(upTo, leverage, new Rate(rate), deduction));
        }

        return tiers.Count > 0 ? tiers : throw new FormatException("the table of risk limits is empty");
    }

    /// <summary>
    /// The documents show percent (0.5 for 0.5 %), the answers have fractions (0.005). The initial margin tells them apart: times the
    /// largest leverage it is 1 or 100.
    /// </summary>
    private static decimal UnitOf(BybitTier step, decimal leverage) =>
        (WireText.Required(step.InitialMargin, "initialMargin") * leverage) switch
        {
            > 0.5m and < 2m => 1m,
            > 50m and < 200m => 100m,
            decimal other => throw new FormatException($"initial margin times leverage is {other}, neither 1 nor 100: the rate's unit is not known"),
        };

    /// <summary>What keeps the requirement from jumping at the border to the step before.</summary>
    private static decimal DeductionAfter(List<PositionTier> below, decimal rate) =>
        below is [.., { UpTo: { } border } last] ? last.Deduction + (border.Value * (rate - last.MaintenanceRate.Value)) : 0m;
}
