using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Strategy;

namespace PropBot.Core.Engine.Desks.Approvals;

/// <summary>Lets the strategy lose its daily budget once more.</summary>
internal sealed class ResetBudgetAction(EngineState state, StrategyDesk strategy, DeskAtRequest desk) : TwoPersonAction(ApprovalAction.ResetBudget)
{
    public override CommandRefusal? Forbids(ApprovalSubject subject) =>
        subject.Releases?.Strategy is { } name && StrategyNames.All.Contains(name) ? null : FreezeDesk.NoStrategy(subject.Releases?.Subject ?? "");

    public override IReadOnlyList<KeyValuePair<string, string>> Shows(ApprovalSubject subject)
    {
        ControlScope scope = subject.Releases!.Value;
        return [new("scope", scope.Kind.Code()), new("subject", scope.Subject), new("restricted", state.Control.Scopes.Words(scope)), .. desk.Words(), .. strategy.Standing().Words()];
    }

    public override void OnConfirmed(ApprovalRecord approved, ApprovalConfirmed confirmed)
    {
        ApprovalRecord used = approved.Used(confirmed.Actor, state.At);
        state.SetApproval(used);
        strategy.ResetBudget(used, confirmed);
    }
}
