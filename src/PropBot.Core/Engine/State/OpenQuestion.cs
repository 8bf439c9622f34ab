namespace PropBot.Core.Engine.State;

/// <summary>
/// A question to a venue that is under way: until it is answered, or so late that the answer counts as lost. A lost answer may come all the same,
/// after the next question was asked or answered: it ends no question but its own and takes the place of nothing that was heard later.
/// </summary>
internal sealed class OpenQuestion
{
    /// <summary>
    /// Each request of a question ends by itself within 5 s, but there may be one for every instrument and all wait their turn in the venue's
    /// limits. A lost answer must not stop the asking for ever.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private TimeSpan? _sinceElapsed;
    private long _number;
    private long _heard;

    /// <param name="number">Of the event that asks; the answer carries it.</param>
    public void Ask(long number, TimeSpan elapsed) => (_number, _sinceElapsed) = (number, elapsed);

    /// <summary>The venue's word has come.</summary>
    /// <param name="question">The number of the question that it answers; 0 when the venue told it unasked, which ends no question.</param>
    /// <param name="now">Number of the event that brought it.</param>
    /// <returns>False when something later was heard before: this may be older than that, and counts for nothing.</returns>
    public bool Hears(long question, long now)
    {
        Close(question);
        long knows = question == 0 ? now : question;
        if (knows < _heard)
        {
            return false;
        }

        _heard = knows;
        return true;
    }

    /// <summary>The question is known to have failed.</summary>
    /// <returns>False when something later was heard before: the failure is no news.</returns>
    public bool Fails(long question)
    {
        Close(question);
        return question >= _heard;
    }

    public bool IsOpen(TimeSpan elapsed) => _sinceElapsed is { } since && elapsed - since < LongestWait;

    /// <summary>It is open and was asked then or before.</summary>
    public bool IsOpenFrom(TimeSpan atElapsed, TimeSpan elapsed) => _sinceElapsed <= atElapsed && IsOpen(elapsed);

    private void Close(long question)
    {
        if (question == _number)
        {
            _sinceElapsed = null;
        }
    }
}
