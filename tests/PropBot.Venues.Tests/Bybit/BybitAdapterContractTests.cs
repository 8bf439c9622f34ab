using PropBot.Core.Values;
using PropBot.Venues.Bybit;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Bybit;

public sealed class BybitAdapterContractTests : VenueAdapterContract
{
    protected override Task<VenueUnderTest> StartVenueAsync() => SimulatedVenue.StartAsync(
        VenueId.BybitLinear, (options, clock) => new BybitAdapter(options, clock, SilentVenueLog.Instance));
}
