using PropBot.Core.Values;
using PropBot.Venues.Binance;

namespace PropBot.Venues.Tests.Chaos;

public sealed class BinanceChaosTests : VenueChaosContract
{
    protected override VenueId Venue => VenueId.BinanceUm;

    protected override IReadOnlyList<string> MarketStreams => ["books", "mark prices"];

    protected override IVenueAdapter Create(VenueOptions options, VenueClock clock) => new BinanceAdapter(options, clock, SilentVenueLog.Instance);
}
