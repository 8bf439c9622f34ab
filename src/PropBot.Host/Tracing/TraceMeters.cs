namespace PropBot.Host.Tracing;

/// <summary>What became of traces. The tracer counts, the metrics page reads; all zero while tracing is off.</summary>
public sealed class TraceMeters
{
    private long _exported;
    private long _failed;
    private long _dropped;

    /// <summary>An exporter exists.</summary>
    public bool IsOn { get; internal set; }

    /// <summary>Spans that the collector has taken.</summary>
    public long Exported => Interlocked.Read(ref _exported);

    /// <summary>Spans that it has not: refused, not answered in time, or nobody there.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Measurements that came while the queue was full; their spans were never made.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    internal void CountExported(int spans) => Interlocked.Add(ref _exported, spans);

    internal void CountFailed(int spans) => Interlocked.Add(ref _failed, spans);

    internal void CountDropped() => Interlocked.Increment(ref _dropped);
}
