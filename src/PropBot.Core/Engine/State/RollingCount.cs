namespace PropBot.Core.Engine.State;

/// <summary>What happened within a rolling window.</summary>
internal sealed class RollingCount(TimeSpan window)
{
    private readonly Queue<TimeSpan> _happened = new();

    public void Add(TimeSpan elapsed) => _happened.Enqueue(elapsed);

    /// <summary>Forgets what is older.</summary>
    public int Now(TimeSpan elapsed)
    {
        while (_happened.TryPeek(out TimeSpan oldest) && elapsed - oldest >= window)
        {
            _happened.Dequeue();
        }

        return _happened.Count;
    }

    /// <summary>The same without forgetting: a reader changes nothing.</summary>
    public int Read(TimeSpan elapsed) => _happened.Count(at => elapsed - at < window);
}
