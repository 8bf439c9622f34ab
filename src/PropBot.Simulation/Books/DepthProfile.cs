namespace PropBot.Simulation.Books;

/// <summary>How much stands in a book: notional on one side within a distance of the touch, as measured.</summary>
public sealed record DepthProfile
{
    /// <summary>Points of the cumulative curve, distances rising.</summary>
    public required IReadOnlyList<DepthPoint> Points { get; init; }

    /// <summary>Half-spread that the venue usually quotes, basis points of the mid; half a tick is the floor.</summary>
    public required double HalfSpreadBps { get; init; }

    /// <summary>Notional that others trade per second on a usual day, quote units.</summary>
    public required double TradedNotionalPerSecond { get; init; }
}

/// <param name="DistanceBps">From the touch, basis points of the mid.</param>
/// <param name="Notional">Cumulative on one side up to there, quote units.</param>
public readonly record struct DepthPoint(double DistanceBps, double Notional);
