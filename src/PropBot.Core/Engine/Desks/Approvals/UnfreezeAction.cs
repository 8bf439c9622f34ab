using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;

namespace PropBot.Core.Engine.Desks.Approvals;

/// <summary>Releases a restricted venue, instrument or the desk itself.</summary>
internal class UnfreezeAction(EngineState state, FreezeDesk freezes, AutopilotGuard guard, DeskAtRequest desk, ApprovalAction action = ApprovalAction.Unfreeze) : TwoPersonAction(action)
{
    public override CommandRefusal? Forbids(ApprovalSubject subject) => Action == ApprovalAction.Unfreeze && subject.Releases?.Kind == ScopeKind.Strategy
        ? new CommandRefusal(CommandRefusal.WrongAction, "a strategy is released by unfreeze_strategy", "стратегию снимает unfreeze_strategy")
        : freezes.NothingToRelease(subject.Releases);

    public override IReadOnlyList<KeyValuePair<string, string>> Shows(ApprovalSubject subject)
    {
        ControlScope scope = subject.Releases!.Value;
        return [new("scope", scope.Kind.Code()), new("subject", scope.Subject), new("restricted", state.Control.Scopes.Words(scope)), .. desk.Words()];
    }

    public override void OnConfirmed(ApprovalRecord approved, ApprovalConfirmed confirmed)
    {
        ApprovalRecord used = approved.Used(confirmed.Actor, state.At);
        state.SetApproval(used);
        if (freezes.Release(used.Releases!.Value, used, confirmed))
        {
            OnFree();
        }
    }

    /// <summary>Nothing restricts it any more: a venue that was set aside and is not well holds the desk before anything can be opened.</summary>
    protected virtual void OnFree() => guard.Check();
}
