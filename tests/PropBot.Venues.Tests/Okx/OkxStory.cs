using PropBot.Core.Values;
using PropBot.Venues.Okx;
using PropBot.Venues.Tests.Stories;

namespace PropBot.Venues.Tests.Okx;

public sealed class OkxStory : VenueStory
{
    protected override VenueId Venue => VenueId.OkxPerp;

    protected override IVenueAdapter Create(VenueOptions options, VenueClock clock, IVenueLog log) => new OkxAdapter(options, clock, log);
}
