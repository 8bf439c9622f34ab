using PropBot.Core.Accounting;
using PropBot.Core.Engine.Recovery;
using PropBot.Core.Execution;
using PropBot.Core.Execution.Sweeps;
using PropBot.Core.Instruments;

namespace PropBot.Core.Engine.Effects;

/// <summary>Something to be kept. It is on disk before any request of the same event goes out.</summary>
public abstract record LedgerEffect : Effect;

/// <summary>An order was made or its state changed.</summary>
public sealed record OrderChanged(OrderRecord Order) : LedgerEffect;

/// <summary>A fill was counted, once.</summary>
public sealed record FillBooked(FillRecord Fill) : LedgerEffect;

/// <summary>A forced fill was counted, or more of one that was kept before was assigned to legs.</summary>
public sealed record ForcedFillBooked(ForcedFillRecord Record) : LedgerEffect;

/// <summary>The desk trades by these rules of an instrument from now on.</summary>
public sealed record RulesAccepted(AcceptedRules Accepted) : LedgerEffect;

/// <summary>Money moved.</summary>
public sealed record EntryPosted(JournalEntry Entry) : LedgerEffect;

public sealed record PairChanged(PairRecord Pair) : LedgerEffect;

/// <summary>A sweep was begun, got on or ended; the whole of it as it is now.</summary>
public sealed record SweepChanged(Sweep Sweep) : LedgerEffect;

public sealed record ControlChanged(ControlState Control) : LedgerEffect;

/// <summary>Two people decide something: a request was made or its state changed.</summary>
public sealed record ApprovalChanged(ApprovalRecord Approval) : LedgerEffect;
/// <summary>A reconciliation case was opened, taken, resolved, or its documents changed.</summary>
public sealed record CaseChanged(ReconciliationCase Case) : LedgerEffect;

/// <summary>The booked fills of an instrument are the venue's own list up to here.</summary>
public sealed record FillsAgreed(FillAgreement Agreement) : LedgerEffect;

/// <summary>A line for the journal that has no table of its own: <c>restart.resume</c>, a cancel intent, an alert.</summary>
/// <param name="Payload">Names and values in a fixed order; values are strings.</param>
public sealed record Journaled(string Type, IReadOnlyList<KeyValuePair<string, string>> Payload) : LedgerEffect;

/// <summary>The desk's equity at an instant, for the chart.</summary>
/// <param name="Equity">Quote units over all venues.</param>
public sealed record EquitySampled(DateTimeOffset At, decimal Equity) : LedgerEffect;

/// <summary>The ledger took no writes for a while, and does again.</summary>
public sealed record OutageRecorded(LedgerOutage Outage) : LedgerEffect;
