using PropBot.Core.Values;
using PropBot.Venues.Okx;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Okx;

public sealed class OkxSelfTradeTests : SelfTradeContract
{
    protected override VenueId Venue => VenueId.OkxPerp;

    protected override IVenueAdapter Create(VenueOptions options, VenueClock clock) => new OkxAdapter(options, clock, SilentVenueLog.Instance);
}
