using PropBot.Core.Engine.Recovery;
using PropBot.Core.Values;

namespace PropBot.Core.Engine.Events;

/// <summary>The first event of every run: what the ledger knew. Starting is recovering, one code path.</summary>
public sealed record EngineStarted(RecoveredState Recovered) : EngineEvent;

/// <summary>Time went on. The only way the engine learns of it without another event; comes every <c>Heartbeat</c>.</summary>
public sealed record ClockTicked : EngineEvent;

/// <summary>
/// The process is to end: nothing opens or closes any more, unequal pairs are made equal, and the snapshot says when no order is
/// left without its end.
/// </summary>
public sealed record ShutdownRequested : EngineEvent;

/// <summary>The ledger could not take a write: nothing opens until <see cref="LedgerRestored"/>.</summary>
public sealed record LedgerFailed(string Reason) : EngineEvent;

/// <summary>The ledger takes writes again, and what had come in meanwhile is dealt with.</summary>
public sealed record LedgerRestored(LedgerOutage Outage) : EngineEvent;

/// <summary>
/// An opening order whose intent waited for the ledger so long that its prices were old: it was kept and then not sent, for
/// certain. (What reduces risk is sent however long it waited.)
/// </summary>
public sealed record OrderNotSent(ClientOrderId ClientOrderId, string Reason) : EngineEvent;

/// <summary>
/// An order, or its cancel, was decided more than <see cref="Execution.ExecutionOptions.LongestHandOver"/> ago and left only now: until then nothing
/// that the venue says of it proves anything.
/// </summary>
public sealed record OrderSentLate(ClientOrderId ClientOrderId) : EngineEvent;
