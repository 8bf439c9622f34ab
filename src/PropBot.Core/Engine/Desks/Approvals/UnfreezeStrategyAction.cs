using PropBot.Core.Engine.State;

namespace PropBot.Core.Engine.Desks.Approvals;

/// <summary>Releases the strategy and forgives what froze it.</summary>
internal sealed class UnfreezeStrategyAction(EngineState state, FreezeDesk freezes, StrategyDesk strategy, DeskAtRequest desk)
    : UnfreezeAction(state, freezes, desk, ApprovalAction.UnfreezeStrategy)
{
    protected override void OnFree() => strategy.OnReleased();
}
