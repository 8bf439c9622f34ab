using PropBot.Core.Execution.Sweeps;

namespace PropBot.Core.Engine.Events;

/// <summary>
/// An operator wants open orders, or positions too, gone. Always allowed: in HOLD, after a kill, after a breached daily loss.
/// </summary>
/// <param name="Source">Where it was asked: <c>api</c>, <c>page</c>, <c>cli</c>, <c>telegram</c>, ...</param>
/// <param name="CorrelationId">The sweep's id; the same id again changes nothing.</param>
/// <param name="DryRun">It is written down that somebody looked at the plan; nothing is sent.</param>
/// <param name="Reason">In the operator's words; empty when there are none.</param>
public sealed record SweepRequested(
    SweepKind Kind, SweepScope Scope, string Actor, string Source, string CorrelationId, bool DryRun = false, string Reason = "") : EngineEvent
{
    /// <summary>The ledger has a sweep of this id, though the engine may not remember it: nothing is begun.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>Looking at the plan does neither.</summary>
    public override bool OnlyStopsOrReduces => !DryRun;
}
