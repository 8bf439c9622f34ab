namespace PropBot.Replay.Backtest;

/// <summary>What is to happen later, by time and then by the order in which it was asked for.</summary>
internal sealed class EventQueue
{
    private readonly PriorityQueue<Action, (long Ticks, long Order)> _queue = new();
    private long _order;

    public bool IsEmpty => _queue.Count == 0;

    public void Add(DateTimeOffset at, Action action) => _queue.Enqueue(action, (at.UtcTicks, ++_order));

    /// <summary>Takes the next thing that is due before an instant.</summary>
    public bool TryTakeBefore(DateTimeOffset limit, out DateTimeOffset at, out Action action)
    {
        if (_queue.TryPeek(out Action? next, out (long Ticks, long Order) when) && when.Ticks < limit.UtcTicks)
        {
            _queue.Dequeue();
            at = new DateTimeOffset(when.Ticks, TimeSpan.Zero);
            action = next;
            return true;
        }

        at = default;
        action = null!;
        return false;
    }
}
