namespace PropBot.Host.Metrics;

/// <summary>The latest observations, whatever came before them: what is slow now is not hidden by a fast morning. One writer, any readers.</summary>
public sealed class LatestSamples(int kept)
{
    private readonly double[] _samples = new double[kept];
    private readonly Lock _lock = new();
    private long _count;

    public void Observe(double value)
    {
        lock (_lock)
        {
            _samples[_count++ % kept] = value;
        }
    }

    /// <summary>The smallest observation that at least this share of them does not exceed; null without observations.</summary>
    public double? Quantile(double share)
    {
        double[] sorted;
        lock (_lock)
        {
            sorted = _samples[..(int)Math.Min(_count, kept)];
        }

        Array.Sort(sorted);
        return sorted.Length == 0 ? null : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
