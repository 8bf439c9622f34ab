using System.Diagnostics;
using PropBot.Host.Surface;

namespace PropBot.Host.Metrics;

/// <summary>The process itself, under the names that every Prometheus client uses.</summary>
internal static class ProcessMetrics
{
    public static void Write(MetricsText text, HealthState health, RequestMeter requests, LatencyMeters latency)
    {
        using var process = Process.GetCurrentProcess();
        text.Gauge("process_resident_memory_bytes", "Resident memory size in bytes.");
        text.Sample(Environment.WorkingSet);
        text.Counter("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.");
        text.Sample(process.TotalProcessorTime.TotalSeconds);
        text.Gauge("process_start_time_seconds", "Start time of the process since the Unix epoch in seconds.");
        text.Sample(new DateTimeOffset(process.StartTime.ToUniversalTime()).ToUnixTimeMilliseconds() / 1000.0);
        text.Counter("dotnet_collections_total", "Garbage collections by generation.");
        for (int generation = 0; generation <= GC.MaxGeneration; generation++)
        {
            text.Sample((long)GC.CollectionCount(generation), ("generation", generation.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        }

        text.Gauge("propbot_health", "1 when this part of the process is fine, as /healthz says.");
        text.Sample(health.JournalOk, ("part", "journal"));
        text.Sample(health.ResumeOk, ("part", "resume"));
        text.Sample(health.EngineAlive && health.HaltedReason is null, ("part", "engine"));
        text.Sample(health.ConfigOk, ("part", "config"));
        text.Sample(health.Leader, ("part", "leader"));
        text.Counter("propbot_error_total", "Requests of people that ended in an error of ours; orders that reduce risk and were refused or got no certain answer.");
        text.Sample(requests.Errors, ("context", "ui"));
        text.Sample(latency.HedgeErrors, ("context", "hedge"));
        text.Histograms(
            "propbot_ui_latency_ms",
            "Milliseconds a request took, by route.",
            requests.Read().Select(r => ("endpoint", r.Route, r.Reading)));
    }
}
