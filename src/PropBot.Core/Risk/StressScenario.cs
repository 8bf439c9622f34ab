using PropBot.Core.Values;

namespace PropBot.Core.Risk;

/// <summary>A coin's price moves everywhere at once while a venue takes no orders and pays nothing out.</summary>
/// <param name="Move">Fraction of the mark, signed.</param>
/// <param name="Down">The venue that is away.</param>
public readonly record struct StressScenario(Asset Asset, Rate Move, VenueId Down)
{
    public bool IsDefined => Asset.IsDefined;
}
