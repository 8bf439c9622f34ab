namespace PropBot.Core.Engine;

/// <summary>What an instant is to the UTC day that is counted.</summary>
public enum DayTurn
{
    /// <summary>It belongs to that day, or to a clock that was set back a little over midnight.</summary>
    GoesOn = 0,

    /// <summary>A day that was not counted yet.</summary>
    Begins = 1,

    /// <summary>Another day that was counted before.</summary>
    Returns = 2,

    /// <summary>A day before all that are known: the clock is wrong, and the day that is counted goes on.</summary>
    IsEarlier = 3,
}
