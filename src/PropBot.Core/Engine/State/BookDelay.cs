using PropBot.Core.Engine.Events;
using PropBot.Core.MarketData;

namespace PropBot.Core.Engine.State;

/// <summary>
/// How late a book's messages come, by the time that the venue wrote into them: a stream that lags steadily is never silent and shows prices that
/// are over. A book whose venue tells no time has no delay here; its silence is all that can be seen of it.
/// </summary>
internal sealed class BookDelay
{
    private DateTimeOffset _venueTime;
    private bool _isLong;

    /// <summary>Of the latest content when it arrived, elapsed time: what the venue's clock is certain to have gone on meanwhile. Zero before the first.</summary>
    public TimeSpan Latest { get; private set; }

    /// <param name="clock">The venue's clock as last measured; null before the first measurement: then its time is taken to be ours.</param>
    /// <param name="marketSpeed">Market seconds in one elapsed second.</param>
    public void OnDepth(DepthView view, VenueClockMeasured? clock, DateTimeOffset at, TimeSpan elapsed, double marketSpeed)
    {
        if (view.Trust != BookTrust.Synced || view.VenueTime == default || view.VenueTime == _venueTime)
        {
            return;
        }

        _venueTime = view.VenueTime;
        TimeSpan passed = at - view.VenueTime;
        if (clock is not null)
        {
            passed += clock.Offset - clock.Uncertainty;
        }

        // What it waited for the engine since then is in its age.
        TimeSpan late = (passed / marketSpeed) - (elapsed - view.ReceivedElapsed);
        Latest = late > TimeSpan.Zero ? late : TimeSpan.Zero;
    }

    /// <summary>Longer than the limit, and from then on until it is not longer than half of it.</summary>
    public bool IsLong(TimeSpan limit)
    {
        _isLong = Latest > (_isLong ? limit / 2 : limit);
        return _isLong;
    }
}
