using PropBot.Core.Execution;

namespace PropBot.Venues.Okx.Parsing;

/// <summary>
/// Position and margin mode in the venue's words. Source: OKX API v5, Place order, Set position mode, Set leverage, read 2026-11-22.
/// </summary>
internal sealed record OkxModes(PositionMode Position, MarginMode Margin)
{
    public const string NetMode = "net_mode";
    public const string LongShortMode = "long_short_mode";
    public const string CrossMargin = "cross";
    public const string IsolatedMargin = "isolated";
    public const string LongSide = "long";
    public const string ShortSide = "short";

    /// <summary><c>posMode</c> of the account.</summary>
    public string AccountMode => Position == PositionMode.Hedge ? LongShortMode : NetMode;

    /// <summary><c>tdMode</c> of an order and <c>mgnMode</c> of a leverage: the venue has no margin mode of an account.</summary>
    public string TradeMode => Margin == MarginMode.Isolated ? IsolatedMargin : CrossMargin;

    /// <summary>Only isolated margin in long-short mode has a leverage of its own for each side.</summary>
    public IReadOnlyList<string?> LeverageSides =>
        Position == PositionMode.Hedge && Margin == MarginMode.Isolated ? [LongSide, ShortSide] : [null];

    /// <summary>
    /// <c>reduceOnly</c> is for net mode. In long-short mode a sell of the long side cannot open a short one: side and
    /// <c>posSide</c> together say that it closes (defect D66).
    /// </summary>
    public bool HasReduceOnly => Position == PositionMode.OneWay;

    /// <summary><c>posSide</c> of an order of a leg; null in net mode, which has none.</summary>
    public string? SideOf(PositionSide position) => Position == PositionMode.OneWay ? null : position == PositionSide.Long ? LongSide : ShortSide;

    public static PositionSide ReadSide(string? posSide) => posSide switch
    {
        LongSide => PositionSide.Long,
        ShortSide => PositionSide.Short,
        "net" or "" or null => PositionSide.Net,
        _ => throw new FormatException($"'{posSide}' is not a position side"),
    };

    public static PositionMode ReadPosition(string? mode) => mode switch
    {
        NetMode => PositionMode.OneWay,
        LongShortMode => PositionMode.Hedge,
        _ => throw new FormatException($"'{mode}' is not a position mode"),
    };

    public static MarginMode ReadMargin(string? mode) => mode switch
    {
        CrossMargin => MarginMode.Cross,
        IsolatedMargin => MarginMode.Isolated,
        _ => throw new FormatException($"'{mode}' is not a margin mode"),
    };
}
