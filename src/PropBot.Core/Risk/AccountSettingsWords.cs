using PropBot.Core.Execution;
using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>Modes and leverage in the words of the configuration, the same in every language.</summary>
public static class AccountSettingsWords
{
    public static string Of(MarginTerms wanted) => $"{Modes(wanted)}, {Leverage(wanted.Leverage)}";

    public static string Modes(MarginTerms wanted) => $"{Word(wanted.Positions)}, {Word(wanted.Mode)}";

    /// <summary>What was read of them.</summary>
    public static string Modes(InstrumentSettings told)
    {
        string?[] parts = [told.PositionMode is { } position ? Word(position) : null, told.MarginMode is { } margin ? Word(margin) : null, told.Obstacle];
        return string.Join(", ", parts.Where(part => part is not null));
    }

    public static string Leverage(decimal? leverage) => leverage is { } times ? $"{WireNumber.Format(times)}x" : "not read";

    /// <summary>Every instrument that is not as configured: what the venue says and, in brackets, what is wanted; empty when all are.</summary>
    public static string Differences(AccountSettings told, MarginTerms wanted) => string.Join("; ",
    [
        .. told.OtherModes(wanted).Select(i => $"{i.Instrument}: {Modes(i)} ({Modes(wanted)})"),
        .. told.OtherLeverage(wanted).Select(i => $"{i.Instrument}: {Leverage(i.Leverage)} ({Leverage(wanted.Leverage)})"),
    ]);

    private static string Word(PositionMode mode) => mode == PositionMode.Hedge ? "hedge" : "one_way";

    private static string Word(MarginMode mode) => mode == MarginMode.Isolated ? "isolated" : "cross";
}
