namespace PropBot.Core.Execution;

/// <summary>How new pairs are to be opened.</summary>
public enum EntryChoice
{
    /// <summary>Together, or the harder leg first where the venues' measured fill latencies are far apart.</summary>
    Auto = 1,
    Together = 2,
    HarderFirst = 3,
    Maker = 4,
}
