using PropBot.Core.Engine.Events;
using PropBot.Testing.Engine;

namespace PropBot.Core.Tests.Walks;

/// <summary>What is under way: requests to venues, which outlive the process, and messages to it, which do not.</summary>
internal sealed class WalkSchedule(EngineHarness desk)
{
    private readonly List<(DateTimeOffset Due, Action Happens)> _atVenues = [];
    private readonly List<(DateTimeOffset Due, EngineEvent Message)> _toDesk = [];
    private readonly List<EngineEvent> _retold = [];

    public bool IsEmpty => _atVenues.Count == 0 && _toDesk.Count == 0;

    public void AtVenue(TimeSpan after, Action happens) => _atVenues.Add((desk.At + after, happens));

    public void ToDesk(TimeSpan after, EngineEvent message) => _toDesk.Add((desk.At + after, message));

    /// <summary>What is polled, or caught up after a gap: every run hears of all of it.</summary>
    public void ToEveryRun(EngineEvent message) => _retold.Add(message);

    public void RunVenues()
    {
        while (TakeDue(_atVenues) is { } happens)
        {
            happens();
        }
    }

    public EngineEvent? NextMessage() => TakeDue(_toDesk);

    /// <summary>Sockets and pending answers die with the process.</summary>
    public void ProcessDied()
    {
        _toDesk.Clear();
        foreach (EngineEvent message in _retold)
        {
            ToDesk(TimeSpan.FromSeconds(1), message);
        }
    }

    private T? TakeDue<T>(List<(DateTimeOffset Due, T Thing)> waiting)
        where T : class
    {
        int first = -1;
        for (int i = 0; i < waiting.Count; i++)
        {
            if (waiting[i].Due <= desk.At && (first < 0 || waiting[i].Due < waiting[first].Due))
            {
                first = i;
            }
        }

        if (first < 0)
        {
            return null;
        }

        T thing = waiting[first].Thing;
        waiting.RemoveAt(first);
        return thing;
    }
}
