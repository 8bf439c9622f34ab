using PropBot.Core.Values;

namespace PropBot.Core.Engine.Events;

/// <summary>
/// Something that a person ordered. The engine decides whether it may be; what it refuses is in <c>TradingEngine.Refusal</c>
/// after the event, and in the journal.
/// </summary>
/// <param name="Actor">Name of the authenticated operator.</param>
/// <param name="CorrelationId">Names the request that carried it, for the journal.</param>
public abstract record OperatorCommand(string Actor, string CorrelationId) : EngineEvent
{
    /// <summary>The way it came: <c>ui</c> (page and API) or <c>telegram</c>.</summary>
    public string Channel { get; init; } = "ui";
}

/// <summary>An operator stops opening; what reduces risk goes on. Never refused.</summary>
public sealed record HoldRequested(string Actor, string Reason, string CorrelationId = "") : OperatorCommand(Actor, CorrelationId)
{
    public override bool OnlyStopsOrReduces => true;
}

/// <summary>
/// The approved way back to RUN is gone to its end. Refused while a cause holds, without an approved request, and while a check
/// is not green. In RUN too nothing opens while another rule forbids it.
/// </summary>
public sealed record ResumeRequested(string Actor, string Reason, string CorrelationId = "") : OperatorCommand(Actor, CorrelationId);

/// <summary>
/// An operator kills the desk: at once, in any mode, by one person. Engages the hold, then latches. Never refused; again while
/// killed it changes nothing but the journal.
/// </summary>
/// <param name="Flatten">What is open is to be taken off too.</param>
public sealed record KillRequested(string Actor, string Reason, string CorrelationId = "", bool Flatten = false) : OperatorCommand(Actor, CorrelationId)
{
    public override bool OnlyStopsOrReduces => true;
}

/// <summary>An operator wants the start-up checks made anew: accounts, rights and settings of every venue are asked for. Never refused; changes no brake.</summary>
public sealed record PreflightRequested(string Actor, string Reason, string CorrelationId = "") : OperatorCommand(Actor, CorrelationId);

/// <summary>An operator asks for something that another one has to confirm. One that waits already is left as it is.</summary>
/// <param name="Id">The id that the request gets if it is a new one.</param>
public sealed record ApprovalRequested(ApprovalId Id, ApprovalAction Action, string Actor, string Reason, string CorrelationId = "")
    : OperatorCommand(Actor, CorrelationId)
{
    /// <summary>What is to be given up, with <see cref="ApprovalAction.AbandonSweep"/>.</summary>
    public SweepVenueRef? Abandons { get; init; }

    /// <summary>What is to be released, with an unfreeze, whose budget begins anew, and what is switched on again.</summary>
    public ControlScope? Releases { get; init; }

    /// <summary>With <see cref="ApprovalAction.RaiseLimit"/>.</summary>
    public LimitChange? Raises { get; init; }

    /// <summary>With <see cref="ApprovalAction.ApplyConfig"/>.</summary>
    public ConfigVersion? Applies { get; init; }

    public ApprovalSubject Subject => new(Abandons, Releases, Raises, Applies);
}

/// <summary>An operator restricts a part of the desk, at once and alone. Refused only where there is no such part, and for a release.</summary>
public sealed record FreezeRequested(ControlScope Scope, ScopeState State, string Actor, string Reason, string CorrelationId = "")
    : OperatorCommand(Actor, CorrelationId)
{
    public override bool OnlyStopsOrReduces => true;
}

/// <summary>
/// An operator switches a strategy off, at once and alone; or on, alone only where the two-man rule is off: what a person switched off is a brake, and
/// <see cref="ApprovalAction.EnableStrategy"/> is the way back.
/// </summary>
public sealed record StrategySwitched(string Strategy, bool Enabled, string Actor, string Reason, string CorrelationId = "") : OperatorCommand(Actor, CorrelationId)
{
    public override bool OnlyStopsOrReduces => !Enabled;
}

/// <summary>An operator lowers a limit, at once and alone. Refused where it is not lower.</summary>
public sealed record LimitLowered(LimitChange Change, string Actor, string Reason, string CorrelationId = "") : OperatorCommand(Actor, CorrelationId)
{
    public override bool OnlyStopsOrReduces => true;
}

/// <summary>
/// The configuration that two people confirmed counts from now on: whoever made it ready has put it in place. Refused without such an
/// approval, or when it is about another text.
/// </summary>
public sealed record ConfigApplied(ConfigVersion Config, string Actor, string CorrelationId = "") : OperatorCommand(Actor, CorrelationId);

/// <summary>Another operator confirms what waits. The shell has checked the second factor where there is one.</summary>
/// <param name="Id">Which one they mean; null: the one that waits.</param>
public sealed record ApprovalConfirmed(ApprovalAction Action, ApprovalId? Id, string Actor, string CorrelationId = "")
    : OperatorCommand(Actor, CorrelationId);

/// <summary>An operator says no to what waits or was confirmed and not carried out; the requester may take it back so.</summary>
public sealed record ApprovalRejected(ApprovalId Id, string Actor, string Reason, string CorrelationId = "") : OperatorCommand(Actor, CorrelationId)
{
    /// <summary>Nobody said no: it was confirmed, and whoever carries it out could not.</summary>
    public bool HasFailed { get; init; }
}

/// <summary>A person has read what the venue changed in an instrument's rules; opening on it may go on.</summary>
/// <param name="Instrument">Null: every instrument with an unread change.</param>
public sealed record InstrumentChangeAcknowledged(InstrumentId? Instrument, string Actor, string CorrelationId = "")
    : OperatorCommand(Actor, CorrelationId);

/// <summary>Somebody has presented so many wrong secrets that the shell calls it guessing: it is written down and told. Moves nothing.</summary>
/// <param name="From">Their address, or the person's name where that is known.</param>
/// <param name="Wrong">How many within the shell's window.</param>
/// <param name="Actor">Which part of the shell saw it.</param>
public sealed record SecretGuessed(GuessedSecret Secret, string From, int Wrong, string Actor, string CorrelationId = "") : OperatorCommand(Actor, CorrelationId);
