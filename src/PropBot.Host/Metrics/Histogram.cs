namespace PropBot.Host.Metrics;

/// <summary>Counts observations into fixed buckets. Any thread may observe; an observation allocates nothing.</summary>
public sealed class Histogram
{
    private readonly double[] _upperBounds;
    private readonly long[] _counts;
    private double _sum;

    /// <param name="upperBounds">Ascending, inclusive; what is above the last one falls into the open bucket.</param>
    public Histogram(params double[] upperBounds)
    {
        _upperBounds = [.. upperBounds];
        _counts = new long[upperBounds.Length + 1];
    }

    public IReadOnlyList<double> UpperBounds => _upperBounds;

    public void Observe(double value)
    {
        int bucket = 0;
        while (bucket < _upperBounds.Length && value > _upperBounds[bucket])
        {
            bucket++;
        }

        Interlocked.Increment(ref _counts[bucket]);
        double seen = Volatile.Read(ref _sum);
        double before;
        do
        {
            before = seen;
            seen = Interlocked.CompareExchange(ref _sum, before + value, before);
        }
        while (!seen.Equals(before));
    }

    public HistogramReading Read()
    {
        var cumulative = new long[_counts.Length];
        long total = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            total += Interlocked.Read(ref _counts[i]);
            cumulative[i] = total;
        }

        return new HistogramReading(_upperBounds, cumulative, Volatile.Read(ref _sum));
    }
}

/// <summary>A histogram at an instant.</summary>
/// <param name="Cumulative">Observations at or below each bound, and last all of them.</param>
public sealed record HistogramReading(IReadOnlyList<double> UpperBounds, IReadOnlyList<long> Cumulative, double Sum)
{
    public long Count => Cumulative[^1];

    /// <summary>The bound below which this share of the observations lies; null without observations, infinity above the last bound.</summary>
    public double? Quantile(double share)
    {
        if (Count == 0)
        {
            return null;
        }

        double wanted = share * Count;
        for (int i = 0; i < UpperBounds.Count; i++)
        {
            if (Cumulative[i] >= wanted)
            {
                return UpperBounds[i];
            }
        }

        return double.PositiveInfinity;
    }
}
