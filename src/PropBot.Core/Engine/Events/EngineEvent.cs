namespace PropBot.Core.Engine.Events;

/// <summary>Everything that can happen to the engine. Sealed records below, in one list: market, venue, order, operator.</summary>
public abstract record EngineEvent
{
    /// <summary>
    /// A person's word that stops opening or takes off what is on, and can do nothing else: it is never turned away, goes before every other command, and is
    /// worth carrying out however late. Given twice it does no more than once.
    /// </summary>
    public virtual bool OnlyStopsOrReduces => false;
}

/// <summary>An event with its place in the order of events and the two times of its receipt.</summary>
/// <param name="Sequence">1, 2, 3, ... without gaps.</param>
/// <param name="At">Our UTC time (of the replayed day in a replay): for settlements, UTC days, records.</param>
/// <param name="Elapsed">Monotonic time since the start: for ages and deadlines. Wall clocks are never subtracted.</param>
public readonly record struct EngineInput(long Sequence, DateTimeOffset At, TimeSpan Elapsed, EngineEvent Event);
