namespace PropBot.Core.Strategy;

/// <summary>
/// The usual gap between two venues' mids: a slow average in market time. A statistic, so it is a <see cref="double"/>; it
/// lowers an expected edge and never touches money.
/// </summary>
/// <remarks>
/// One observation moves the average as if it were at most <see cref="LargestSurpriseBps"/> away from it, so that a
/// dislocation does not soon pass for the usual state, while a basis that stays is learnt.
/// </remarks>
internal sealed class BasisEstimator(TimeSpan halfLife)
{
    private const double LargestSurpriseBps = 5;

    // tau = half-life / ln 2
    private readonly double _timeConstantSeconds = halfLife.TotalSeconds / 0.693147180559945;
    private double _mean;
    private DateTimeOffset _lastAt;
    private TimeSpan _firstElapsed;

    public bool HasSample { get; private set; }

    /// <summary>Basis points; 0 before the first sample.</summary>
    public double MeanBps => _mean;

    /// <summary>How long it has been fed, elapsed time.</summary>
    public TimeSpan WatchedFor(TimeSpan elapsed) => HasSample ? elapsed - _firstElapsed : TimeSpan.Zero;

    public void Observe(double gapBps, DateTimeOffset at, TimeSpan elapsed)
    {
        if (!HasSample)
        {
            HasSample = true;
            _mean = Math.Clamp(gapBps, -LargestSurpriseBps, LargestSurpriseBps);
            _lastAt = at;
            _firstElapsed = elapsed;
            return;
        }

        double seconds = (at - _lastAt).TotalSeconds;
        if (seconds <= 0)
        {
            return;
        }

        _lastAt = at;
        double surprise = Math.Clamp(gapBps - _mean, -LargestSurpriseBps, LargestSurpriseBps);
        _mean += surprise * (seconds / (seconds + _timeConstantSeconds));
    }
}
