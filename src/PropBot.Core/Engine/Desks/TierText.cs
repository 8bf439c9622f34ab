using PropBot.Core.Instruments;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Desks;

/// <summary>A table of leverage and maintenance margin in one line: <c>50000: 0.4 % 125x, more: 0.5 % 100x</c>.</summary>
internal static class TierText
{
    public static string Of(IReadOnlyList<PositionTier> tiers) =>
        string.Join(", ", tiers.Select(t => $"{Border(t)}: {WireNumber.Format(t.MaintenanceRate.Value * 100m)} % {WireNumber.Format(t.MaxLeverage)}x"));

    /// <summary>In the unit that the venue counts in: base units where it counts by size, else quote units.</summary>
    private static string Border(PositionTier tier) =>
        tier.UpToQuantity is { } size ? WireNumber.Format(size.Value) : tier.UpTo is { } notional ? WireNumber.Format(notional.Value) : "more";
}
