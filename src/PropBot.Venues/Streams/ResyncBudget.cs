namespace PropBot.Venues.Streams;

/// <summary>
/// How often one book may be asked for anew: a book that breaks again and again is not repaired by asking faster, and the venue
/// counts. At most <see cref="Most"/> times within <see cref="Span"/>, after that once per <see cref="Pause"/>. Real time.
/// </summary>
public sealed class ResyncBudget(VenueClock clock)
{
    public const int Most = 10;

    public static readonly TimeSpan Span = TimeSpan.FromMinutes(5);

    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Queue<TimeSpan> _asked = new(Most);

    /// <returns>How long to wait before the next question; zero when it may be asked now.</returns>
    public TimeSpan Wait()
    {
        TimeSpan now = clock.Elapsed;
        while (_asked.TryPeek(out TimeSpan oldest) && now - oldest >= Span)
        {
            _asked.Dequeue();
        }

        TimeSpan wait = _asked.Count < Most ? TimeSpan.Zero : _asked.Last() + Pause - now;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>It was asked.</summary>
    public void Count()
    {
        if (_asked.Count == Most)
        {
            _asked.Dequeue();
        }

        _asked.Enqueue(clock.Elapsed);
    }
}
