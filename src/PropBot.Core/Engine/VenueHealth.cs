namespace PropBot.Core.Engine;

/// <summary>How well a venue serves the desk, and why: every component with its value, its threshold and its weight.</summary>
/// <param name="Score">1 is well, 0 is of no use: the product of what the components leave.</param>
public sealed record VenueHealth(decimal Score, IReadOnlyList<HealthComponent> Components)
{
    /// <summary>No component is weighed against another: each takes away its own part, so one that fails cannot hide behind five that pass.</summary>
    public static VenueHealth Of(IReadOnlyList<HealthComponent> components)
    {
        decimal score = 1m;
        foreach (HealthComponent component in components)
        {
            score *= component.Leaves;
        }

        return new VenueHealth(Math.Round(score, 4, MidpointRounding.ToZero), components);
    }
}

/// <summary>One thing that was measured of a venue; more is worse.</summary>
/// <param name="Name"><c>link</c>, <c>rest</c>, <c>books</c>, <c>trust</c>, <c>marks</c>, <c>clock</c>, <c>rejects</c>, <c>unknowns</c>, <c>failing</c>.</param>
/// <param name="Value">In the unit of the threshold: seconds, or a share.</param>
/// <param name="Threshold">From here on the component is worth nothing, and where the watchdog has such a check it fails; above 0.</param>
/// <param name="Weight">What it takes away when it is worth nothing, 0 to 1.</param>
/// <param name="Everyday">Up to this part of its threshold a value takes nothing, 0 to below 1.</param>
public sealed record HealthComponent(string Name, decimal Value, decimal Threshold, decimal Weight, decimal Everyday = HealthComponent.Half)
{
    private const decimal Half = 0.5m;

    /// <summary>1 up to the everyday part of the threshold, from there straight down to 0 at the threshold.</summary>
    public decimal Score => Math.Clamp((1m - (Value / Threshold)) / (1m - Everyday), 0m, 1m);

    /// <summary>What it leaves of the venue's score.</summary>
    public decimal Leaves => 1m - (Weight * (1m - Score));
}
