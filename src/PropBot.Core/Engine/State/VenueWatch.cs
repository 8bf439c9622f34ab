using PropBot.Core.Execution;

namespace PropBot.Core.Engine.State;

/// <summary>What the watchdog remembers of one venue.</summary>
internal sealed class VenueWatch
{
    private const int KeptOutcomes = 200;

    private readonly Dictionary<string, CheckHistory> _checks = new(StringComparer.Ordinal);
    private readonly Queue<(TimeSpan Elapsed, bool IsRefused, bool IsUnknown)> _outcomes = [];

    public WatchStatus Status { get; set; } = WatchStatus.Unknown;

    /// <summary>What fails; empty while nothing does.</summary>
    public string Reason { get; set; } = "no sample yet";

    /// <summary>Market time of the last change of <see cref="Status"/>.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>Market time of the last look; null before the first.</summary>
    public DateTimeOffset? LastLookAt { get; set; }

    /// <summary>Elapsed time of the last look at which a check counted as failed or, while the venue is not well, failed at all.</summary>
    public TimeSpan? FailedElapsed { get; set; }

    /// <summary>Its trouble is of the last run, and it has not been seen well since.</summary>
    public bool IsFromBefore { get; set; }

    /// <summary>It went into AUTO_HOLD and the audit does not say yet that the desk holds for it.</summary>
    public bool HoldIsUntold { get; set; }

    /// <summary>Since when it has been degraded, elapsed time; without meaning while it is not.</summary>
    public TimeSpan DegradedElapsed { get; set; }

    /// <summary>When it last answered a request of any kind, elapsed time.</summary>
    public TimeSpan AnsweredElapsed { get; set; }

    /// <summary>Why the latest request that failed did; empty before the first, and after an answer.</summary>
    public string RequestFailure { get; set; } = "";

    /// <summary>How well it served at the last look; null before the first.</summary>
    public VenueHealth? Health { get; set; }

    /// <summary>The link was lost since the last look, even if it is back.</summary>
    public string? LostBetweenLooks { get; set; }

    /// <summary>What is known of one check's earlier looks.</summary>
    public CheckHistory Check(string name)
    {
        if (!_checks.TryGetValue(name, out CheckHistory? history))
        {
            history = new CheckHistory();
            _checks.Add(name, history);
        }

        return history;
    }

    /// <summary>The longest time that one and the same check has failed within the window, in at least so many stretches.</summary>
    public TimeSpan MostFailing(TimeSpan elapsed, TimeSpan window, int leastBreaks)
    {
        TimeSpan most = TimeSpan.Zero;
        foreach (CheckHistory history in _checks.Values)
        {
            TimeSpan failed = history.Within(elapsed, window, leastBreaks);
            most = failed > most ? failed : most;
        }

        return most;
    }

    public void Answered(TimeSpan elapsed)
    {
        AnsweredElapsed = elapsed;
        RequestFailure = "";
    }

    /// <summary>What a price or our own flags lead to says nothing of the venue.</summary>
    public static bool IsVenuesRefusal(VenueOutcome outcome) =>
        outcome is VenueOutcome.Refused { Refusal.Kind: not (RefusalKind.WouldTakeLiquidity or RefusalKind.ReduceOnlyRejected or RefusalKind.OrderNotFound) };

    public void CountOutcome(TimeSpan elapsed, VenueOutcome outcome)
    {
        _outcomes.Enqueue((elapsed, IsVenuesRefusal(outcome), outcome is VenueOutcome.Unknown));
        if (_outcomes.Count > KeptOutcomes)
        {
            _outcomes.Dequeue();
        }
    }

    /// <summary>Orders answered within the window, and how many of them were refused or of unknown outcome.</summary>
    public (int Count, int Refused, int Unknown) Outcomes(TimeSpan elapsed, TimeSpan window)
    {
        while (_outcomes.TryPeek(out (TimeSpan Elapsed, bool, bool) oldest) && elapsed - oldest.Elapsed > window)
        {
            _outcomes.Dequeue();
        }

        return (_outcomes.Count, _outcomes.Count(o => o.IsRefused), _outcomes.Count(o => o.IsUnknown));
    }
}
