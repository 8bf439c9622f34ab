using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution.Sweeps;

namespace PropBot.Host.Surface;

/// <summary>A dry run: what a sweep would do now, by the engine's own picture. Nothing is sent and nothing is kept.</summary>
internal static class SweepPlan
{
    public static Sweep Of(EngineSnapshot snapshot, SweepKind kind, SweepScope scope, string id, string actor, string source) => new()
    {
        Id = id,
        Kind = kind,
        Scope = scope,
        Actor = actor,
        Source = source,
        Status = SweepStatus.Simulated,
        StartedAt = snapshot.At,
        EndedAt = snapshot.At,
        Orders = [.. snapshot.OpenOrders.Where(o => scope.Covers(o.Instrument)).Select(Planned)],
        Legs = scope.TakesOff ? [.. snapshot.Exits.Where(e => IsIn(snapshot, scope, e))] : [],
        Venues = [.. snapshot.Venues.Where(v => scope.Covers(v.Venue)).Select(v => new SweepVenue(v.Venue, null, null, SweepWait.None, null, []))],
    };

    /// <summary>A leg of a pair is in the scope with the other one.</summary>
    private static bool IsIn(EngineSnapshot snapshot, SweepScope scope, SweepLeg exit) =>
        snapshot.ActivePairs.FirstOrDefault(p => p.Pair.Id == exit.Pair) is { } pair ? scope.Covers(pair.Pair) : scope.Covers(exit.Instrument);

    private static SweepOrder Planned(OpenOrderSnapshot order) => new(
        order.Instrument, order.ClientOrderId, order.VenueOrderId, order.IsOurs, order.Side, order.Quantity, order.LimitPrice,
        SweepOrderOutcome.Cancelling, Requests: 0, Trouble: null);
}
