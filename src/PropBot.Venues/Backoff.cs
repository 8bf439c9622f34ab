namespace PropBot.Venues;

/// <summary>
/// Pauses between attempts: the first short, each next twice as long up to the longest, each between half and the whole of
/// that, drawn from a seed, so that many connections do not come back at the same instant.
/// </summary>
public sealed class Backoff(TimeSpan shortest, TimeSpan longest, int seed)
{
    private readonly Random _jitter = new(seed);
    private int _attempts;

    public TimeSpan Next()
    {
        const int EnoughDoublings = 20;
        long doubled = shortest.Ticks << Math.Min(_attempts, EnoughDoublings);
        _attempts++;
        double whole = Math.Min(doubled, longest.Ticks);
        return TimeSpan.FromTicks((long)(whole * (0.5 + (_jitter.NextDouble() / 2))));
    }

    public void Reset() => _attempts = 0;
}
