using PropBot.Core.Execution;

namespace PropBot.Venues.Binance.Parsing;

/// <summary>
/// Who made an order, by its client id. Source: developers.binance.com, USD-M futures, Event: Order Update and Trade Lite, read
/// 2026-11-22 (rule O8); <c>delivery_autoclose-</c>: recorded.
/// </summary>
internal static class BinanceOrigins
{
    public static OrderOrigin Of(string? clientOrderId) => clientOrderId switch
    {
        null => OrderOrigin.Client,
        _ when clientOrderId.StartsWith("adl_autoclose", StringComparison.Ordinal) => OrderOrigin.AutoDeleveraging,
        _ when clientOrderId.StartsWith("autoclose-", StringComparison.Ordinal) => OrderOrigin.Liquidation,
        _ when clientOrderId.StartsWith("settlement_autoclose-", StringComparison.Ordinal) => OrderOrigin.Settlement,
        _ when clientOrderId.StartsWith("delivery_autoclose-", StringComparison.Ordinal) => OrderOrigin.Settlement,
        _ => OrderOrigin.Client,
    };

    /// <exception cref="FormatException">A side that the venue's documents do not have.</exception>
    public static PositionSide PositionSideOf(string? positionSide) => positionSide switch
    {
        null or "BOTH" => PositionSide.Net,
        "LONG" => PositionSide.Long,
        "SHORT" => PositionSide.Short,
        _ => throw new FormatException($"position side '{positionSide}' is not known"),
    };
}
