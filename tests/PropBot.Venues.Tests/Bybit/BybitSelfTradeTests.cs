using PropBot.Core.Values;
using PropBot.Venues.Bybit;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Bybit;

public sealed class BybitSelfTradeTests : SelfTradeContract
{
    protected override VenueId Venue => VenueId.BybitLinear;

    protected override IVenueAdapter Create(VenueOptions options, VenueClock clock) => new BybitAdapter(options, clock, SilentVenueLog.Instance);
}
