using PropBot.Core.Values;
using PropBot.Venues.Bybit;

namespace PropBot.Venues.Tests.Faults;

public sealed class BybitFaultTests : VenueFaultContract
{
    protected override VenueId Venue => VenueId.BybitLinear;

    protected override string PlacePath => "POST /v5/order/create";

    protected override string ModesPath => "GET /v5/account/info";

    protected override string LeveragePath => "POST /v5/position/set-leverage";

    protected override IVenueAdapter Create(VenueOptions options, VenueClock clock) => new BybitAdapter(options, clock, SilentVenueLog.Instance);
}
