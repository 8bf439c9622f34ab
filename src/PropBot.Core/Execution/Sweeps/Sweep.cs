namespace PropBot.Core.Execution.Sweeps;

/// <summary>
/// An operator's wish that open orders, or positions too, be gone: wanted until every venue in its scope has said that nothing is
/// left, over restarts too. It is also the report of what was done for it.
/// </summary>
public sealed record Sweep
{
    public const int MaxIdLength = 100;

    /// <summary>The caller's correlation id, or one made for it. The same id is the same sweep.</summary>
    public required string Id { get; init; }

    public required SweepKind Kind { get; init; }

    public required SweepScope Scope { get; init; }

    /// <summary>Who wants it.</summary>
    public required string Actor { get; init; }

    /// <summary>Where it was asked: <c>api</c>, <c>page</c>, <c>cli</c>, <c>telegram</c>, ...</summary>
    public required string Source { get; init; }

    /// <summary>In the operator's words; empty when there are none.</summary>
    public string Reason { get; init; } = "";

    public required SweepStatus Status { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it is running.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>In the order in which they were found.</summary>
    public IReadOnlyList<SweepOrder> Orders { get; init; } = [];

    public IReadOnlyList<SweepLeg> Legs { get; init; } = [];

    public IReadOnlyList<SweepVenue> Venues { get; init; } = [];

    public bool IsRunning => Status == SweepStatus.Running;

    /// <summary>What the id stands for: the same id with another request is a mistake of the caller.</summary>
    public string Fingerprint => FingerprintOf(Kind, Scope);

    /// <summary>Orders that the venues have cancelled.</summary>
    public int Cancelled => Orders.Count(o => o.Outcome == SweepOrderOutcome.Cancelled);

    /// <summary>Orders that are still open as far as is known.</summary>
    public int NotCancelled => Orders.Count(o => o.Outcome == SweepOrderOutcome.Cancelling);

    public int LegsDone => Legs.Count(l => l.IsDone);

    /// <summary>Null when one of the legs could not be estimated.</summary>
    public decimal? EstimatedCost => Legs.Aggregate((decimal?)0m, (sum, leg) => sum + leg.EstimatedCost);

    /// <summary>What the legs have cost so far, by their own reference prices; null when one of them has none.</summary>
    public decimal? ActualCost => Legs.Aggregate((decimal?)0m, (sum, leg) => sum + leg.ActualCost);

    public static string FingerprintOf(SweepKind kind, SweepScope scope) => $"{kind.Code()}:{scope}";

    /// <summary>Of the lists the content counts.</summary>
    public bool Equals(Sweep? other) =>
        other is not null && Id == other.Id && Kind == other.Kind && Scope == other.Scope && Actor == other.Actor && Source == other.Source
        && Reason == other.Reason && Status == other.Status && StartedAt == other.StartedAt && EndedAt == other.EndedAt
        && Orders.SequenceEqual(other.Orders) && Legs.SequenceEqual(other.Legs) && Venues.SequenceEqual(other.Venues);

    public override int GetHashCode() => HashCode.Combine(Id, Status, EndedAt, Orders.Count, Legs.Count, Venues.Count);
}
