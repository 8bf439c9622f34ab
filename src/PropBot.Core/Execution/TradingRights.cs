using PropBot.Core.Values;

namespace PropBot.Core.Execution;

/// <summary>What a venue says that our key may do.</summary>
/// <param name="MayTrade">Orders may be placed and cancelled with it.</param>
/// <param name="Detail">The venue's own words and values, for people.</param>
/// <param name="ExpiresAt">The venue's time; null where it tells none.</param>
public sealed record TradingRights(VenueId Venue, bool MayTrade, string Detail, DateTimeOffset? ExpiresAt = null);
