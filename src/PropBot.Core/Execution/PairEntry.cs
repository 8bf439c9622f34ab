using PropBot.Core.Values;

namespace PropBot.Core.Execution;

/// <summary>In which order a pair's legs are sent.</summary>
public enum EntryMode
{
    /// <summary>Both at once: naked for as long as their fills are apart.</summary>
    Together = 1,

    /// <summary>The leg that is harder to fill first; the other one is sent for what it has filled, as it fills.</summary>
    HarderFirst = 2,

    /// <summary>One leg rests in the book as a maker; each fill of it is hedged at once on the other venue.</summary>
    Maker = 3,
}

/// <summary>How a pair is opened.</summary>
/// <param name="Lead">The leg that is sent first; the other one follows its fills. Null when both are sent together.</param>
public readonly record struct PairEntry(EntryMode Mode, LegRole? Lead)
{
    public static PairEntry Together => new(EntryMode.Together, null);

    /// <summary>The side of the order that rests in a book as a maker; null when none does.</summary>
    public Side? RestingSide => Mode != EntryMode.Maker ? null : Lead == LegRole.Long ? Side.Buy : Side.Sell;

    /// <summary>The leg that follows the lead; null when both are sent together.</summary>
    public LegRole? Follower => Lead switch
    {
        LegRole.Long => LegRole.Short,
        LegRole.Short => LegRole.Long,
        _ => null,
    };
}
