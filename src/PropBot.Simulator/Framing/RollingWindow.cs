namespace PropBot.Simulator.Framing;

/// <summary>What was spent of a limit within the stretch of real time that ends now. What was refused is not spent.</summary>
/// <param name="limit">The most that may be spent within <paramref name="length"/>, 1 or more.</param>
internal sealed class RollingWindow(TimeProvider clock, int limit, TimeSpan length)
{
    private readonly Queue<(long Timestamp, int Count)> _spent = new();
    private int _used;

    public int Limit => limit;

    /// <summary>Spends all of it, or nothing when less is left.</summary>
    public bool TrySpend(int count = 1)
    {
        if (count > Left())
        {
            return false;
        }

        _spent.Enqueue((clock.GetTimestamp(), count));
        _used += count;
        return true;
    }

    public int Left()
    {
        while (_spent.TryPeek(out (long Timestamp, int Count) oldest) && clock.GetElapsedTime(oldest.Timestamp) >= length)
        {
            _used -= _spent.Dequeue().Count;
        }

        return limit - _used;
    }

    /// <summary>Until something can be spent again; zero when it can be now.</summary>
    public TimeSpan UntilFree() =>
        Left() > 0 || !_spent.TryPeek(out (long Timestamp, int Count) oldest) ? TimeSpan.Zero : length - clock.GetElapsedTime(oldest.Timestamp);
}
