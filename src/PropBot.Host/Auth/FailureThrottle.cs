namespace PropBot.Host.Auth;

/// <summary>Whoever failed too often within a window must wait until it is over. Its memory is bounded: the oldest are forgotten first.</summary>
/// <param name="most">Failures within the window after which there is no more.</param>
internal class FailureThrottle<TKey>(TimeProvider time, int most, TimeSpan window)
    where TKey : notnull
{
    private const int MaxKeys = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<TKey, (int Failures, long Since)> _failures = [];

    public bool MustWait(TKey key)
    {
        lock (_lock)
        {
            return _failures.TryGetValue(key, out var seen) && seen.Failures >= most && !IsOver(seen.Since);
        }
    }

    /// <returns>How many failures the window has with this one.</returns>
    public int Failed(TKey key)
    {
        lock (_lock)
        {
            if (_failures.TryGetValue(key, out var seen) && !IsOver(seen.Since))
            {
                _failures[key] = (seen.Failures + 1, seen.Since);
                return seen.Failures + 1;
            }

            DropOld_NeedsLock();
            _failures[key] = (1, time.GetTimestamp());
            return 1;
        }
    }

    private bool IsOver(long since) => time.GetElapsedTime(since) >= window;

    private void DropOld_NeedsLock()
    {
        if (_failures.Count < MaxKeys)
        {
            return;
        }

        foreach (TKey key in _failures.Where(f => IsOver(f.Value.Since)).Select(f => f.Key).ToList())
        {
            _failures.Remove(key);
        }

        if (_failures.Count >= MaxKeys)
        {
            _failures.Remove(_failures.MinBy(f => f.Value.Since).Key);
        }
    }
}
