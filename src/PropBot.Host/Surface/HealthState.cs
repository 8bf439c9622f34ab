namespace PropBot.Host.Surface;

/// <summary>What the process knows of itself. Every field is the outcome of a real check; reading it changes nothing.</summary>
public sealed record HealthState
{
    /// <summary>The ledger took its latest write, and that is not long ago: while nothing is to be kept a write of its own is tried every few seconds.</summary>
    public required bool JournalOk { get; init; }

    /// <summary>How long ago the ledger last took a write, real time; null when it has not yet.</summary>
    public TimeSpan? JournalAge { get; init; }

    /// <summary>What the ledger knew was recovered and resolved with the venues.</summary>
    public required bool ResumeOk { get; init; }

    /// <summary>The next start would take the configuration as its file and the environment stand now, looked at every few seconds.</summary>
    public required bool ConfigOk { get; init; }

    /// <summary>Why it would not: the first fault; null while it would.</summary>
    public string? ConfigFault { get; init; }

    /// <summary>This process holds the ledger's lock, so that no second one trades on the same books.</summary>
    public required bool Leader { get; init; }

    /// <summary>Which start of all starts on this ledger leads: every client order id carries it. Null before the ledger was read.</summary>
    public long? FencingId { get; init; }

    /// <summary>The engine's loop runs and has handled an event within its time limit.</summary>
    public required bool EngineAlive { get; init; }

    /// <summary>How long ago the engine's loop last handled an event, real time; as long as it waits for the ledger it looks at nothing.</summary>
    public TimeSpan EngineSilence { get; init; }

    /// <summary>Why the engine halted itself; null while it has not.</summary>
    public string? HaltedReason { get; init; }

    /// <summary>Why the ledger takes no writes now; null while it does.</summary>
    public LedgerTrouble? Ledger { get; init; }

    /// <summary>What <c>/healthz</c> answers by; leader and configuration inform.</summary>
    public bool IsOk => JournalOk && ResumeOk && EngineAlive && HaltedReason is null;
}

public interface IHealthSource
{
    HealthState Current { get; }
}
