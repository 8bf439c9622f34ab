using PropBot.Core.Accounting;

namespace PropBot.Core.Engine.Events;

/// <summary>An operator looks after a reconciliation case from now on.</summary>
public sealed record CaseTaken(CaseId Case, string Actor, string CorrelationId = "") : OperatorCommand(Actor, CorrelationId);

/// <summary>An operator explains a reconciliation case; opening may go on where it stopped it.</summary>
/// <param name="Note">What it was, in the operator's words.</param>
public sealed record CaseResolved(CaseId Case, string Actor, string Note, string CorrelationId = "") : OperatorCommand(Actor, CorrelationId);
