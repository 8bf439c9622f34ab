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

    /// <summary>Entries whose own number is below this.</summary>
    public long? BeforeId { get; init; }

    /// <summary>At most this many.</summary>
    public int Limit { get; init; } = 1_000;

    /// <summary>True: the latest that fit the limit; false: the earliest.</summary>
    public bool Latest { get; init; }

    /// <param name="oldestFirst">By number and by time, both rising: so the search begins and ends where nothing more can fit.</param>
    internal IReadOnlyList<T> Select<T>(IList<T> oldestFirst, Func<T, HistoryKey> keyOf)
    {
        int begin = FirstWhere(oldestFirst, entry => !IsTooOld(keyOf(entry)));
        int end = To is null && BeforeId is null ? oldestFirst.Count : FirstWhere(oldestFirst, entry => IsTooNew(keyOf(entry)));
        var chosen = new List<T>();
        for (int i = begin; i < end && chosen.Count < Limit; i++)
        {
            T entry = oldestFirst[Latest ? end - 1 - (i - begin) : i];
            if (Fits(keyOf(entry)))
            {
                chosen.Add(entry);
            }
        }

        if (Latest)
        {
            chosen.Reverse();
        }

        return chosen;
    }

    private static int FirstWhere<T>(IList<T> entries, Func<T, bool> holdsFromThereOn)
    {
        int low = 0;
        int high = entries.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (holdsFromThereOn(entries[middle]))
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private bool IsTooOld(HistoryKey key) => (From is not null && key.Time < From) || (AfterId is not null && key.Id <= AfterId);

    private bool IsTooNew(HistoryKey key) => (To is not null && key.Time > To) || (BeforeId is not null && key.Id >= BeforeId);

    private bool Fits(HistoryKey key) =>
        (Symbol is null || key.Symbol == Symbol)
        && (OrderId is null || key.OrderId == OrderId)
        && (From is null || key.Time >= From)
        && (To is null || key.Time <= To)
        && (AfterId is null || key.Id > AfterId)
        && (BeforeId is null || key.Id < BeforeId);
}

/// <summary>What a query looks at in an entry.</summary>
internal readonly record struct HistoryKey(long Id, long? OrderId, Symbol? Symbol, DateTimeOffset Time);
