using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Defaults;

/// <summary>The three venues as their public documents and recordings show them.</summary>
public static class DefaultVenues
{
    public static readonly IReadOnlyList<VenueId> Ids = [VenueId.BinanceUm, VenueId.OkxPerp, VenueId.BybitLinear];

    public static readonly IReadOnlyList<Symbol> Symbols = [Symbol.Parse("BTCUSDT"), Symbol.Parse("ETHUSDT"), Symbol.Parse("SOLUSDT")];

    /// <summary>All three venues with the three symbols.</summary>
    public static IReadOnlyList<SimulatedVenueOptions> All(ulong seed = 1) => [.. Ids.Select(id => Create(id, Symbols, seed))];

    /// <summary>A venue with these symbols. A symbol or venue without known filters gets typical ones.</summary>
    public static SimulatedVenueOptions Create(VenueId venue, IReadOnlyList<Symbol> symbols, ulong seed = 1) => throw new NotSupportedException();
}
