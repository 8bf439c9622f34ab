using PropBot.Core.Risk;

namespace PropBot.Core.Engine.State;

/// <summary>The orders sent to a venue within the windows of its order limits.</summary>
internal sealed class OrderPace(IReadOnlyList<OrderLimit> limits)
{
    private readonly (OrderLimit Limit, Queue<TimeSpan> Sent)[] _windows = [.. limits.Select(limit => (limit, new Queue<TimeSpan>()))];

    public void Sent(TimeSpan elapsed)
    {
        foreach ((OrderLimit limit, Queue<TimeSpan> sent) in _windows)
        {
            Forget(limit, sent, elapsed);
            sent.Enqueue(elapsed);
        }
    }

    /// <returns>The first limit that so many orders more would exceed, and how many it would then have had; null when all take them.</returns>
    public (OrderLimit Limit, int Orders)? Exceeded(int more, TimeSpan elapsed)
    {
        foreach ((OrderLimit limit, Queue<TimeSpan> sent) in _windows)
        {
            Forget(limit, sent, elapsed);
            if (sent.Count + more > limit.Orders)
            {
                return (limit, sent.Count + more);
            }
        }

        return null;
    }

    private static void Forget(OrderLimit limit, Queue<TimeSpan> sent, TimeSpan elapsed)
    {
        while (sent.TryPeek(out TimeSpan oldest) && elapsed - oldest >= limit.Window)
        {
            sent.Dequeue();
        }
    }
}
