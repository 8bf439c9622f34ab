using System.Diagnostics;
using OpenTelemetry;

namespace PropBot.Host.Tests.Tracing;

/// <summary>A collector in memory that can stand still.</summary>
internal sealed class KeepingExporter : BaseExporter<Activity>
{
    private readonly Lock _lock = new();
    private readonly List<Activity> _spans = [];
    private TaskCompletionSource _news = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>It answers only while this is set.</summary>
    public ManualResetEventSlim Answers { get; } = new(initialState: true);

    /// <summary>Set once a request waits for its answer.</summary>
    public TaskCompletionSource Stands { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ExportResult Answer { get; set; } = ExportResult.Success;

    public override ExportResult Export(in Batch<Activity> batch)
    {
        if (!Answers.IsSet)
        {
            Stands.TrySetResult();
            Answers.Wait();
        }

        lock (_lock)
        {
            foreach (Activity span in batch)
            {
                _spans.Add(span);
            }

            TaskCompletionSource news = _news;
            _news = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            news.SetResult();
        }

        return Answer;
    }

    /// <summary>The whole trace of the first root that fits, as soon as it has come.</summary>
    public async Task<IReadOnlyList<Activity>> TraceAsync(Func<Activity, bool> root)
    {
        while (true)
        {
            Task news;
            lock (_lock)
            {
                if (_spans.Find(s => s.ParentSpanId == default && root(s)) is { } found)
                {
                    return [.. _spans.Where(s => s.TraceId == found.TraceId)];
                }

                news = _news.Task;
            }

            await news.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);
        }
    }

    protected override void Dispose(bool disposing)
    {
        Answers.Dispose();
        base.Dispose(disposing);
    }
}
