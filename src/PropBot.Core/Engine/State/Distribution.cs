namespace PropBot.Core.Engine.State;

/// <summary>How many durations fell between bounds that grow by a quarter each, from 1 ms to 2 min. Adding allocates nothing.</summary>
internal sealed class Distribution
{
    private const double Growth = 1.25;
    private static readonly double[] BoundsMs = [.. Enumerable.Range(0, 54).Select(i => Math.Pow(Growth, i))];

    private readonly int[] _counts = new int[BoundsMs.Length + 1];

    public int Count { get; private set; }

    public void Clear()
    {
        Array.Clear(_counts);
        Count = 0;
    }

    public void Add(TimeSpan duration)
    {
        int at = Array.BinarySearch(BoundsMs, duration.TotalMilliseconds);
        _counts[at < 0 ? ~at : at]++;
        Count++;
    }

    public void Add(Distribution other)
    {
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }

        Count += other.Count;
    }

    /// <summary>Milliseconds below which this share of the durations lies, linear between two bounds; zero without any.</summary>
    public decimal Quantile(double share)
    {
        double wanted = share * Count;
        double below = 0;
        for (int i = 0; i < _counts.Length; i++)
        {
            if (_counts[i] > 0 && below + _counts[i] >= wanted)
            {
                double from = i == 0 ? 0 : BoundsMs[i - 1];
                double to = BoundsMs[Math.Min(i, BoundsMs.Length - 1)];
                return Math.Round((decimal)(from + ((to - from) * (wanted - below) / _counts[i])), 1, MidpointRounding.AwayFromZero);
            }

            below += _counts[i];
        }

        return 0m;
    }
}
