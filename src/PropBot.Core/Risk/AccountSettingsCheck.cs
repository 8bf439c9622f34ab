using PropBot.Core.Execution;

namespace PropBot.Core.Risk;

/// <summary>How the venue says that our account is set, held against how it shall be.</summary>
public static class AccountSettingsCheck
{
    /// <summary>The instruments whose position or margin mode is not as configured.</summary>
    public static IEnumerable<InstrumentSettings> OtherModes(this AccountSettings told, MarginTerms wanted) =>
        told.Instruments.Where(i => i.Obstacle is not null || i.PositionMode != wanted.Positions || i.MarginMode != wanted.Mode);

    /// <summary>The instruments whose leverage is not as configured.</summary>
    public static IEnumerable<InstrumentSettings> OtherLeverage(this AccountSettings told, MarginTerms wanted) => told.Instruments.Where(i => i.Leverage != wanted.Leverage);
}
