using PropBot.Core.Values;
using PropBot.Venues.Binance;

namespace PropBot.Venues.Tests.Faults;

public sealed class BinanceFaultTests : VenueFaultContract
{
    protected override VenueId Venue => VenueId.BinanceUm;

    protected override string PlacePath => "POST /fapi/v1/order";

    protected override string ModesPath => "GET /fapi/v1/positionSide/dual";

    protected override string LeveragePath => "POST /fapi/v1/leverage";

    protected override IVenueAdapter Create(VenueOptions options, VenueClock clock) => new BinanceAdapter(options, clock, SilentVenueLog.Instance);
}
