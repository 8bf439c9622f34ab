using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Execution.Sweeps;

namespace PropBot.Host.Metrics;

/// <summary>What operators wanted gone: how often, how it ended, how long it takes.</summary>
internal static class SweepMetrics
{
    public static void Write(MetricsText text, EngineSnapshot snapshot)
    {
        SweepCount[] ended = [.. Ended(snapshot.Counters.Sweeps)];
        text.Counter("propbot_sweeps_total", "Close-all, cancel-all, kill and close-exposure runs that ended, by kind and how.");
        foreach (SweepCount count in ended)
        {
            text.Sample(count.Count, ("kind", count.Kind), ("status", count.Status));
        }

        text.Counter("propbot_sweep_seconds_total", "How long they took together, from the wish to the venues' confirmation.");
        foreach (SweepCount count in ended)
        {
            text.Sample(count.Took.TotalSeconds, ("kind", count.Kind), ("status", count.Status));
        }

        Sweep[] running = [.. snapshot.Sweeps.Where(s => s.IsRunning)];
        text.Gauge("propbot_sweeps_running", "Runs that are not confirmed by every venue yet.");
        foreach (SweepKind kind in Enum.GetValues<SweepKind>())
        {
            text.Sample((long)running.Count(s => s.Kind == kind), ("kind", kind.Code()));
        }

        text.Gauge("propbot_sweep_running_seconds", "Age of the oldest of them, market time; 0 when there is none.");
        text.Sample(running.Length == 0 ? 0 : (snapshot.At - running.Min(s => s.StartedAt)).TotalSeconds);
    }

    /// <summary>Every kind and every end, also those that have not been: a series must not begin with what it counts.</summary>
    private static IEnumerable<SweepCount> Ended(IReadOnlyList<SweepCount> counts) =>
        from kind in Enum.GetValues<SweepKind>()
        from status in Enum.GetValues<SweepStatus>()
        where status != SweepStatus.Running
        select counts.FirstOrDefault(c => c.Kind == kind.Code() && c.Status == status.Code()) ?? new SweepCount(kind.Code(), status.Code(), 0, TimeSpan.Zero);
}
