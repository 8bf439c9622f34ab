using System.Diagnostics;

namespace PropBot.Host.Tracing;

/// <summary>Makes spans of times that were measured before. Of a trace that is not sampled every span is null.</summary>
internal sealed class SpanWriter(ActivitySource source, TimeProvider time)
{
    /// <summary>Monotonic timestamps turn into UTC; asked anew for each trace, so that a clock that is set right does not stay wrong.</summary>
    public Timeline Now() => new(time.GetUtcNow(), Stopwatch.GetTimestamp());

    public Activity? Begin(string name, ActivityKind kind, ActivityContext parent, DateTimeOffset start, ActivityContext? linked = null)
    {
        // What is current on this thread would become the parent of a root.
        Activity.Current = null;
        ActivityLink[] links = linked is { } other ? [new ActivityLink(other)] : [];
        Activity? span = source.StartActivity(name, kind, parent, tags: null, links, start);
        Activity.Current = null;
        return span;
    }

    /// <summary>A span under another one, with both its times.</summary>
    public Activity? Write(string name, Activity? parent, DateTimeOffset start, DateTimeOffset end, Action<Activity>? describe = null, ActivityKind kind = ActivityKind.Internal)
    {
        if (parent is null || Begin(name, kind, parent.Context, start) is not { } span)
        {
            return null;
        }

        describe?.Invoke(span);
        End(span, end);
        return span;
    }

    public static void End(Activity? span, DateTimeOffset end)
    {
        if (span is not null)
        {
            DateTime utc = end.UtcDateTime;
            span.SetEndTime(utc > span.StartTimeUtc ? utc : span.StartTimeUtc);
            span.Stop();
            Activity.Current = null;
        }
    }
}

/// <summary>An instant on both clocks.</summary>
/// <param name="Timestamp">A <c>Stopwatch</c> timestamp.</param>
internal readonly record struct Timeline(DateTimeOffset Utc, long Timestamp)
{
    public DateTimeOffset At(long timestamp) => Utc - Stopwatch.GetElapsedTime(timestamp, Timestamp);
}
