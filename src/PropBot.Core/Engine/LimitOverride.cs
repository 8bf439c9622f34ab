using PropBot.Core.Risk;

namespace PropBot.Core.Engine;

/// <summary>A limit that people changed while the desk ran; it stands over restarts.</summary>
/// <param name="Configured">What the configuration said when it was changed; null: it named none.</param>
/// <param name="By">Who changed it: one name for lowering, two for raising.</param>
public sealed record LimitOverride(LimitName Limit, decimal Value, decimal? Configured, string By, string Reason, DateTimeOffset At)
{
    /// <summary>It lets more happen than the configuration does.</summary>
    public bool IsRaise => Configured is { } configured && Value > configured;
}

/// <summary>What people changed, one per limit; two lists with the same changes are equal.</summary>
public sealed record LimitOverrides(IReadOnlyList<LimitOverride> All)
{
    public static readonly LimitOverrides None = new([]);

    public LimitOverride? Of(LimitName limit) => All.FirstOrDefault(o => o.Limit == limit);

    public LimitOverrides With(LimitOverride change) => new([.. All.Where(o => o.Limit != change.Limit), change]);

    /// <summary>The limits that count.</summary>
    public RiskOptions Over(RiskOptions configured) => All.Aggregate(configured, (limits, change) => limits.With(change.Limit, change.Value));

    public bool Equals(LimitOverrides? other) => other is not null && All.SequenceEqual(other.All);

    public override int GetHashCode() => All.Count;
}
