using PropBot.Core.Engine.Snapshots;

namespace PropBot.Host.Api;

/// <param name="PriceUsd">US dollars for one coin, by the venues' fresh words; null while there is none.</param>
/// <param name="DeviationBps">From par, basis points, without sign; null without a price.</param>
/// <param name="AgeSec">Since a venue last told it; null when none has.</param>
/// <param name="MayOpen">Nothing about this coin stops opening.</param>
internal sealed record SettleCoinResponse(
    string Coin, decimal? PriceUsd, decimal? DeviationBps, double? AgeSec, bool OffPeg, bool MayOpen, IReadOnlyList<SettleCoinSourceResponse> Sources, string En, string Ru)
{
    public static SettleCoinResponse Of(SettleCoinSnapshot coin) => new(
        coin.Coin.Code, coin.PriceUsd, coin.DeviationBps, coin.Age?.TotalSeconds, coin.IsOffPeg, coin.MayOpen,
        [.. coin.Sources.Select(s => new SettleCoinSourceResponse(s.Venue.Name, s.PriceUsd, s.Age.TotalSeconds, s.Source))], coin.English, coin.Russian);
}

/// <param name="AgeSec">Since the venue said so.</param>
/// <param name="Source">The venue's own index or pairs.</param>
internal sealed record SettleCoinSourceResponse(string Venue, decimal PriceUsd, double AgeSec, string Source);
