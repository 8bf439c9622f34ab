using PropBot.Core.Instruments;
using PropBot.Core.Values;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Venues.Okx.Parsing;

/// <summary>
/// The venue's position tiers, wire to Core. A position's tier holds for all of it, so nothing is deducted and the requirement jumps
/// at a step. Source: OKX API v5, Get position tiers; OKX help, Tiered Maintenance Margin Ratio; read 2026-11-22.
/// </summary>
internal static class OkxTierReading
{
    /// <param name="mark">What the sizes of the steps are worth now.</param>
    /// <returns>Smallest first; null when there is no tier.</returns>
    /// <exception cref="FormatException">A field that is needed is missing or not a number.</exception>
    public static IReadOnlyList<PositionTier>? Read(IEnumerable<OkxTier> wire, OkxListing listing, Price mark)
    {
        List<(decimal MaxContracts, OkxTier Tier)> sorted =
        [
            .. wire.Where(tier => IsOf(tier, listing)).Select(tier => (WireText.Required(tier.MaxSz, "maxSz"), tier)).OrderBy(t => t.Item1),
        ];
        if (sorted.Count == 0)
        {
            return null;
        }

        List<PositionTier> tiers = [];
        for (int i = 0; i < sorted.Count; i++)
        {
            (decimal contracts, OkxTier tier) = sorted[i];
            tiers.Add(new PositionTier(
                i == sorted.Count - 1 ? null : mark * listing.Units.ToBase(contracts),
                WireText.Required(tier.MaxLever, "maxLever"),
                new Rate(WireText.Required(tier.Mmr, "mmr")),
                Deduction: 0m)
            {
                UpToQuantity = i == sorted.Count - 1 ? null : listing.Units.ToBase(contracts),
            });
        }

        return tiers;
    }

    private static bool IsOf(OkxTier tier, OkxListing listing) =>
        string.IsNullOrEmpty(tier.InstId) || tier.InstId == listing.Instrument.NativeSymbol;
}
