using PropBot.Host.Localization;

namespace PropBot.Host.Surface.Components;

/// <summary>How much depends on a part of the desk.</summary>
internal enum ComponentGroup
{
    /// <summary>Without it money is at risk.</summary>
    P0 = 0,

    /// <summary>Without it the desk earns less or is seen worse.</summary>
    P1 = 1,
}

/// <summary>
/// A part of the desk with a check: what was found, and what it is held against. A part that nothing checks is not
/// listed.
/// </summary>
/// <param name="Id">Closed; parts of one venue end with its name.</param>
/// <param name="Value">What was found.</param>
/// <param name="Threshold">What it may be.</param>
internal sealed record Component(string Id, ComponentGroup Group, ComponentStatus Status, LocalText Title, LocalText Value, LocalText Threshold)
{
    /// <summary>Market time of the reading that it rests on; null: it is so at this snapshot.</summary>
    public DateTimeOffset? ReadAt { get; init; }

    /// <summary>What was found, as numbers by name; empty where words say all.</summary>
    public IReadOnlyDictionary<string, decimal> Numbers { get; init; } = NoNumbers;

    private static readonly IReadOnlyDictionary<string, decimal> NoNumbers = new Dictionary<string, decimal>();

    /// <summary>A value and what it is held against, in one unit.</summary>
    public Component With(string unit, decimal value, decimal threshold) =>
        this with { Numbers = new Dictionary<string, decimal> { [unit] = value, [$"{unit}_threshold"] = threshold } };
}
