using PropBot.Core.Values;
using PropBot.Venues.Binance;
using PropBot.Venues.Tests.Contract;

namespace PropBot.Venues.Tests.Binance;

public sealed class BinanceSelfTradeTests : SelfTradeContract
{
    protected override VenueId Venue => VenueId.BinanceUm;

    protected override IVenueAdapter Create(VenueOptions options, VenueClock clock) => new BinanceAdapter(options, clock, SilentVenueLog.Instance);
}
