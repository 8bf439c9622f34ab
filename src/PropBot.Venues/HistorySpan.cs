namespace PropBot.Venues;

/// <summary>A span of the venue's time: from, inclusive, to, exclusive.</summary>
public readonly record struct HistorySpan
{
    public HistorySpan(DateTimeOffset from, DateTimeOffset to)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(to, from);
        From = from;
        To = to;
    }

    public DateTimeOffset From { get; }

    public DateTimeOffset To { get; }

    public bool Contains(DateTimeOffset time) => time >= From && time < To;
}
