using PropBot.Core.Values;
using PropBot.Venues.Binance;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Binance;

public sealed class BinanceAdapterContractTests : VenueAdapterContract
{
    protected override Task<VenueUnderTest> StartVenueAsync() => SimulatedVenue.StartAsync(
        VenueId.BinanceUm, (options, clock) => new BinanceAdapter(options, clock, SilentVenueLog.Instance));
}
