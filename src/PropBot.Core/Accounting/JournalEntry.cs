namespace PropBot.Core.Accounting;

public enum EntryKind
{
    Trade = 1,
    Fee = 2,
    Rebate = 3,
    Funding = 4,
    Transfer = 5,

    /// <summary>
    /// A position that a venue holds and no pair of ours held is taken into the books, or one that the venue no longer holds is taken
    /// out of them.
    /// </summary>
    Adoption = 6,

    /// <summary>What a venue paid or took that is neither a trade's nor funding nor a transfer: a rebate, an insurance clearance.</summary>
    Income = 7,
}

/// <summary>One movement of money, balanced: per asset its postings sum to zero. Stored once however often it is sent.</summary>
public sealed record JournalEntry
{
    /// <exception cref="InvariantViolation">The postings do not balance.</exception>
    public JournalEntry(string id, EntryKind kind, DateTimeOffset at, IReadOnlyList<Posting> postings)
    {
        Id = id;
        Kind = kind;
        At = at;
        Postings = postings;
        foreach (IGrouping<string, Posting> asset in postings.GroupBy(p => p.Asset.Code))
        {
            decimal sum = asset.Sum(p => p.Amount);
            Invariant.Holds(sum == 0m, $"entry {id}: the postings of {asset.Key} sum to zero, not {sum}");
        }
    }

    /// <summary>Ours, derived from what it books: <c>fill:binance-um:BTCUSDT:123</c>. The ledger keeps it unique.</summary>
    public string Id { get; }

    public EntryKind Kind { get; }

    public DateTimeOffset At { get; }

    public IReadOnlyList<Posting> Postings { get; }
}
