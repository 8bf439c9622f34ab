using PropBot.Core.Values;

namespace PropBot.Core.Execution;

/// <summary>How the venue says that our account is set, for each instrument that this run trades there.</summary>
public sealed record AccountSettings(VenueId Venue, IReadOnlyList<InstrumentSettings> Instruments);

/// <summary>The modes and the leverage of one instrument, by the venue's own word.</summary>
/// <param name="PositionMode">Null where an obstacle was found before it was asked; as little as configured as any other.</param>
/// <param name="MarginMode">Null as <paramref name="PositionMode"/> is.</param>
/// <param name="Leverage">Where the two sides of hedge mode differ, the one that is not as configured; null as <paramref name="PositionMode"/> is.</param>
public sealed record InstrumentSettings(InstrumentId Instrument, PositionMode? PositionMode, MarginMode? MarginMode, decimal? Leverage)
{
    /// <summary>What of the account itself stands in the way, in the venue's words; null when nothing does.</summary>
    public string? Obstacle { get; init; }
}
