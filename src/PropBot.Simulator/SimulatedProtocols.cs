using PropBot.Core.Values;
using PropBot.Simulator.Binance;
using PropBot.Simulator.Bybit;
using PropBot.Simulator.Faults.Wire;
using PropBot.Simulator.Framing;
using PropBot.Simulator.Okx;

namespace PropBot.Simulator;

/// <summary>Which venue speaks which protocol.</summary>
internal static class SimulatedProtocols
{
    private static readonly Dictionary<VenueId, Func<VenueContext, ISimulatedProtocol>> ByVenue = new()
    {
        [VenueId.BinanceUm] = context => new BinanceProtocol(context),
        [VenueId.OkxPerp] = context => new OkxProtocol(context),
        [VenueId.BybitLinear] = context => new BybitProtocol(context),
    };

    public static bool Has(VenueId venue) => ByVenue.ContainsKey(venue);

    private static readonly Dictionary<VenueId, IWireDialect> Dialects = new()
    {
        [VenueId.BinanceUm] = new BinanceDialect(),
        [VenueId.OkxPerp] = new OkxDialect(),
        [VenueId.BybitLinear] = new BybitDialect(),
    };

    public static IWireDialect DialectOf(VenueId venue) => Dialects[venue];

    public static ISimulatedProtocol Create(VenueContext context) => ByVenue[context.Venue](context);
}
