using PropBot.Core.Values;
using PropBot.Venues.Bybit;

namespace PropBot.Venues.Tests.Chaos;

public sealed class BybitChaosTests : VenueChaosContract
{
    protected override VenueId Venue => VenueId.BybitLinear;

    protected override IReadOnlyList<string> MarketStreams => ["public"];

    protected override IVenueAdapter Create(VenueOptions options, VenueClock clock) => new BybitAdapter(options, clock, SilentVenueLog.Instance);
}
