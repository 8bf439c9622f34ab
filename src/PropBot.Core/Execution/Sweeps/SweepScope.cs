using PropBot.Core.Values;

namespace PropBot.Core.Execution.Sweeps;

/// <summary>What of the desk a sweep is about.</summary>
/// <param name="Venue">Null: every venue.</param>
/// <param name="Symbol">Null: every symbol.</param>
/// <param name="TakesOff">Positions too, not only open orders.</param>
public readonly record struct SweepScope(VenueId? Venue, Symbol? Symbol, bool TakesOff)
{
    public bool Covers(VenueId venue) => Venue is null || Venue == venue;

    public bool Covers(InstrumentId instrument) => Covers(instrument.Venue) && (Symbol is null || Symbol == instrument.Symbol);

    /// <summary>A pair with one leg in the scope is in it with both: taking one off alone would make the other naked.</summary>
    public bool Covers(PairRecord pair) =>
        (Symbol is null || Symbol == pair.Symbol)
        && (Venue is not { } venue || pair.IsOn(venue));

    public override string ToString() => $"{Venue?.Name ?? "*"}:{Symbol?.Name ?? "*"}:{(TakesOff ? "positions" : "orders")}";
}
