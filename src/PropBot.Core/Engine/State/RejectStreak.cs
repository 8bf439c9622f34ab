namespace PropBot.Core.Engine.State;

/// <summary>Opening orders that a venue has refused in a row, and until when nothing opens there for it.</summary>
internal sealed class RejectStreak
{
    public int InARow { get; private set; }

    /// <summary>Elapsed time.</summary>
    public TimeSpan UntilElapsed { get; private set; }

    /// <summary>The last one is over; the next refusal makes a longer pause.</summary>
    public bool IsOver(TimeSpan elapsed) => elapsed >= UntilElapsed;

    public void Refused(TimeSpan elapsed, int most, TimeSpan pause, TimeSpan longest)
    {
        InARow++;
        if (InARow >= most)
        {
            UntilElapsed = elapsed + Growing(pause, InARow - most, longest);
        }
    }

    public void Taken()
    {
        InARow = 0;
        UntilElapsed = TimeSpan.Zero;
    }

    /// <summary>Doubled so many times, at most the longest.</summary>
    public static TimeSpan Growing(TimeSpan pause, int doublings, TimeSpan longest)
    {
        const int MostDoublings = 20;
        TimeSpan grown = pause * (1L << Math.Clamp(doublings, 0, MostDoublings));
        return grown < longest ? grown : longest > pause ? longest : pause;
    }
}
