namespace PropBot.Venues.Chaos;

/// <summary>One sequence of draws from 0 (inclusive) to 1 (exclusive), fixed by the run's seed and by what it is drawn for.</summary>
public sealed class ChaosDraws(int seed, string purpose)
{
    private readonly Lock _lock = new();
    private readonly Random _random = new(Mix(seed, purpose));
    private long _drawn;

    /// <summary>How often it was drawn: as often as something could have gone wrong.</summary>
    public long Drawn
    {
        get
        {
            lock (_lock)
            {
                return _drawn;
            }
        }
    }

    /// <summary>May be called from any task; who comes first gets the next number.</summary>
    public double Next()
    {
        lock (_lock)
        {
            _drawn++;
            return _random.NextDouble();
        }
    }

    /// <summary>FNV-1a over seed and purpose: the same in every process, as <see cref="string.GetHashCode()"/> is not.</summary>
    private static int Mix(int seed, string purpose)
    {
        const uint Basis = 2_166_136_261;
        const uint Prime = 16_777_619;
        uint hash = Basis;
        foreach (char part in $"{seed} {purpose}")
        {
            hash = unchecked((hash ^ part) * Prime);
        }

        return unchecked((int)hash);
    }
}
