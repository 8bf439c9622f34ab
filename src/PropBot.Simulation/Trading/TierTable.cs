using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Simulation.Trading;

/// <summary>An instrument's margin tiers with the leverage that each allows, for those who ask without a venue's protocol between.</summary>
public static class TierTable
{
    /// <summary>Smallest step first.</summary>
    public static IReadOnlyList<PositionTier> Of(InstrumentSetup setup) =>
    [
        .. setup.MarginTiers.Select(tier => new PositionTier(
            tier.NotionalCap is { } cap ? new Notional(cap) : null, LeverageOf(setup, tier), new Rate(tier.MaintenanceRate), tier.Deduction)),
    ];

    /// <summary>Half of what the maintenance margin alone would allow, as the recorded tables of the venues have it; whole numbers.</summary>
    public static decimal LeverageOf(InstrumentSetup setup, MarginTier tier) =>
        tier.MaintenanceRate <= 0m ? setup.MaxLeverage : Math.Clamp(decimal.Floor(1m / (2m * tier.MaintenanceRate)), 1m, setup.MaxLeverage);
}
