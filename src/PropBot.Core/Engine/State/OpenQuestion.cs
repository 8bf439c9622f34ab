namespace PropBot.Core.Engine.State;

/// <summary>A question to a venue that is under way: until it is answered, or so late that the answer counts as lost.</summary>
internal sealed class OpenQuestion
{
    /// <summary>
    /// Each request of a question ends by itself within 5 s, but there may be one for every instrument and all wait their turn in the venue's
    /// limits. A lost answer must not stop the asking for ever.
    /// </summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private TimeSpan? _sinceElapsed;

    public void Ask(TimeSpan elapsed) => _sinceElapsed = elapsed;

    /// <summary>Answered, or known to have failed.</summary>
    public void Close() => _sinceElapsed = null;

    public bool IsOpen(TimeSpan elapsed) => _sinceElapsed is { } since && elapsed - since < LongestWait;

    /// <summary>It is open and was asked then or before.</summary>
    public bool IsOpenFrom(TimeSpan atElapsed, TimeSpan elapsed) => _sinceElapsed <= atElapsed && IsOpen(elapsed);
}
