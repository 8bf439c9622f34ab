using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Core.Strategy;
using PropBot.Host.Surface;

namespace PropBot.Host.Api.State;

/// <summary>What each strategy does next and why, in the contract's words (section 4.10). There is one registry, and one strategy in it.</summary>
internal sealed record OrchestratorPlanResponse(DateTimeOffset Ts, IReadOnlyList<PlannedStrategyResponse> Strategies, RiskGatesResponse RiskGates)
{
    public static OrchestratorPlanResponse Of(DeskReading desk, EngineSnapshot snapshot) =>
        new(snapshot.At, [PlannedStrategyResponse.Of(desk, snapshot)], RiskGatesResponse.Of(snapshot));
}

/// <param name="Decision"><c>run</c> while the badge <c>auto_trade</c> is ON, <c>skip</c> while it is OFF.</param>
/// <param name="Reason">The code of the brake that is engaged; <c>ok</c> while none is, <c>process</c> where the process itself is not well.</param>
/// <param name="LastResult">Where its newest pair stands; null: there was none.</param>
/// <param name="LastRunTs">When that one was begun.</param>
internal sealed record PlannedStrategyResponse(string Name, string Decision, string Reason, string StatusReason, PairStatus? LastResult, string? LastError, DateTimeOffset? LastRunTs)
{
    public static PlannedStrategyResponse Of(DeskReading desk, EngineSnapshot snapshot)
    {
        bool runs = Badges.Of(snapshot, desk.Health).IsTrading;
        PairRecord? newest = snapshot.ActivePairs.Concat(snapshot.RecentPairs).Select(p => p.Pair).MaxBy(p => p.Id);
        string reason = runs ? "ok" : snapshot.Brake is { } brake ? brake.Code() : "process";
        return new PlannedStrategyResponse(
            StrategyNames.CrossExchangeArb, runs ? "run" : "skip", reason, snapshot.OpeningBlocks.Count > 0 ? snapshot.OpeningBlocks[0].English : "", newest?.Status, newest?.LastError, newest?.OpenedAt);
    }
}

/// <param name="RiskCapsOk">No limit is breached by what is held or in flight.</param>
/// <param name="ReasonIfBlocked">The code of the brake; null while none is engaged.</param>
internal sealed record RiskGatesResponse(bool HoldActive, bool SafeMode, bool DryRunMode, bool AutopilotEnabled, bool RiskCapsOk, string? ReasonIfBlocked)
{
    public static RiskGatesResponse Of(EngineSnapshot snapshot) => new(
        snapshot.Control.IsHeld, snapshot.Control.SafeMode, snapshot.IsDryRun, snapshot.Autopilot.Enabled, snapshot.Risk.Lines.All(l => !l.IsBreached), snapshot.Brake?.Code());
}
