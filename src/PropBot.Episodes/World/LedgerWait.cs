using System.Diagnostics.CodeAnalysis;
using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Recovery;

namespace PropBot.Episodes.World;

/// <summary>An event whose commit has not succeeded yet.</summary>
/// <param name="Dies">The death that is to come with it.</param>
internal sealed record HeldEvent(EngineInput Input, IReadOnlyList<Effect> Effects, PlannedKill? Dies, DateTimeOffset Since, TimeSpan SinceElapsed);

/// <summary>
/// The live loop's thread while it waits for the ledger: one event is held, news line up in their order, of each book the latest state
/// is kept. Once the ledger has taken the event: first what the engine is told of the wait, then the news, then that it is over, then the books.
/// </summary>
internal sealed class LedgerWait
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private readonly List<EngineEvent> _news = [];
    private readonly List<BookSlot> _books = [];
    private LedgerOutage? _outage;
    private TimeSpan _pause = First;
    private string _cause = "";
    private int _attempts;
    private int _backlog;

    public HeldEvent? Held { get; private set; }

    public void Hold(HeldEvent held, string cause)
    {
        Held = held;
        _cause = cause;
        _attempts = 1;
        _pause = First;
    }

    public void FailedAgain(string cause)
    {
        _cause = cause;
        _attempts++;
    }

    /// <summary>Doubled with every attempt.</summary>
    public TimeSpan NextPause()
    {
        TimeSpan pause = _pause;
        _pause = pause * 2 < Longest ? pause * 2 : Longest;
        return pause;
    }

    public void Add(EngineEvent happened) => _news.Add(happened);

    public void Add(BookSlot book)
    {
        if (!_books.Contains(book))
        {
            _books.Add(book);
        }
    }

    public LateCourse Taken(DateTimeOffset now, TimeSpan elapsed, TimeSpan oldAfter, string id)
    {
        HeldEvent held = Held!;
        Held = null;
        var late = new LateCommit(held.Since, now, elapsed - held.SinceElapsed, _attempts, _cause);
        LateCourse course = LateCourse.Of(late, held.Effects, oldAfter, isStopped: false, _outage, id);
        _outage = course.Outage;
        _news.InsertRange(0, course.Tell);
        _backlog = _news.Count;
        return course;
    }

    /// <returns>False when nothing is left, or the next has to wait again.</returns>
    public bool TryNext([NotNullWhen(true)] out EngineEvent? next)
    {
        next = null;
        if (Held is not null)
        {
            return false;
        }

        if (_outage is { } over && _backlog == 0)
        {
            _outage = null;
            next = new LedgerRestored(over);
        }
        else if (_news.Count > 0)
        {
            next = _news[0];
            _news.RemoveAt(0);
            _backlog -= _outage is null ? 0 : 1;
        }
        else if (_books.Count > 0)
        {
            next = _books[0].Take();
            _books.RemoveAt(0);
        }

        return next is not null;
    }

    public void Forget()
    {
        Held = null;
        _news.Clear();
        _books.ForEach(book => book.Take());
        _books.Clear();
        _outage = null;
        _backlog = 0;
    }
}
