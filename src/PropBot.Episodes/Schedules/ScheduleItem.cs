using PropBot.Core.Values;

namespace PropBot.Episodes.Schedules;

/// <summary>
/// One thing that goes wrong, or that somebody does, in an episode. Which of the values mean something, its kind says; the others
/// stay at their defaults.
/// </summary>
/// <param name="Kind">A name of the catalogue: <c>link_down</c>, <c>answer_lost</c>, <c>hold</c>.</param>
public sealed record ScheduleItem(string Kind)
{
    /// <summary>When, counted from the beginning of the episode; not used by faults of one message.</summary>
    public TimeSpan At { get; init; }

    /// <summary>How long.</summary>
    public TimeSpan For { get; init; }

    public VenueId? Venue { get; init; }

    public Symbol? Symbol { get; init; }

    /// <summary>Which messages are counted by <see cref="Number"/>.</summary>
    public MessageChannel? Channel { get; init; }

    /// <summary>The message of this number, counted from 1 per venue and channel over the whole episode, is struck.</summary>
    public int Number { get; init; }

    /// <summary>In the unit that the kind names: basis points, a share, seconds.</summary>
    public decimal Amount { get; init; }

    public string? Word { get; init; }
}

/// <summary>What goes over a venue's line.</summary>
public enum MessageChannel
{
    Place = 1,
    Cancel = 2,

    /// <summary>Questions for an order.</summary>
    Order = 3,

    /// <summary>Questions for an order's fills.</summary>
    Fills = 4,

    /// <summary>Questions for the account.</summary>
    Account = 5,

    /// <summary>Questions for all open orders.</summary>
    OpenOrders = 6,

    /// <summary>Messages of the private stream.</summary>
    Stream = 7,
}
