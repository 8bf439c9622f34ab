using PropBot.Core.Risk;

namespace PropBot.Core.Engine.State;

/// <summary>
/// What a book last agreed on: a mid that is far from it is believed only once it has stayed where it is for a while, so that one wild
/// message moves nothing.
/// </summary>
internal sealed class LastGoodPrice
{
    /// <summary>So long a new level must stand before it is the good one, elapsed time.</summary>
    private static readonly TimeSpan Proof = TimeSpan.FromSeconds(3);

    private decimal _candidate;
    private TimeSpan _candidateSince;

    /// <summary>Quote units; null before the first.</summary>
    public decimal? Price { get; private set; }

    public void Observe(decimal mid, decimal limitBps, TimeSpan elapsed)
    {
        if (Price is not { } good || PriceConsensus.DeviationBps(mid, good) <= limitBps)
        {
            Price = mid;
            _candidate = 0m;
        }
        else if (_candidate == 0m || PriceConsensus.DeviationBps(mid, _candidate) > limitBps)
        {
            _candidate = mid;
            _candidateSince = elapsed;
        }
        else if (elapsed - _candidateSince >= Proof)
        {
            Price = mid;
            _candidate = 0m;
        }
    }
}
