using PropBot.Core.MarketData;

namespace PropBot.Core.Engine.State;

/// <summary>
/// How long ago one book was whole, as the watchdog judges it: at the instants at which it is synced. One that was not lost but wrong
/// (suspect) must stand for a while first, or a venue whose every snapshot is contradicted by the next update would look well.
/// </summary>
internal sealed class BookWatch
{
    private TimeSpan? _wholeElapsed;
    private TimeSpan? _standsSince;
    private TimeSpan? _watchedSince;
    private bool _isDoubted;
    private bool _wasBroken;

    /// <summary>The book as the loop hands it over, before anything is decided on it.</summary>
    /// <param name="provenAfter">How long a book that was suspect must stand.</param>
    public void OnDepth(BookTrust trust, TimeSpan elapsed, TimeSpan provenAfter)
    {
        _wasBroken |= trust != BookTrust.Synced;
        _wholeElapsed = WholeElapsed(elapsed, provenAfter);
        _standsSince = trust == BookTrust.Synced ? _standsSince ?? elapsed : null;
        _isDoubted = trust == BookTrust.Suspect || (_isDoubted && (_standsSince is not { } since || elapsed - since < provenAfter));
    }

    /// <returns>The last instant at which it was whole, elapsed time: now while it is; null when it never was.</returns>
    public TimeSpan? WholeElapsed(TimeSpan elapsed, TimeSpan provenAfter) =>
        _standsSince is { } since && (!_isDoubted || elapsed - since >= provenAfter) ? elapsed : _wholeElapsed;

    /// <summary>True when it was broken at any time since this was last asked.</summary>
    public bool TakeBroken()
    {
        bool was = _wasBroken;
        _wasBroken = false;
        return was;
    }

    /// <summary>How long it has not been whole, at most as long as it has been looked at.</summary>
    public TimeSpan Broken(TimeSpan elapsed, TimeSpan provenAfter)
    {
        _watchedSince ??= elapsed;
        return elapsed - (WholeElapsed(elapsed, provenAfter) ?? _watchedSince.Value);
    }
}
