using PropBot.Core.Instruments;
using PropBot.Venues.Bybit.Parsing;
using PropBot.Venues.Bybit.Wire;
using PropBot.Venues.Rest;

namespace PropBot.Venues.Bybit.Rest;

/// <summary>The venue's table of leverage and maintenance margin.</summary>
internal sealed class BybitTiers(BybitRest rest)
{
    public async Task<IReadOnlyList<PositionTier>?> QueryAsync(Instrument instrument, CancellationToken cancellationToken)
    {
        IReadOnlyList<BybitTier>? tiers = await BybitPages.ReadAsync(
            (cursor, token) => rest.GetPublicAsync(
                "risk limits",
                RequestLane.Data,
                "/v5/market/risk-limit",
                $"category=linear&symbol={instrument.NativeSymbol}{cursor}",
                BybitJson.Default.BybitReplyBybitPageBybitTier,
                token),
            tier => $"{tier.Symbol}/{tier.RiskLimitValue}",
            cancellationToken);
        try
        {
            return tiers is null ? null : BybitTierReading.Read([.. tiers.Where(t => t.Symbol == instrument.NativeSymbol)]);
        }
        catch (Exception unreadable) when (WireText.IsMalformed(unreadable))
        {
            return null;
        }
    }
}
