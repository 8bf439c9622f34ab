using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Host.Configuration;

namespace PropBot.Host.Tracing;

/// <summary>
/// Traces from tick to fill (ADR 0029). Those who trade leave measurements in a bounded queue and go on; a thread of its own makes spans of them and sends them. A collector that is slow or
/// gone fills the queue, and what comes then is dropped and counted.
/// </summary>
public sealed class TradeTracer : IDisposable
{
    /// <summary>Measurements that may wait for the collector.</summary>
    public const int QueueBound = 4_096;

    private const string SourceName = "PropBot.Trading";

    /// <summary>How long the end of the process waits for the last spans.</summary>
    private static readonly TimeSpan LongestFarewell = TimeSpan.FromSeconds(2);

    private readonly BlockingCollection<TraceNote> _notes;
    private readonly CancellationTokenSource _ending = new();
    private readonly ActivitySource _source = new(SourceName);
    private readonly SpanExport _export;
    private readonly TracerProvider _provider;
    private readonly PairCourses _courses;
    private readonly TraceMeters _meters;
    private readonly ILogger _log;
    private readonly Thread _thread;
    private volatile bool _broken;
    private bool _hasEnded;

    internal TradeTracer(
        BaseExporter<Activity> exporter, double samplingRatio, string profile, TimeProvider time, TraceMeters meters, ILogger log, int queueBound = QueueBound)
    {
        _notes = new BlockingCollection<TraceNote>(queueBound);
        _meters = meters;
        _log = log;
        _export = new SpanExport(exporter, meters);
        _provider = Sdk.CreateTracerProviderBuilder()
            .AddSource(SourceName)
            .SetResourceBuilder(ResourceBuilder.CreateDefault()
                .AddService("propbot", serviceVersion: RunningConfiguration.Build, autoGenerateServiceInstanceId: false)
                .AddAttributes([new("deployment.environment.name", profile)]))
            .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(samplingRatio)))
            .AddProcessor(_export)
            .Build();
        _courses = new PairCourses(new SpanWriter(_source, time));
        _thread = new Thread(Run) { Name = "traces", IsBackground = true, Priority = ThreadPriority.BelowNormal };
        meters.IsOn = true;
        _thread.Start();
    }

    /// <summary>Null when no collector is configured: nothing is measured and no exporter is made.</summary>
    public static TradeTracer? Of(TracingConfig config, string profile, TraceMeters meters, ILogger log)
    {
        if (config.Endpoint is null)
        {
            return null;
        }

        var exporter = new OtlpTraceExporter(new OtlpExporterOptions
        {
            Endpoint = config.Target,
            Protocol = config.Protocol == TracingConfig.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
            Headers = config.Headers ?? "",
            TimeoutMilliseconds = (int)config.Timeout.TotalMilliseconds,
        });
        return new TradeTracer(exporter, config.SamplingRatio, profile, TimeProvider.System, meters, log);
    }

    /// <summary>The loop has handled an event with effects. Never waits; without one about orders it does nothing.</summary>
    /// <param name="waited">How long the book's message had waited; zero for other events.</param>
    /// <param name="times"><c>Stopwatch</c> timestamps: taken up, decided, given to the ledger, durable.</param>
    internal void Handled(
        EngineEvent happened, long sequence, DateTimeOffset at, TimeSpan waited, (long Taken, long Decided, long Committing, long Committed) times, bool isLate, IReadOnlyList<Effect> effects)
    {
        int count = 0;
        for (int i = 0; i < effects.Count; i++)
        {
            count += IsTold(effects[i]) ? 1 : 0;
        }

        if (count == 0)
        {
            return;
        }

        var told = new Effect[count];
        for (int i = effects.Count - 1; i >= 0; i--)
        {
            if (IsTold(effects[i]))
            {
                told[--count] = effects[i];
            }
        }

        InstrumentId? book = happened is DepthChanged depth ? depth.View.Id : null;
        long received = times.Taken - (long)(waited.TotalSeconds * Stopwatch.Frequency);
        Leave(new HandledNote(happened.GetType().Name, book, sequence, at, received, times.Taken, times.Decided, times.Committing, times.Committed, isLate, told));
    }

    /// <summary>A request to a venue was answered. Never waits.</summary>
    /// <param name="sent">A <c>Stopwatch</c> timestamp.</param>
    internal void Answered(ClientOrderId order, bool isCancel, long sent, VenueOutcome outcome) =>
        Leave(new AnsweredNote(order, isCancel, sent, Stopwatch.GetTimestamp(), outcome));

    /// <summary>Sends what has ended, as far as that is soon done.</summary>
    public void Dispose()
    {
        if (_hasEnded)
        {
            return;
        }

        _hasEnded = true;
        _ending.Cancel();
        if (_thread.Join(LongestFarewell))
        {
            _provider.Dispose();
            _source.Dispose();
            _ending.Dispose();
        }
    }

    private static bool IsTold(Effect effect) => effect is PlaceOrder or OrderChanged or PairChanged or FillBooked or Journaled { Type: PairCourses.CancelIntent };

    private void Leave(TraceNote note)
    {
        if (_broken || !_notes.TryAdd(note))
        {
            _meters.CountDropped();
        }
    }

    private void Run()
    {
        try
        {
            TakeUntilEnding();
            while (_notes.TryTake(out TraceNote? note))
            {
                _courses.Take(note);
            }

            _courses.EndAll();
            _export.Send();
        }
        catch (Exception failure)
        {
            // Traces are for people who look: trading goes on without them, and the metric tells.
            _broken = true;
            _log.TracingFailed(failure);
        }
    }

    private void TakeUntilEnding()
    {
        try
        {
            foreach (TraceNote note in _notes.GetConsumingEnumerable(_ending.Token))
            {
                _courses.Take(note);
                if (_notes.Count == 0)
                {
                    _export.Send();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // What waits is taken by the caller. The queue itself stays: an answer may still come and find it.
        }
    }
}
