namespace PropBot.Core.Risk;

/// <summary>What a limit's number counts.</summary>
public enum LimitUnit
{
    /// <summary>Quote units.</summary>
    Usdt = 1,

    /// <summary>Hundredths of a percent.</summary>
    Bps = 2,

    /// <summary>Part of a whole, 1 is all of it.</summary>
    Fraction = 3,

    /// <summary>So many times the equity.</summary>
    Times = 4,

    /// <summary>Things, whole.</summary>
    Count = 5,

    /// <summary>Things within a minute, whole.</summary>
    PerMinute = 6,

    Seconds = 7,

    Days = 8,
}

/// <summary>Which way a limit becomes stricter.</summary>
public enum LimitSense
{
    /// <summary>What is counted stays at or below it: lower is stricter.</summary>
    AtMost = 1,

    /// <summary>What is counted stays at or above it: higher is stricter.</summary>
    AtLeast = 2,
}

/// <summary>What may have a number of its own, in place of the one for all.</summary>
public enum LimitScope
{
    /// <summary>Nothing: there is one number.</summary>
    Desk = 1,
    Symbol = 2,
    Asset = 3,
    Venue = 4,
}
