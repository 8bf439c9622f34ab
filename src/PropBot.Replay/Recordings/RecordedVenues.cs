using PropBot.Core.Values;
using PropBot.Simulation.Defaults;
using PropBot.Simulation.Feeds;
using PropBot.Simulation.Trading;

namespace PropBot.Replay.Recordings;

/// <summary>The simulated venues that a recording is played on.</summary>
public static class RecordedVenues
{
    /// <summary>The recording's venues with its symbols; filters of a symbol that is not known follow from its price.</summary>
    public static IReadOnlyList<SimulatedVenueOptions> Of(MarketRecording recording, ulong seed)
    {
        Dictionary<Symbol, decimal> prices = recording.Instruments
            .GroupBy(instrument => instrument.Id.Symbol)
            .ToDictionary(symbol => symbol.Key, symbol => FirstPrice(symbol.First()));
        return
        [
            .. recording.Instruments
                .GroupBy(instrument => instrument.Id.Venue, instrument => instrument.Id.Symbol)
                .OrderBy(venue => venue.Key)
                .Select(venue => DefaultVenues.Create(venue.Key, [.. venue.Order()], seed, prices)),
        ];
    }

    private static decimal FirstPrice(RecordedInstrument instrument) =>
        instrument.Quotes.Count > 0 ? instrument.Quotes[0].Bid : instrument.Bars[0].Close;
}
