using PropBot.Core.Values;
using PropBot.Host.Surface;
using PropBot.Venues.Chaos;

namespace PropBot.Host.Chaos;

/// <summary>The chaos of a run: what holds, and the injectors of each venue with their counts. Off: no injectors at all.</summary>
public sealed class DeskChaos : IChaosSource
{
    private readonly ChaosSettings _settings;
    private readonly SortedDictionary<VenueId, VenueChaos> _venues = [];

    public DeskChaos(ChaosSettings settings, IEnumerable<VenueId> venues)
    {
        _settings = settings;
        if (!settings.Enabled)
        {
            return;
        }

        foreach (VenueId venue in venues)
        {
            _venues.Add(venue, new VenueChaos(venue, settings.ToOptions()));
        }
    }

    /// <summary>Null when chaos is off.</summary>
    public VenueChaos? Of(VenueId venue) => _venues.GetValueOrDefault(venue);

    public ChaosReading Read() => new(
        _settings, _venues.ToDictionary(v => v.Key, v => (IReadOnlyDictionary<ChaosKind, long>)ChaosKinds.All.ToDictionary(kind => kind, v.Value.Injected)));
}
