using PropBot.Core.MarketData;

namespace PropBot.Venues.Streams;

/// <summary>
/// Notices a book that stays crossed: for a moment prices may cross while messages of both sides are on their way, but one that
/// stays so has lost a message that no number shows. Belongs to the stream's task.
/// </summary>
public struct CrossedWatch
{
    /// <summary>Real time.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private TimeSpan? _since;

    /// <summary>Looks at the book after an update.</summary>
    /// <param name="receivedElapsed">When the update arrived.</param>
    /// <returns>True when it has been crossed for too long: it needs a new snapshot. Counts anew then.</returns>
    public bool IsTooLong(OrderBook book, TimeSpan receivedElapsed)
    {
        if (book.Trust != BookTrust.Crossed)
        {
            _since = null;
            return false;
        }

        _since ??= receivedElapsed;
        if (receivedElapsed - _since.Value <= Longest)
        {
            return false;
        }

        _since = null;
        return true;
    }
}
