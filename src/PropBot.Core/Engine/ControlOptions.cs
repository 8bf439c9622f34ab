namespace PropBot.Core.Engine;

/// <summary>Who may leave a hold, and how long a request for it stands.</summary>
public sealed record ControlOptions
{
    /// <summary>Whoever requested may not confirm. Off only where no money is at stake. Default on.</summary>
    public bool TwoManRule { get; init; } = true;

    /// <summary>
    /// The operator of a token that several people may know: it stops and reads, and neither requests nor confirms what lets the desk risk more. Null
    /// where it is one person's.
    /// </summary>
    public string? SharedOperator { get; init; }

    /// <summary>
    /// How long a request waits for its confirmation, and a confirmed one for being carried out, elapsed time; 1 min to 24 h.
    /// Default 15 min.
    /// </summary>
    public TimeSpan ApprovalValidity { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Part of the ordered notional that new pairs get after a resume, above 0 and at most 1; 1 switches it off. Default 0.25.</summary>
    public decimal SizeAfterResume { get; init; } = 0.25m;

    /// <summary>How many pairs must go well before new ones have their full size again, 0 to 100; 0 switches it off. Default 3.</summary>
    public int CleanPairsAfterResume { get; init; } = 3;

    /// <summary>How long an open pair must be in the books, elapsed time, to count as clean before it is closed; 1 min to 24 h. Default 10 min.</summary>
    public TimeSpan CleanPairAfter { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Nothing is opened in this run whatever the mode; what is open is hedged, rescued and closed. Default off.</summary>
    public bool DryRun { get; init; }
}
