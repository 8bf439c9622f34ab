using PropBot.Core.Values;
using PropBot.Venues.Bybit;
using PropBot.Venues.Tests.Stories;

namespace PropBot.Venues.Tests.Bybit;

public sealed class BybitStory : VenueStory
{
    protected override VenueId Venue => VenueId.BybitLinear;

    protected override IVenueAdapter Create(VenueOptions options, VenueClock clock, IVenueLog log) => new BybitAdapter(options, clock, log);
}
