using System.Text.Json;
using PropBot.Core.Execution;
using PropBot.Ledger;

namespace PropBot.SystemTests.Crash;

/// <summary>Counts what a campaign has done, for people and for the line that scripts read.</summary>
internal sealed class CrashTally
{
    private readonly SortedDictionary<string, int> _byInstant = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _byKind = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leftUnresolved = new(StringComparer.Ordinal);
    private int _starts;
    private int _kills;
    private int _missed;
    private int _fillsOwed;

    public int Kills => _kills;

    public int Violations { get; set; }

    public void Started() => _starts++;

    public void Count(CrashRun run)
    {
        _kills++;
        if (run.Struck is null)
        {
            _missed++;
        }

        // A run that was ended from outside because it did not come to its point is a kill from outside.
        CrashTarget at = run.Struck ?? new CrashTarget(null, 0);
        _byInstant[at.Instant] = _byInstant.GetValueOrDefault(at.Instant) + 1;
        _byKind[at.Kind] = _byKind.GetValueOrDefault(at.Kind) + 1;
    }

    /// <summary>What the process did not know when it was killed, and the next one has to find out.</summary>
    public void Count(DeadDesk desk, VenueBooks venues)
    {
        _leftUnresolved.UnionWith(desk.Unresolved.Select(o => o.Intent.ClientOrderId.Value));
        _fillsOwed += venues.Fills.Count(f => f.IsClients) - desk.Fills.Count;
    }

    /// <param name="desk">After the last run.</param>
    /// <param name="faults">What struck at the venues, by kind.</param>
    public IEnumerable<string> Lines(int seed, DeadDesk desk, VenueBooks venues, IReadOnlyDictionary<string, long> faults, CrashSchedule schedule, TimeSpan took)
    {
        List<OrderStatus> unknown = [.. Unknown(desk)];
        int rescues = desk.Orders.Values.Count(o => o.Intent.Purpose is OrderPurpose.Hedge or OrderPurpose.Unwind);
        int atVenues = venues.Orders.Count(o => o.IsClients);
        int neverReached = unknown.Count(s => s == OrderStatus.NeverReached);
        long lateFills = faults.GetValueOrDefault("late_fill") + faults.GetValueOrDefault("fill_after_cancel");
        yield return $"{_kills} kills, {_starts} starts in {took.TotalSeconds:F0} s, seed {seed}";
        yield return $"kills by instant: {Joined(_byInstant)}";
        yield return $"kills by kind: {Joined(_byKind)}";
        yield return $"points: {schedule.Killed.Count} killed at; passed and never killed at: {(schedule.Uncovered.Count == 0 ? "none" : string.Join(", ", schedule.Uncovered))}";
        yield return $"kinds passed by three runs or more and never struck: {(schedule.UncoveredKinds.Count == 0 ? "none" : string.Join("; ", schedule.UncoveredKinds.Select(kind => $"{kind} ({schedule.PassingsOf(kind)})")))}";
        yield return $"expected and never passed: {(schedule.NeverPassed.Count == 0 ? "none" : string.Join(", ", schedule.NeverPassed))}";
        yield return $"orders: {desk.Orders.Count} intended, {atVenues} at the venues; fills: {desk.Fills.Count}, of them {_fillsOwed} learnt by a restart; rescues: {rescues}; forced fills: {Entries(desk, JournalTypes.ForcedFill)}";
        yield return $"unknown outcomes: {unknown.Count}, resolved as {Joined(unknown.GroupBy(s => s.ToString()).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => KeyValuePair.Create(g.Key, g.Count())))}";
        yield return $"faults at the venues: {Joined(faults.Where(f => f.Value > 0).OrderBy(f => f.Key, StringComparer.Ordinal))}";
        yield return $"restarts that resolved everything: {Entries(desk, "restart.resume")} restart.resume lines; points not reached in time: {_missed}";
        yield return $"violations: {Violations}";
        yield return $"crash_test seed={seed} kills={_kills} starts={_starts} points={schedule.Killed.Count} orders={desk.Orders.Count} fills={desk.Fills.Count} "
            + $"restart_fills={_fillsOwed} rescues={rescues} unknown={unknown.Count} never_reached={neverReached} late_fills={lateFills} missed={_missed} uncovered={schedule.UncoveredKinds.Count} seconds={took.TotalSeconds:F0} violations={Violations}";
    }

    /// <summary>The ends of the orders that were unknown at some time: told so by the gateway, or left open by a kill.</summary>
    private IEnumerable<OrderStatus> Unknown(DeadDesk desk)
    {
        IEnumerable<string> told = desk.Journal
            .Where(line => line.Type == JournalTypes.OrderStatus && line.Payload.Contains("\"status\":\"unknown\"", StringComparison.Ordinal))
            .Select(line => JsonDocument.Parse(line.Payload).RootElement.GetProperty("client_order_id").GetString()!);
        HashSet<string> ids = [.. told, .. _leftUnresolved];
        return desk.Orders.Values.Where(o => ids.Contains(o.Intent.ClientOrderId.Value)).Select(o => o.Status);
    }

    private static int Entries(DeadDesk desk, string type) => desk.Journal.Count(line => line.Type == type);

    private static string Joined<T>(IEnumerable<KeyValuePair<string, T>> counts) => string.Join(", ", counts.Select(c => $"{c.Key} {c.Value}"));
}
