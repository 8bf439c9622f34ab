using PropBot.Core.Execution;

namespace PropBot.Simulator.Okx;

/// <summary>Position and margin modes in this venue's words. Source: OKX API v5 guide, "Place order", "Set position mode", read 2026-11-22.</summary>
internal static class OkxModes
{
    public const string NetMode = "net_mode";
    public const string HedgeMode = "long_short_mode";

    /// <returns>Null for what the venue does not know.</returns>
    public static MarginMode? ReadMargin(string? text) => text switch
    {
        "cross" => MarginMode.Cross,
        "isolated" => MarginMode.Isolated,
        _ => null,
    };

    /// <summary>Missing is net.</summary>
    /// <returns>Null for what the venue does not know.</returns>
    public static PositionSide? ReadSide(string? text) => text switch
    {
        null or "net" => PositionSide.Net,
        "long" => PositionSide.Long,
        "short" => PositionSide.Short,
        _ => null,
    };

    public static string Text(MarginMode mode) => mode == MarginMode.Isolated ? "isolated" : "cross";

    public static string Text(PositionSide side) => side switch
    {
        PositionSide.Long => "long",
        PositionSide.Short => "short",
        _ => "net",
    };

    public static string Text(PositionMode mode) => mode == PositionMode.Hedge ? HedgeMode : NetMode;
}
