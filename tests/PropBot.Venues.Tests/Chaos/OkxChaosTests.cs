using PropBot.Core.Values;
using PropBot.Venues.Okx;

namespace PropBot.Venues.Tests.Chaos;

public sealed class OkxChaosTests : VenueChaosContract
{
    protected override VenueId Venue => VenueId.OkxPerp;

    protected override IReadOnlyList<string> MarketStreams => ["public"];

    protected override IVenueAdapter Create(VenueOptions options, VenueClock clock) => new OkxAdapter(options, clock, SilentVenueLog.Instance);
}
