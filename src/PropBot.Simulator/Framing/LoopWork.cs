namespace PropBot.Simulator.Framing;

/// <summary>Something to be done on the loop.</summary>
/// <param name="latency">On the way, to which jitter is added; null: neither.</param>
/// <param name="at">Not before this instant of market time.</param>
internal abstract class LoopWork(TimeSpan? latency, DateTimeOffset? at = null)
{
    public TimeSpan? Latency { get; } = latency;

    public DateTimeOffset? At { get; } = at;

    public abstract void Execute(DateTimeOffset now);

    /// <summary>Hands out the answer, after what was changed is stored.</summary>
    public abstract void Complete();

    public abstract void Refuse();
}

internal sealed class LoopWork<T>(TimeSpan? latency, Func<DateTimeOffset, T> work, DateTimeOffset? at = null) : LoopWork(latency, at)
{
    private readonly TaskCompletionSource<T> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _failure;

    public Task<T> Answer => _answer.Task;

    public override void Execute(DateTimeOffset now)
    {
        try
        {
            _result = work(now);
        }
        catch (Exception exception)
        {
            // Belongs to the request, whose caller logs it and answers with a fault; the market goes on.
            _failure = exception;
        }
    }

    public override void Complete()
    {
        if (_failure is { } failure)
        {
            _answer.TrySetException(failure);
        }
        else
        {
            _answer.TrySetResult(_result!);
        }
    }

    public override void Refuse() => _answer.TrySetException(new SimulatorStoppedException());
}

/// <summary>Wakes the loop, nothing else.</summary>
internal sealed class TickWork() : LoopWork(latency: null)
{
    public override void Execute(DateTimeOffset now)
    {
    }

    public override void Complete()
    {
    }

    public override void Refuse()
    {
    }
}

/// <summary>What the loop does after each thing that happened.</summary>
internal interface ILoopOutput
{
    /// <summary>Clients of a fast market are behind: it should stand still for a moment.</summary>
    bool MustWait { get; }

    /// <summary>Stores what changed, then tells it.</summary>
    void Publish();

    void OnTime(DateTimeOffset now);
}
