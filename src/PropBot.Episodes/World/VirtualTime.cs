namespace PropBot.Episodes.World;

/// <summary>The episode's clock and what is to happen later, by time and then by the order in which it was asked for.</summary>
internal sealed class VirtualTime(DateTimeOffset start)
{
    private readonly PriorityQueue<Action, (long Ticks, long Order)> _queue = new();
    private long _order;

    /// <summary>Since the episode began.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Market time, UTC.</summary>
    public DateTimeOffset Now => start + Elapsed;

    public bool HasWaiting => _queue.Count > 0;

    public void After(TimeSpan delay, Action action) => At(Elapsed + delay, action);

    /// <summary>What is asked for after its time is done now. Times are whole milliseconds, as those that venues tell.</summary>
    public void At(TimeSpan elapsed, Action action)
    {
        long milliseconds = (elapsed.Ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond;
        _queue.Enqueue(action, (Math.Max(milliseconds * TimeSpan.TicksPerMillisecond, Elapsed.Ticks), ++_order));
    }

    /// <summary>Does everything that is due up to and with an instant, and is there then.</summary>
    public void RunTo(TimeSpan elapsed)
    {
        while (_queue.TryPeek(out Action? next, out (long Ticks, long Order) when) && when.Ticks <= elapsed.Ticks)
        {
            _queue.Dequeue();
            Elapsed = TimeSpan.FromTicks(when.Ticks);
            next();
        }

        Elapsed = elapsed;
    }
}
