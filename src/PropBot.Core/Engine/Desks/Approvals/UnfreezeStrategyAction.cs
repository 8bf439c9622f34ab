using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.State;

namespace PropBot.Core.Engine.Desks.Approvals;

/// <summary>Releases the strategy and forgives what the request showed of what froze it.</summary>
internal sealed class UnfreezeStrategyAction(EngineState state, FreezeDesk freezes, AutopilotGuard guard, StrategyDesk strategy, DeskAtRequest desk)
    : UnfreezeAction(state, freezes, guard, desk, ApprovalAction.UnfreezeStrategy)
{
    public override IReadOnlyList<KeyValuePair<string, string>> Shows(ApprovalSubject subject) => [.. base.Shows(subject), .. strategy.Standing().Words()];

    /// <summary>Before the release: what stands beyond what was shown is not released.</summary>
    public override void OnConfirmed(ApprovalRecord approved, ApprovalConfirmed confirmed)
    {
        strategy.Forgive(approved);
        base.OnConfirmed(approved, confirmed);
    }
}
