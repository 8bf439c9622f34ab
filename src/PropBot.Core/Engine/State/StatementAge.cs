namespace PropBot.Core.Engine.State;

/// <summary>
/// How old a venue's last statement is, by the question that it answers: questions are under way together, and their answers may come in
/// another order.
/// </summary>
internal sealed class StatementAge
{
    /// <summary>Questions that may wait for their answers; an answer to an older one comes too late to count.</summary>
    private const int MostWaiting = 100;

    private readonly List<(long Question, TimeSpan Elapsed, DateTimeOffset At)> _waiting = [];
    private long _answered;

    /// <summary>The statement knows at least what had happened until then; zero before the first answer.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>The same as market time; null before the first answer.</summary>
    public DateTimeOffset? At { get; private set; }

    /// <param name="question">Number of the event that asks.</param>
    public void Asked(long question, TimeSpan elapsed, DateTimeOffset at)
    {
        _waiting.Add((question, elapsed, at));
        if (_waiting.Count > MostWaiting)
        {
            _waiting.RemoveAt(0);
        }
    }

    /// <summary>A statement has come; taken, it is the last one.</summary>
    /// <param name="question">The question that it answers; 0 for none, and then nobody knows how old it is.</param>
    /// <returns>False: it is older than the last one, or may be.</returns>
    public bool Take(long question)
    {
        if (question == _answered)
        {
            return true;
        }

        int place = question < _answered ? -1 : _waiting.FindIndex(asked => asked.Question == question);
        if (place < 0)
        {
            return false;
        }

        (_answered, Elapsed, At) = _waiting[place];
        _waiting.RemoveRange(0, place + 1);
        return true;
    }
}
