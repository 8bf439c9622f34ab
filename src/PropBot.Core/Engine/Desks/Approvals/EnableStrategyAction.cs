using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;
using PropBot.Core.Strategy;

namespace PropBot.Core.Engine.Desks.Approvals;

/// <summary>Switches the strategy on again that a person switched off. What froze it stays.</summary>
internal sealed class EnableStrategyAction(EngineState state, StrategyDesk strategy, DeskAtRequest desk) : TwoPersonAction(ApprovalAction.EnableStrategy)
{
    public override CommandRefusal? Forbids() => strategy.NothingToEnable();

    public override CommandRefusal? Forbids(ApprovalSubject subject) =>
        subject.Releases?.Strategy is { } name && StrategyNames.All.Contains(name) ? null : FreezeDesk.NoStrategy(subject.Releases?.Subject ?? "");

    public override IReadOnlyList<KeyValuePair<string, string>> Shows(ApprovalSubject subject)
    {
        ControlScope scope = subject.Releases!.Value;
        return
        [
            new("scope", scope.Kind.Code()), new("subject", scope.Subject), new("switched_off", strategy.OffWords()), new("restricted", state.Control.Scopes.Words(scope)), .. desk.Words(),
        ];
    }

    public override void OnConfirmed(ApprovalRecord approved, ApprovalConfirmed confirmed)
    {
        ApprovalRecord used = approved.Used(confirmed.Actor, state.At);
        state.SetApproval(used);
        strategy.Enable(used, confirmed);
    }
}
