using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>A rule that refused, its limit and the actual number; both 0 where the rule is a yes or no.</summary>
/// <remarks>A value: in a long dislocation there is one with every tick.</remarks>
/// <param name="Limit">In the rule's unit: quote units, a count, seconds, a fraction.</param>
/// <param name="Actual">What it would have been, in the same unit.</param>
public readonly record struct RiskRefusal(RiskRule Rule, decimal Limit, decimal Actual)
{
    /// <summary>Where it is about one venue; <see langword="default"/> where not.</summary>
    public VenueId Venue { get; init; }

    /// <summary>Where it is about one symbol; <see langword="default"/> where not.</summary>
    public Symbol Symbol { get; init; }

    /// <summary>What the stress assumed; <see langword="default"/> where it was none.</summary>
    public StressScenario Scenario { get; init; }

    /// <summary>The same refusal, said to be of an instrument where it does not name its place itself.</summary>
    public RiskRefusal On(InstrumentId instrument) => this with
    {
        Venue = Venue.IsDefined ? Venue : instrument.Venue,
        Symbol = Symbol.IsDefined ? Symbol : instrument.Symbol,
    };
}
