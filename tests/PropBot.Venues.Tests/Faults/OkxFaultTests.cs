using PropBot.Core.Values;
using PropBot.Venues.Okx;

namespace PropBot.Venues.Tests.Faults;

public sealed class OkxFaultTests : VenueFaultContract
{
    protected override VenueId Venue => VenueId.OkxPerp;

    protected override string PlacePath => "POST /api/v5/trade/order";

    protected override string ModesPath => "GET /api/v5/account/config";

    protected override string LeveragePath => "POST /api/v5/account/set-leverage";

    protected override IVenueAdapter Create(VenueOptions options, VenueClock clock) => new OkxAdapter(options, clock, SilentVenueLog.Instance);
}
