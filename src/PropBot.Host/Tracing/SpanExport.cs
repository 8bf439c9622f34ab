using System.Diagnostics;
using OpenTelemetry;

namespace PropBot.Host.Tracing;

/// <summary>Collects the spans that have ended and sends them when told to, on the tracer's thread. What the collector does not take is counted, not kept.</summary>
internal sealed class SpanExport(BaseExporter<Activity> exporter, TraceMeters meters) : BaseExportProcessor<Activity>(exporter)
{
    /// <summary>Spans that may wait; beyond it they are sent.</summary>
    public const int MostWaiting = 512;

    private readonly List<Activity> _waiting = [];

    public void Send()
    {
        if (_waiting.Count == 0)
        {
            return;
        }

        var batch = new Batch<Activity>([.. _waiting], _waiting.Count);
        if (exporter.Export(batch) == ExportResult.Success)
        {
            meters.CountExported(_waiting.Count);
        }
        else
        {
            meters.CountFailed(_waiting.Count);
        }

        _waiting.Clear();
    }

    protected override void OnExport(Activity data)
    {
        _waiting.Add(data);
        if (_waiting.Count >= MostWaiting)
        {
            Send();
        }
    }
}
