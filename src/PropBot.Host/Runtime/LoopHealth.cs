using System.Diagnostics;
using PropBot.Host.Surface;
using PropBot.Ledger;
using PropBot.Venues;

namespace PropBot.Host.Runtime;

/// <summary>What the loop tells of itself. Written by the loop, read by the health endpoints.</summary>
/// <param name="leads">Whether this process is the one that may write the ledger.</param>
/// <param name="ledger">Where the ledger is, for people.</param>
/// <param name="configuration">Why the next start would not take the configuration; null: it would.</param>
public sealed class LoopHealth(VenueClock clock, Func<bool> leads, string ledger, Func<string?> configuration) : IHealthSource
{
    /// <summary>A loop that has published nothing for this long is not alive.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(5);

    /// <summary>A commit that has not come back for this long is told as trouble of the ledger.</summary>
    public static readonly TimeSpan LongestCommit = TimeSpan.FromSeconds(2);

    /// <summary>A write older than this proves nothing: the loop writes every <see cref="LedgerProof.Interval"/>, this is three of them missed.</summary>
    public static readonly TimeSpan LongestProof = 3 * LedgerProof.Interval;

    private readonly Lock _lock = new();
    private TimeSpan? _provenElapsed;
    private bool _resumed;
    private TimeSpan? _lastBeat;
    private long? _committingSince;
    private LedgerTrouble? _trouble;
    private string? _halted;
    private long? _epoch;

    /// <summary>Whether this process is still the one that may write the ledger.</summary>
    public bool Leads => leads();

    public HealthState Current
    {
        get
        {
            // It may read a file: not under the lock that the loop waits for.
            string? fault = configuration();
            lock (_lock)
            {
                TimeSpan now = clock.Elapsed;
                LedgerTrouble? trouble = _halted is null ? _trouble ?? Slow_NeedsLock() : null;
                bool alive = _halted is null && (trouble is not null || (_lastBeat is { } beat && now - beat <= LongestSilence));
                TimeSpan? age = now - _provenElapsed;
                return new HealthState
                {
                    JournalOk = age <= LongestProof && _halted is null && trouble is null,
                    JournalAge = age,
                    ResumeOk = _resumed,
                    ConfigOk = fault is null,
                    ConfigFault = fault,
                    Leader = leads(),
                    FencingId = _epoch,
                    // A loop that waits for the ledger lives: it says what it waits for.
                    EngineAlive = alive,
                    EngineSilence = _lastBeat is { } last ? now - last : TimeSpan.Zero,
                    HaltedReason = _halted,
                    Ledger = trouble,
                };
            }
        }
    }

    /// <summary>When the ledger last took a write; null before the first one of this run.</summary>
    public TimeSpan? ProvenElapsed
    {
        get
        {
            lock (_lock)
            {
                return _provenElapsed;
            }
        }
    }

    /// <summary>The ledger was read: this is the start of that number.</summary>
    public void Started(long epoch)
    {
        lock (_lock)
        {
            _epoch = epoch;
        }
    }

    public void Committing()
    {
        lock (_lock)
        {
            _committingSince = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Something was written and is durable.</summary>
    public void Committed()
    {
        lock (_lock)
        {
            _provenElapsed = clock.Elapsed;
            _committingSince = null;
            _trouble = null;
        }
    }

    /// <summary>The commit did not succeed, and is going to be tried again.</summary>
    public void NotCommitted(LedgerTrouble trouble)
    {
        lock (_lock)
        {
            _trouble = trouble;
        }
    }

    /// <param name="hasResumed">What the ledger left open has been resolved with the venues.</param>
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

    /// <summary>Real time: a disk is as slow as it is, whatever the market's speed.</summary>
    private LedgerTrouble? Slow_NeedsLock() => _committingSince is { } since && Stopwatch.GetElapsedTime(since) > LongestCommit
        ? new LedgerTrouble(LedgerFault.Busy, ledger, "the commit has not come back", clock.Time.GetUtcNow() - Stopwatch.GetElapsedTime(since), 0)
        : null;
}
