using PropBot.Core.Execution;

namespace PropBot.Host.Configuration;

/// <summary>The configuration's words for an account's modes.</summary>
internal static class VenueModes
{
    public static IReadOnlyDictionary<string, PositionMode> PositionModes { get; } = new Dictionary<string, PositionMode>(StringComparer.Ordinal)
    {
        ["one_way"] = PositionMode.OneWay,
        ["hedge"] = PositionMode.Hedge,
    };

    public static IReadOnlyDictionary<string, MarginMode> MarginModes { get; } = new Dictionary<string, MarginMode>(StringComparer.Ordinal)
    {
        ["cross"] = MarginMode.Cross,
        ["isolated"] = MarginMode.Isolated,
    };
}
