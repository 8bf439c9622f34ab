using PropBot.Host.Surface;
using PropBot.Venues;

namespace PropBot.Host.Runtime;

/// <summary>What the loop tells of itself. Written by the loop, read by the health endpoints.</summary>
public sealed class LoopHealth(VenueClock clock) : IHealthSource
{
    /// <summary>A loop that has published nothing for this long is not alive.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private bool _committed;
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
                    // The first event of every run writes the restart record, so a running loop has proved both.
                    JournalOk = _committed && _halted is null,
                    ResumeOk = _committed,
                    ConfigOk = true,
                    Leader = _committed,
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

    public void Beat(TimeSpan elapsed)
    {
        lock (_lock)
        {
            _lastBeat = elapsed;
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
