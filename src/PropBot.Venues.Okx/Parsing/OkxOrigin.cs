using System.Globalization;
using PropBot.Core.Execution;
using PropBot.Venues.Okx.Wire;

namespace PropBot.Venues.Okx.Parsing;

/// <summary>
/// Who made an order or a fill. Source: OKX API v5, Order channel (<c>category</c>) and Transaction details (<c>subType</c>, negative
/// <c>tradeId</c>), read 2026-11-22.
/// </summary>
internal static class OkxOrigin
{
    public static OrderOrigin OfCategory(string? category) => category switch
    {
        "full_liquidation" or "partial_liquidation" => OrderOrigin.Liquidation,
        "adl" => OrderOrigin.AutoDeleveraging,
        "delivery" => OrderOrigin.Settlement,
        _ => OrderOrigin.Client,
    };

    /// <summary>
    /// A fill that the venue made by itself has a negative trade id besides its sub-type; with a sub-type that is not known it is
    /// taken for a liquidation, never for ours.
    /// </summary>
    public static OrderOrigin Of(OkxFill fill)
    {
        OrderOrigin origin = int.TryParse(fill.SubType, NumberStyles.None, CultureInfo.InvariantCulture, out int subType)
            ? OfSubType(subType)
            : OrderOrigin.Client;
        return origin == OrderOrigin.Client && fill.TradeId is ['-', ..] ? OrderOrigin.Liquidation : origin;
    }

    private static OrderOrigin OfSubType(int subType) => subType switch
    {
        >= 100 and <= 107 => OrderOrigin.Liquidation,
        112 or 113 => OrderOrigin.Settlement,
        >= 125 and <= 128 => OrderOrigin.AutoDeleveraging,
        _ => OrderOrigin.Client,
    };
}
