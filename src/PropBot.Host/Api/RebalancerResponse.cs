using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution;
using PropBot.Host.Surface;

namespace PropBot.Host.Api;

/// <summary>What the rebalancer has done for one pair.</summary>
internal sealed record RebalancerResponse(
    RebalanceStatus Status, int Attempts, int Failures, DateTimeOffset LastAttemptTs, string? LastError, LegRole LastSide, decimal FilledRatio)
{
    public static RebalancerResponse? Of(RebalanceRecord? record) => record is null
        ? null
        : new RebalancerResponse(record.Status, record.Attempts, record.Failures, record.LastAttemptAt, record.LastError, record.LastLeg, record.FilledRatio);
}

/// <summary>The desk's unequal pairs at a glance. Source of the shape: the operator's contract, partial_rebalance.</summary>
/// <param name="Count">Pairs that are PARTIAL.</param>
/// <param name="Label">The badge: OK, PARTIAL or REBALANCING.</param>
/// <param name="Attempts">The most orders that one of them has had to make it equal.</param>
/// <param name="LastError">The oldest one's latest trouble.</param>
internal sealed record PartialRebalanceResponse(int Count, string Label, int Attempts, string? LastError, bool Rebalancing)
{
    public static PartialRebalanceResponse Of(EngineSnapshot snapshot)
    {
        List<PairRecord> partial = [.. snapshot.ActivePairs.Select(p => p.Pair).Where(p => p.Status == PairStatus.Partial)];
        string label = Badges.PartialHedgesOf(snapshot);
        return new PartialRebalanceResponse(
            partial.Count,
            label,
            partial.Count == 0 ? 0 : partial.Max(p => p.RescueAttempts + (p.Rebalance?.Attempts ?? 0)),
            partial.Select(p => p.Rebalance?.LastError ?? p.LastError).FirstOrDefault(e => e is not null),
            label == Badges.Rebalancing);
    }
}
