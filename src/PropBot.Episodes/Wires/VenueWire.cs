using PropBot.Core.Instruments;
using PropBot.Simulation.Trading;

namespace PropBot.Episodes.Wires;

/// <summary>
/// What goes between the desk and one venue, as that venue's text. Each direction is written by one of two implementations and read by
/// the other. So a misreading of contracts, sides, ids or states shows as a difference between the venue's truth and our books.
/// </summary>
internal sealed record VenueWire(IDeskEnd Desk, IVenueEnd Venue)
{
    public static VenueWire To(SimulatedVenue venue) => venue.Id.Name switch
    {
        "binance-um" => new VenueWire(new BinanceDeskEnd(), new BinanceVenueEnd(venue)),
        "okx-perp" => new VenueWire(new OkxDeskEnd(), new OkxVenueEnd(venue)),
        _ => new VenueWire(new BybitDeskEnd(), new BybitVenueEnd(venue)),
    };

    /// <summary>Both ends know the venue's new terms.</summary>
    public void Renew(IReadOnlyList<InstrumentSetup> setups)
    {
        Venue.Renew(setups);
        Desk.Renew([.. setups.Select(setup => setup.Instrument)]);
    }
}
