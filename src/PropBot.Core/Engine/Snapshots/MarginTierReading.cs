using PropBot.Core.Values;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>The maintenance margin that an instrument's position is held against, and where it comes from.</summary>
/// <param name="Source"><see cref="FromVenue"/> or <see cref="Assumed"/>.</param>
/// <param name="ReadAt">UTC: when the venue told its table last; null while it has not.</param>
/// <param name="Steps">Steps of the table; 0 while it was not told.</param>
/// <param name="MaintenanceRate">Of the step of the present position, fraction of notional.</param>
/// <param name="MaxLeverage">Of that step; null while the table was not told.</param>
/// <param name="UpTo">The largest position of that step, quote units; null for the last step, and while the table was not told.</param>
public sealed record MarginTierReading(
    InstrumentId Instrument, string Source, DateTimeOffset? ReadAt, int Steps, decimal MaintenanceRate, decimal? MaxLeverage, decimal? UpTo)
{
    public const string FromVenue = "venue";

    /// <summary>The rate of the configuration: the venue has not told its table.</summary>
    public const string Assumed = "assumed";
}
