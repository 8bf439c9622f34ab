using PropBot.Core.Engine;
using PropBot.Core.Engine.Snapshots;

namespace PropBot.Host.Api;

/// <summary>Whether our key may trade at a venue, as it was last read.</summary>
/// <param name="Status">unread, granted, withdrawn, expired, stale; nothing opens on the venue unless it is granted.</param>
/// <param name="Detail">The venue's own words; null before its first answer.</param>
/// <param name="ExpiresTs">When the key ends; null where the venue names no end.</param>
internal sealed record TradingRightResponse(string Status, string? Detail, DateTimeOffset? ExpiresTs)
{
    public static TradingRightResponse Of(VenueSnapshot venue) => new(venue.TradingRight.Code(), venue.Rights?.Detail, venue.Rights?.ExpiresAt);
}
