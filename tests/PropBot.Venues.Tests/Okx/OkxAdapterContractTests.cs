using PropBot.Core.Values;
using PropBot.Venues.Okx;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Okx;

public sealed class OkxAdapterContractTests : VenueAdapterContract
{
    protected override bool TiersJump => true;

    protected override Task<VenueUnderTest> StartVenueAsync() => SimulatedVenue.StartAsync(
        VenueId.OkxPerp, (options, clock) => new OkxAdapter(options, clock, SilentVenueLog.Instance));
}
