namespace PropBot.Core.Engine.State;

/// <summary>The orders sent to a venue within its order limit's window.</summary>
internal sealed class OrderPace
{
    private readonly Queue<TimeSpan> _sent = new();

    public void Sent(TimeSpan elapsed) => _sent.Enqueue(elapsed);

    public int Within(TimeSpan window, TimeSpan elapsed)
    {
        while (_sent.TryPeek(out TimeSpan oldest) && elapsed - oldest >= window)
        {
            _sent.Dequeue();
        }

        return _sent.Count;
    }
}
