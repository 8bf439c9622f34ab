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

/// <summary>
/// What people changed, one per limit and subject; two lists with the same changes are equal. A number for all stands before those of the single
/// ones that have been given theirs since; one for all that became looser stands before all of them, because it loosens none of theirs.
/// </summary>
public sealed record LimitOverrides(IReadOnlyList<LimitOverride> All)
{
    public static readonly LimitOverrides None = new([]);

    public LimitOverride? Of(LimitName limit, string? subject = null) => All.FirstOrDefault(o => o.Limit == limit && o.Subject == subject);

    public LimitOverrides With(LimitOverride change) => new([.. Others(change), change]);

    /// <summary>With one for all that became looser.</summary>
    public LimitOverrides Beneath(LimitOverride change) => new([change, .. Others(change)]);

    /// <summary>The limits that count.</summary>
    public DeskLimits Over(DeskLimits configured) => Over(configured, All);

    /// <summary>
    /// With a change of its own for every single one that a stricter number for all holds for and that has none since: the configuration gave it
    /// its number later, or the change was kept when that was not written out. Else its own number would count again.
    /// </summary>
    public LimitOverrides WrittenOut(DeskLimits configured)
    {
        LimitOverrides written = this;
        for (int at = 0; at < All.Count; at++)
        {
            LimitOverride forAll = All[at];
            LimitRule rule = forAll.Limit.Rule();
            if (forAll.Subject is not null || !rule.IsStricter(forAll.Value, forAll.Configured))
            {
                continue;
            }

            HashSet<string?> since = [.. All.Skip(at + 1).Where(o => o.Limit == forAll.Limit).Select(o => o.Subject)];
            foreach (string subject in rule.LooserOwners(Over(configured, All.Take(at)), forAll.Value).Where(s => !since.Contains(s)))
            {
                written = written.With(forAll with { Subject = subject, Configured = rule.Of(configured, subject) });
            }
        }

        return written;
    }

    public bool Equals(LimitOverrides? other) => other is not null && All.SequenceEqual(other.All);

    public override int GetHashCode() => All.Count;

    private static DeskLimits Over(DeskLimits configured, IEnumerable<LimitOverride> changes) =>
        changes.Aggregate(configured, (limits, change) => change.Limit.Rule().With(limits, change.Value, change.Subject));

    private IEnumerable<LimitOverride> Others(LimitOverride change) => All.Where(o => o.Limit != change.Limit || o.Subject != change.Subject);
}
