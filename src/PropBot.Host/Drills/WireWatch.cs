using System.Diagnostics.Tracing;

namespace PropBot.Host.Drills;

/// <summary>
/// Tells when the bytes of an HTTP request have been handed to the operating system, on the thread that sends it. The runtime says so
/// itself: <c>ResponseHeadersStart</c> of its event source comes after the request was flushed and before anything of the answer is
/// read (.NET documentation, "Networking telemetry", read 2026-08-20).
/// </summary>
internal sealed class WireWatch : EventListener
{
    private const string Source = "System.Net.Http";
    private const string RequestIsOut = "ResponseHeadersStart";

    private readonly Action? _left;

    public WireWatch(Action left) => _left = left;

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Source)
        {
            EnableEvents(eventSource, EventLevel.Informational);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        // The base constructor enables the source before the field is set; nothing of the drill is under way then.
        if (eventData.EventName == RequestIsOut)
        {
            _left?.Invoke();
        }
    }
}
