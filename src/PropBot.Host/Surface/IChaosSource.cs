using PropBot.Core.Values;
using PropBot.Host.Chaos;
using PropBot.Venues.Chaos;

namespace PropBot.Host.Surface;

/// <summary>What is injected on purpose.</summary>
public interface IChaosSource
{
    /// <summary>Cheap to call at any time.</summary>
    ChaosReading Read();
}

/// <param name="Injected">Faults since the start, by venue and kind; empty when chaos is off.</param>
public sealed record ChaosReading(ChaosSettings Settings, IReadOnlyDictionary<VenueId, IReadOnlyDictionary<ChaosKind, long>> Injected)
{
    public long Total => Injected.Values.Sum(kinds => kinds.Values.Sum());
}
