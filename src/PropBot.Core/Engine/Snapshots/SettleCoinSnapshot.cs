using PropBot.Core.Values;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>What a settle coin is worth and whether anything may be opened that settles in it.</summary>
/// <param name="PriceUsd">US dollars, by what is fresh; null while nothing is.</param>
/// <param name="DeviationBps">From par, without sign; null without a price.</param>
/// <param name="Age">Since a venue last told it, elapsed time; null when none has.</param>
/// <param name="MayOpen">Neither off its peg nor unknown for too long.</param>
public sealed record SettleCoinSnapshot(
    Asset Coin, decimal? PriceUsd, decimal? DeviationBps, TimeSpan? Age, bool IsOffPeg, bool MayOpen, IReadOnlyList<SettleCoinSource> Sources, string English, string Russian);

/// <summary>One venue's word.</summary>
/// <param name="Source">The venue's own index or pairs.</param>
public sealed record SettleCoinSource(VenueId Venue, decimal PriceUsd, TimeSpan Age, string Source);
