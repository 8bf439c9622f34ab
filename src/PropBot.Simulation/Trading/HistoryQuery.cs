using PropBot.Core.Values;

namespace PropBot.Simulation.Trading;

/// <summary>Which entries of a history are wanted. All conditions must hold; entries come oldest first.</summary>
public sealed record HistoryQuery
{
    public Symbol? Symbol { get; init; }

    public long? OrderId { get; init; }

    /// <summary>Not before this instant.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Not after this instant.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Entries whose own number (order, trade, bill) is above this.</summary>
    public long? AfterId { get; init; }

    /// <summary>At most this many.</summary>
    public int Limit { get; init; } = 1_000;

    /// <summary>True: the latest that fit the limit; false: the earliest.</summary>
    public bool Latest { get; init; }
}
