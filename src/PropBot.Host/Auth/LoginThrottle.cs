using System.Net;

namespace PropBot.Host.Auth;

/// <summary>Stops guessing: an address that failed too often must wait. HOLD is never behind it.</summary>
internal sealed class LoginThrottle(TimeProvider time)
{
    public const int MaxFailures = 10;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private const int MaxAddresses = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, (int Failures, long Since)> _failures = [];

    public bool MustWait(IPAddress address)
    {
        lock (_lock)
        {
            return _failures.TryGetValue(address, out var seen) && seen.Failures >= MaxFailures && !IsOver(seen.Since);
        }
    }

    public void Failed(IPAddress address)
    {
        lock (_lock)
        {
            if (_failures.TryGetValue(address, out var seen) && !IsOver(seen.Since))
            {
                _failures[address] = (seen.Failures + 1, seen.Since);
                return;
            }

            DropOld_NeedsLock();
            _failures[address] = (1, time.GetTimestamp());
        }
    }

    private bool IsOver(long since) => time.GetElapsedTime(since) >= Window;

    private void DropOld_NeedsLock()
    {
        foreach (IPAddress address in _failures.Where(f => IsOver(f.Value.Since)).Select(f => f.Key).ToList())
        {
            _failures.Remove(address);
        }

        if (_failures.Count >= MaxAddresses)
        {
            _failures.Remove(_failures.MinBy(f => f.Value.Since).Key);
        }
    }
}
