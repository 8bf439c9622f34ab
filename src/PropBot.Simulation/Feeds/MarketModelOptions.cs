using PropBot.Core.Values;
using PropBot.Simulation.Trading;

namespace PropBot.Simulation.Feeds;

/// <summary>What the market model makes. The defaults show opened and closed pairs within three minutes.</summary>
public sealed record MarketModelOptions
{
    public required ulong Seed { get; init; }

    /// <summary>Market time of the first step.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>The venues whose instruments get prices: the same options that the venues are made of.</summary>
    public required IReadOnlyList<SimulatedVenueOptions> Venues { get; init; }

    public TimeSpan StepInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Mean time between two dislocations over all symbols (Poisson); null for a quiet market in which nothing may be traded
    /// with profit.
    /// </summary>
    public TimeSpan? DislocationInterval { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Prices at the start, quote units; a symbol that is not named starts at its built-in price.</summary>
    public IReadOnlyDictionary<Symbol, decimal> StartPrices { get; init; } = new Dictionary<Symbol, decimal>();
}
