using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using OpenTelemetry;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Execution;
using PropBot.Core.Values;
using PropBot.Host.Configuration;
using PropBot.Host.Tests.Runtime.Outages;
using PropBot.Host.Tracing;

namespace PropBot.Host.Tests.Tracing;

/// <summary>Goal: the real loop and gateway are traced as they are, rescues too, and nobody who trades waits for a trace.</summary>
public sealed class TradeTracerTests
{
    [Fact]
    public async Task Leg_Refused_IsARescueUnderTheSameTrace()
    {
        using var exporter = new KeepingExporter();
        using TradeTracer tracer = Tracer(exporter, new TraceMeters());
        await using LoopDesk desk = await LoopDesk.RunningAsync(tracer: tracer);
        desk.Adapters[VenueId.OkxPerp].Refuses = intent => intent.Purpose == OrderPurpose.Open;
        await desk.DislocateAsync();
        await desk.UntilAsync(s => s.Counters.Rescues > 0 && s.ActivePairs.All(p => p.Pair.Status != PairStatus.Opening), LoopDesk.Lifted);

        IReadOnlyList<Activity> trace = await exporter.TraceAsync(s => s.OperationName == "pair.open");
        Activity root = trace.Single(s => s.ParentSpanId == default);
        Activity refused = trace.Single(s => s.OperationName == "request" && s.Status == ActivityStatusCode.Error);
        Assert.Equal(("okx-perp", "Refused", "-1", "InsufficientMargin"), (Tag(refused, "venue"), Tag(refused, "outcome"), Tag(refused, "denial.code"), Tag(refused, "denial.kind")));
        Activity rescue = trace.First(s => s.OperationName == "rescue");
        Assert.Equal(root.SpanId, rescue.ParentSpanId);
        Activity order = trace.Single(s => s.OperationName == "order" && s.ParentSpanId == rescue.SpanId);
        Assert.Contains(Tag(order, "purpose"), new[] { "Hedge", "Unwind" });
        Activity fill = trace.Single(s => s.OperationName == "fill" && s.ParentSpanId == order.SpanId);
        Activity hedged = trace.Single(s => s.OperationName == "hedged");
        Assert.Equal(End(fill), End(hedged));
        Assert.True(hedged.StartTimeUtc < rescue.StartTimeUtc && End(rescue) <= End(root), "naked from the first fill until the rescue's");
        Assert.Contains(trace, s => s.OperationName == "decide" && s.ParentSpanId == rescue.SpanId);
        Assert.Contains(trace, s => s.OperationName == "write_ahead" && s.ParentSpanId == rescue.SpanId);
        Assert.Equal("1", Tag(root, "rescue_attempts"));
    }

    [Fact]
    public async Task Follower_OfALead_IsAHedgeUnderTheSameTrace()
    {
        using var exporter = new KeepingExporter();
        using TradeTracer tracer = Tracer(exporter, new TraceMeters());
        await using LoopDesk desk = await LoopDesk.RunningAsync(o => o with { Execution = o.Execution with { Entry = EntryChoice.HarderFirst } }, tracer);
        await desk.DislocateAsync();
        await desk.OpenPairAsync();

        IReadOnlyList<Activity> trace = await exporter.TraceAsync(s => s.OperationName == "pair.open");
        Activity root = trace.Single(s => s.ParentSpanId == default);
        Activity lead = trace.Single(s => s.OperationName == "order" && s.ParentSpanId == root.SpanId);
        Activity hedge = trace.Single(s => s.OperationName == "hedge");
        Activity follower = trace.Single(s => s.OperationName == "order" && s.ParentSpanId == hedge.SpanId);
        Assert.Equal(("HarderFirst", "Open", "0"), (Tag(root, "entry"), Tag(root, "status"), Tag(root, "rescue_attempts")));
        Assert.NotEqual(Tag(lead, "venue"), Tag(follower, "venue"));
        Assert.Equal("FillReported", Tag(trace.Single(s => s.OperationName == "decide" && s.ParentSpanId == hedge.SpanId), "trigger"));
    }

