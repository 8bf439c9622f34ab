namespace PropBot.Core.MarketData;

/// <summary>How far a book may be believed. Only <see cref="Synced"/> may open a pair.</summary>
public enum BookTrust
{
    /// <summary>No snapshot yet, or a gap in the updates: what is shown may be anything.</summary>
    Unsynced = 0,

    /// <summary>A snapshot and an unbroken chain of updates since.</summary>
    Synced = 1,

    /// <summary>Something does not fit (checksum, clock); a new snapshot has been asked for.</summary>
    Suspect = 2,

    /// <summary>No sign of life for longer than the limit.</summary>
    Stale = 3,

    /// <summary>The best bid is not below the best ask.</summary>
    Crossed = 4,
}
