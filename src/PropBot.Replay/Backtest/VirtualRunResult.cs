using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Snapshots;
using PropBot.Core.Values;

namespace PropBot.Replay.Backtest;

/// <summary>What a run in virtual time came to; pairs, fills and equity over time are in its ledger.</summary>
public sealed record VirtualRunResult
{
    /// <summary>Market time of the first step.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>Market time of the last step.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Events that the engine handled.</summary>
    public required long Events { get; init; }

    /// <summary>Nothing was under way any more when the run ended.</summary>
    public required bool IsSettled { get; init; }

    public required IReadOnlyList<VenueResult> Venues { get; init; }

    public required IReadOnlyList<(DateTimeOffset At, AlertRaised Alert)> Alerts { get; init; }

    /// <summary>The engine after the last event.</summary>
    public required EngineSnapshot Final { get; init; }

    /// <summary>Our books and the venues' own statements say the same, to the last digit.</summary>
    public bool Agrees => Venues.All(venue => venue.Difference == 0m);
}

/// <summary>One venue's account at the end, quote units, both at the venue's marks.</summary>
/// <param name="LedgerEquity">By our postings: cash and positions.</param>
/// <param name="StatementEquity">By the venue: wallet and unrealised profit.</param>
public sealed record VenueResult(VenueId Venue, decimal LedgerEquity, decimal StatementEquity)
{
    public decimal Difference => LedgerEquity - StatementEquity;
}
