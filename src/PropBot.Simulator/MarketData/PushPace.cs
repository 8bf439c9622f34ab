namespace PropBot.Simulator.MarketData;

/// <summary>
/// How often streams are told what changed: a slow market step by step; a fast one in real time's pace, the latest state wins,
/// for no client can use ten thousand books a second.
/// </summary>
internal sealed class PushPace(SimulationClock clock)
{
    private const double FastMarketSpeed = 10;
    private static readonly TimeSpan FastMarketInterval = TimeSpan.FromMilliseconds(5);

    private long _last;

    /// <summary>Whether it is time; the caller then pushes.</summary>
    public bool IsDue()
    {
        if (clock.Speed <= FastMarketSpeed)
        {
            return true;
        }

        long timestamp = clock.GetTimestamp();
        if (clock.GetElapsedTime(_last, timestamp) < FastMarketInterval)
        {
            return false;
        }

        _last = timestamp;
        return true;
    }
}
