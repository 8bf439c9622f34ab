using PropBot.Core.Execution;

namespace PropBot.Simulator.Bybit;

/// <summary>Position and margin modes in this venue's words. Source: Bybit API v5 docs, "Enums Definitions", read 2026-11-22.</summary>
internal static class BybitModes
{
    public const string Cross = "REGULAR_MARGIN";
    public const string Isolated = "ISOLATED_MARGIN";
    public const string Portfolio = "PORTFOLIO_MARGIN";

    /// <summary>0 one-way, 1 the buy side of hedge mode, 2 the sell side.</summary>
    /// <returns>Null for what the venue does not know.</returns>
    public static PositionSide? ReadSide(string? index) => index switch
    {
        null or "0" => PositionSide.Net,
        "1" => PositionSide.Long,
        "2" => PositionSide.Short,
        _ => null,
    };

    public static int Index(PositionSide side) => side switch
    {
        PositionSide.Long => 1,
        PositionSide.Short => 2,
        _ => 0,
    };

    public static MarginMode? ReadMargin(string? text) => text switch
    {
        Cross => MarginMode.Cross,
        Isolated => MarginMode.Isolated,
        _ => null,
    };

    public static string Text(MarginMode mode) => mode == MarginMode.Isolated ? Isolated : Cross;
}