    [Fact]
    public async Task Collector_ThatStandsStill_StopsNoPair_AndWhatItMissedIsCounted()
    {
        var meters = new TraceMeters();
        using var exporter = new KeepingExporter { Answer = ExportResult.Failure };
        using TradeTracer tracer = Tracer(exporter, meters, queueBound: 32);
        exporter.Answers.Reset();
        await using LoopDesk desk = await LoopDesk.RunningAsync(tracer: tracer);
        await desk.DislocateAsync();
        await desk.OpenPairAsync();
        await exporter.Stands.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        int closed = 0;
        for (; meters.Dropped == 0 && closed < 20; closed++)
        {
            await desk.UntilAsync(s => s.Totals.ClosedPairs > closed);
            await desk.OpenPairAsync();
        }

        Assert.True(meters.Dropped > 0, $"the queue is full, and {closed} pairs were closed all the same");
        Assert.Equal((0, 0), (meters.Exported, meters.Failed));

        exporter.Answers.Set();
        // The close was in a later request: the first one has been counted.
        await exporter.TraceAsync(s => s.OperationName == "pair.close");
        Assert.True(meters is { Failed: > 0, Exported: 0 }, $"{meters.Failed} failed, {meters.Exported} exported");
    }

    [Fact]
    public async Task SamplingRatio_OfZero_KeepsNoTrace()
    {
        var meters = new TraceMeters();
        using var exporter = new KeepingExporter();
        TradeTracer tracer = Tracer(exporter, meters, samplingRatio: 0);
        await using (LoopDesk desk = await LoopDesk.RunningAsync(tracer: tracer))
        {
            await desk.DislocateAsync();
            await desk.OpenPairAsync();
        }

        tracer.Dispose();
        Assert.Equal((0, 0, 0), (meters.Exported, meters.Failed, meters.Dropped));
    }

    [Fact]
    public void Event_ThatOrdersNothing_IsNoNoteAndNoAllocation()
    {
        using var exporter = new KeepingExporter();
        using TradeTracer tracer = Tracer(exporter, new TraceMeters());
        var tick = new ClockTicked();
        IReadOnlyList<Effect> effects = [new EquitySampled(default, 1m), new AlertRaised(AlertSeverity.Info, "code", "text", "текст")];
        Handle();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++)
        {
            Handle();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Handle() => tracer.Handled(tick, 1, default, TimeSpan.Zero, (1, 2, 3, 4), isLate: false, effects);
    }

    [Fact]
    public void Tracer_WithoutACollector_IsNone()
    {
        var meters = new TraceMeters();
        Assert.Null(TradeTracer.Of(new TracingConfig(), "paper", meters, NullLogger.Instance));
        Assert.False(meters.IsOn);
    }

    [Theory]
    [InlineData("http://127.0.0.1:4318", TracingConfig.HttpProtobuf, "http://127.0.0.1:4318/v1/traces")]
    [InlineData("http://collector/otlp/", TracingConfig.HttpProtobuf, "http://collector/otlp/v1/traces")]
    [InlineData("http://collector/v1/traces", TracingConfig.HttpProtobuf, "http://collector/v1/traces")]
    [InlineData("http://127.0.0.1:4317", TracingConfig.Grpc, "http://127.0.0.1:4317/")]
    public void Target_IsTheCollectorsAddressWithThePathOfTraces(string endpoint, string protocol, string target) =>
        Assert.Equal(target, new TracingConfig { Endpoint = new Uri(endpoint), Protocol = protocol }.Target.ToString());

    private static TradeTracer Tracer(KeepingExporter exporter, TraceMeters meters, double samplingRatio = 1, int queueBound = TradeTracer.QueueBound) =>
        new(exporter, samplingRatio, "paper", TimeProvider.System, meters, NullLogger.Instance, queueBound);

    private static string? Tag(Activity span, string name) => span.GetTagItem(name)?.ToString();

    private static DateTime End(Activity span) => span.StartTimeUtc + span.Duration;
}
