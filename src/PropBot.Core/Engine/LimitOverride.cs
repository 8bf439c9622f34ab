using PropBot.Core.Risk;

namespace PropBot.Core.Engine;

/// <summary>A limit that people changed while the desk ran; it stands over restarts.</summary>
/// <param name="Configured">What the configuration said when it was changed; null: it named none.</param>
/// <param name="By">Who changed it: one name for making it stricter, two for looser.</param>
public sealed record LimitOverride(LimitName Limit, decimal Value, decimal? Configured, string By, string Reason, DateTimeOffset At)
{
    /// <summary>Of which symbol, coin or venue; null: of all that have none of their own.</summary>
    public string? Subject { get; init; }

    public string Name => LimitChange.NameOf(Limit, Subject);

    /// <summary>It lets more happen than the configuration does.</summary>
    public bool IsRaise => Limit.Rule().IsStricter(Configured, Value);
}

/// <summary>What people changed, one per limit and subject, oldest first; two lists with the same changes are equal.</summary>
public sealed record LimitOverrides(IReadOnlyList<LimitOverride> All)
{
    public static readonly LimitOverrides None = new([]);

    public LimitOverride? Of(LimitName limit, string? subject = null) => All.FirstOrDefault(o => o.Limit == limit && o.Subject == subject);

    public LimitOverrides With(LimitOverride change) => new([.. All.Where(o => o.Limit != change.Limit || o.Subject != change.Subject), change]);

    /// <summary>The limits that count: in the order in which they were changed, because one for all that became stricter holds for single ones too.</summary>
    public DeskLimits Over(DeskLimits configured) =>
        All.Aggregate(configured, (limits, change) => change.Limit.Rule().With(limits, change.Value, change.Subject));

    public bool Equals(LimitOverrides? other) => other is not null && All.SequenceEqual(other.All);

    public override int GetHashCode() => All.Count;
}
