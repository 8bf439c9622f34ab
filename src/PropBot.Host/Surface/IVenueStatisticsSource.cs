using PropBot.Core.Values;
using PropBot.Venues;

namespace PropBot.Host.Surface;

/// <summary>The adapters' counters.</summary>
public interface IVenueStatisticsSource
{
    /// <summary>One entry per running adapter; cheap to call at any time.</summary>
    IReadOnlyDictionary<VenueId, VenueStatistics> Read();
}
