namespace PropBot.Core.Engine;

/// <summary>Who may leave a hold, and how long a request for it stands.</summary>
public sealed record ControlOptions
{
    /// <summary>Whoever requested may not confirm. Off only where no money is at stake. Default on.</summary>
    public bool TwoManRule { get; init; } = true;

    /// <summary>
    /// How long a request waits for its confirmation, and a confirmed one for being carried out, elapsed time; 1 min to 24 h.
    /// Default 15 min.
    /// </summary>
    public TimeSpan ApprovalValidity { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Nothing is opened in this run whatever the mode; what is open is hedged, rescued and closed. Default off.</summary>
    public bool DryRun { get; init; }
}
