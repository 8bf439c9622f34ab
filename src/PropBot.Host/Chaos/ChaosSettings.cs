using PropBot.Venues.Chaos;

namespace PropBot.Host.Chaos;

/// <summary>Chaos as it holds for a run: fixed at the start, the same for every venue.</summary>
public sealed record ChaosSettings
{
    public const string None = "none";

    /// <summary>The profile's name when values are given without one.</summary>
    public const string Custom = "custom";

    public static readonly ChaosSettings Off = new() { Enabled = false, Profile = None, SelectedProfile = None };

    /// <summary><c>FEATURE_CHAOS</c>; without it every value is neutral.</summary>
    public required bool Enabled { get; init; }

    /// <summary>The profile that acts: <c>none</c> when chaos is off.</summary>
    public required string Profile { get; init; }

    /// <summary>The profile that <c>CHAOS_PROFILE</c> names, also when chaos is off.</summary>
    public required string SelectedProfile { get; init; }

    /// <summary>False for a name that the fault profiles do not have: the values then come from elsewhere.</summary>
    public bool IsKnownProfile { get; init; } = true;

    /// <summary>0 to 1.</summary>
    public decimal WsDropP { get; init; }

    /// <summary>0 to 1.</summary>
    public decimal RestTimeoutP { get; init; }

    /// <summary>Milliseconds.</summary>
    public int OrderDelayMs { get; init; }

    public int Seed { get; init; } = 1;

    public TimeSpan OrderDelay => TimeSpan.FromMilliseconds(OrderDelayMs);

    public ChaosOptions ToOptions() => new()
    {
        DropProbability = WsDropP,
        TimeoutProbability = RestTimeoutP,
        OrderDelay = OrderDelay,
        Seed = Seed,
    };
}
