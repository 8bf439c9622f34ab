using PropBot.Core.Execution;

namespace PropBot.Core.Engine.State;

/// <summary>What the watchdog remembers of one venue.</summary>
internal sealed class VenueWatch
{
    private const int KeptOutcomes = 200;

    private readonly Dictionary<string, TimeSpan> _failingSince = new(StringComparer.Ordinal);
    private readonly Queue<(TimeSpan Elapsed, bool IsRefused, bool IsUnknown)> _outcomes = [];

    public WatchStatus Status { get; set; } = WatchStatus.Unknown;

    /// <summary>What fails; empty while nothing does.</summary>
    public string Reason { get; set; } = "no sample yet";

    /// <summary>Market time of the last change of <see cref="Status"/>.</summary>
    public DateTimeOffset? Since { get; set; }

    /// <summary>Market time of the last look; null before the first.</summary>
    public DateTimeOffset? LastLookAt { get; set; }

    /// <summary>Elapsed time of the last look at which a check had failed for too long.</summary>
    public TimeSpan? FailedElapsed { get; set; }

    /// <summary>Since when it has been degraded, elapsed time; without meaning while it is not.</summary>
    public TimeSpan DegradedElapsed { get; set; }

    /// <summary>When it last answered a request of any kind, elapsed time.</summary>
    public TimeSpan AnsweredElapsed { get; set; }

    /// <summary>Why the latest request that failed did; empty before the first, and after an answer.</summary>
    public string RequestFailure { get; set; } = "";

    /// <summary>How well it served at the last look; null before the first.</summary>
    public VenueHealth? Health { get; set; }

    /// <summary>How long this check has failed without a break, this look included.</summary>
    public TimeSpan Failing(string check, TimeSpan elapsed)
    {
        if (!_failingSince.TryGetValue(check, out TimeSpan since))
        {
            since = elapsed;
            _failingSince.Add(check, since);
        }

        return elapsed - since;
    }

    public void Passing(string check) => _failingSince.Remove(check);

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
