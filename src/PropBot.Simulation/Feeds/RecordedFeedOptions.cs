using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Feeds;

/// <summary>How a recording becomes steps.</summary>
public sealed record RecordedFeedOptions
{
    /// <summary>The venues whose depth profiles say the usual half-spread; instruments of other venues are left out.</summary>
    public required IReadOnlyList<SimulatedVenueOptions> Venues { get; init; }

    /// <summary>Steps between two recorded closes, 1 to 100,000.</summary>
    public int StepsPerBar { get; init; } = 10;

    /// <summary>Begins here instead of at the recording's beginning.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Ends here instead of at the recording's end.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Seed of the takers' sides.</summary>
    public ulong Seed { get; init; } = 1;
}
