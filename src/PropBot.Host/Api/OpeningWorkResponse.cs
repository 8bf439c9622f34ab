using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Core.Risk;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>How much was sent in the last minute against what may be, as the breaker counts it: opening orders, and cancels of such.</summary>
internal sealed record RunawayGuardResponse(RunawayLimitsResponse Limits, RunawayCountersResponse Counters)
{
    public static RunawayGuardResponse Of(EngineSnapshot snapshot)
    {
        (decimal Threshold, decimal Current) orders = Line(snapshot, RiskRule.RunawayOrders);
        (decimal Threshold, decimal Current) cancels = Line(snapshot, RiskRule.RunawayCancels);
        return new RunawayGuardResponse(
            new RunawayLimitsResponse((int)orders.Threshold, (int)cancels.Threshold), new RunawayCountersResponse((int)orders.Current, (int)cancels.Current));
    }

    private static (decimal Threshold, decimal Current) Line(EngineSnapshot snapshot, RiskRule rule) =>
        snapshot.Risk.Lines.FirstOrDefault(l => l.Limit == rule.Code()) is { } line ? (line.Threshold, line.Current) : default;
}

/// <summary>0: there is none.</summary>
internal sealed record RunawayLimitsResponse(int MaxOrdersPerMin, int MaxCancelsPerMin);

internal sealed record RunawayCountersResponse(int OrdersPlacedLastMin, int CancelsLastMin);

/// <summary>What opens pairs by itself: what it has looked at and done last.</summary>
/// <param name="AutoEnabled">The badge <c>auto_trade</c> is ON.</param>
/// <param name="LastOpportunityCheckedTs">When the youngest book came: every one is looked at as it comes; null before the first.</param>
/// <param name="LastExecutionResult">Where the newest pair stands; null: there was none.</param>
/// <param name="ConsecutiveFailures">Pairs in a row that failed.</param>
/// <param name="LastExecutionTs">When the newest pair was begun.</param>
/// <param name="LastSuccessTs">When a pair last ended well, among the latest that are kept here.</param>
internal sealed record AutoHedgeResponse(
    bool AutoEnabled, DateTimeOffset? LastOpportunityCheckedTs, PairStatus? LastExecutionResult, int ConsecutiveFailures, bool OnHold,
    DateTimeOffset? LastExecutionTs, DateTimeOffset? LastSuccessTs)
{
    public static AutoHedgeResponse Of(EngineSnapshot snapshot, HealthState health)
    {
        TimeSpan? youngest = snapshot.Venues.SelectMany(v => v.Books).Select(b => b.Age).Min();
        PairRecord? newest = snapshot.ActivePairs.Concat(snapshot.RecentPairs).Select(p => p.Pair).MaxBy(p => p.Id);
        return new AutoHedgeResponse(
            Badges.Of(snapshot, health).IsTrading,
            snapshot.At - youngest,
            newest?.Status,
            snapshot.Strategy?.Control.ConsecutiveFailures ?? 0,
            snapshot.Control.IsHeld,
            newest?.OpenedAt,
            snapshot.RecentPairs.Select(p => p.Pair).Where(p => p.WentWell).Max(p => p.ClosedAt));
    }
}
