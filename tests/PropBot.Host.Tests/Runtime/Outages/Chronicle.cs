namespace PropBot.Host.Tests.Runtime.Outages;

/// <summary>What happened outside the engine, in order: commits that failed or were kept, requests that left.</summary>
internal sealed class Chronicle
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _news = New();

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    public void Add(string line)
    {
        TaskCompletionSource before;
        lock (_lock)
        {
            _lines.Add(line);
            before = _news;
            _news = New();
        }

        before.SetResult();
    }

    public async Task UntilAsync(Func<IReadOnlyList<string>, bool> reached)
    {
        while (true)
        {
            Task news;
            lock (_lock)
            {
                news = _news.Task;
                if (reached(_lines))
                {
                    return;
                }
            }

            await news.WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
