using PropBot.Core.Values;

namespace PropBot.Core.Engine;

/// <summary>The venues that are degraded or held for, kept in the ledger: a restart makes none of them well.</summary>
public sealed record TroubledVenues(IReadOnlyList<TroubledVenue> All)
{
    public TroubledVenue? Of(VenueId venue) => All.FirstOrDefault(v => v.Venue == venue);

    /// <summary>Null when every venue is well.</summary>
    public static TroubledVenues? Of(IReadOnlyList<TroubledVenue> troubled) => troubled.Count == 0 ? null : new TroubledVenues(troubled);

    public bool Equals(TroubledVenues? other) => other is not null && All.SequenceEqual(other.All);

    public override int GetHashCode() => All.Count;
}

/// <param name="Status"><see cref="WatchStatus.Degraded"/> or <see cref="WatchStatus.AutoHold"/>.</param>
/// <param name="Reason">What failed when it went there.</param>
/// <param name="Since">Market time since when.</param>
public sealed record TroubledVenue(VenueId Venue, WatchStatus Status, string Reason, DateTimeOffset Since);
