using PropBot.Core.Execution;
using PropBot.Venues.Bybit.Wire;

namespace PropBot.Venues.Bybit.Parsing;

/// <summary>Who made an order or a fill (rules O7 and O8 in docs/venues/bybit-linear.md).</summary>
internal static class BybitOrigin
{
    public static OrderOrigin Of(BybitOrder wire) => OfCreateType(wire.CreateType) ?? OrderOrigin.Client;

    public static OrderOrigin Of(BybitExecution wire) => wire.ExecType switch
    {
        "AdlTrade" => OrderOrigin.AutoDeleveraging,
        "BustTrade" => OrderOrigin.Liquidation,
        "Delivery" or "Settle" => OrderOrigin.Settlement,
        _ => OfCreateType(wire.CreateType) ?? OrderOrigin.Client,
    };

    /// <summary>False for what moves money without trading: funding.</summary>
    public static bool IsTrade(BybitExecution wire) => wire.ExecType is not (null or "" or "Funding" or "UNKNOWN");

    private static OrderOrigin? OfCreateType(string? createType) => createType switch
    {
        // The laddered liquidation trades in the book: its fills are plain trades, only the order says what it is.
        "CreateByLiq" or "CreateByTakeOver_PassThrough" or "CreateByAdminClosing" => OrderOrigin.Liquidation,
        "CreateByAdl_PassThrough" => OrderOrigin.AutoDeleveraging,
        "CreateBySettle" => OrderOrigin.Settlement,
        _ => null,
    };
}
