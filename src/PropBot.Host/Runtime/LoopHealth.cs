using PropBot.Host.Surface;
using PropBot.Venues;

namespace PropBot.Host.Runtime;

/// <summary>What the loop tells of itself. Written by the loop, read by the health endpoints.</summary>
/// <param name="leads">Whether this process is the one that may write the ledger.</param>
public sealed class LoopHealth(VenueClock clock, Func<bool> leads) : IHealthSource
{
    /// <summary>A loop that has published nothing for this long is not alive.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private bool _committed;
    private bool _resumed;
    private TimeSpan? _lastBeat;
    private string? _halted;

    public HealthState Current
    {
        get
        {
            lock (_lock)
            {
                bool alive = _halted is null && _lastBeat is { } beat && clock.Elapsed - beat <= LongestSilence;
                return new HealthState
                {
                    // A commit that fails halts the loop, so a loop that runs has a ledger that took its latest write.
                    JournalOk = _committed && _halted is null,
                    ResumeOk = _resumed,
                    // A configuration that is not valid stops the start: there is no process without a valid one.
                    ConfigOk = true,
                    Leader = leads(),
                    EngineAlive = alive,
                    HaltedReason = _halted,
                };
            }
        }
    }

    public void Committed()
    {
        if (_committed)
        {
            return;
        }

        lock (_lock)
        {
            _committed = true;
        }
    }

    /// <param name="hasResumed">No order of an earlier run is unresolved.</param>
    public void Beat(TimeSpan elapsed, bool hasResumed)
    {
        lock (_lock)
        {
            _lastBeat = elapsed;
            _resumed |= hasResumed;
        }
    }

    public void Halt(string reason)
    {
        lock (_lock)
        {
            _halted = reason;
        }
    }
}
