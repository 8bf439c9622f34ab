using PropBot.Core.Risk;

namespace PropBot.Core.Engine;

/// <summary>The budgets that are not well, kept in the ledger: a restart gives none of them back.</summary>
public sealed record SloStanding(IReadOnlyList<SloBurn> Burns)
{
    public SloBurn? Of(SloMetric metric) => Burns.FirstOrDefault(b => b.Metric == metric);

    /// <summary>Null when every budget is well.</summary>
    public static SloStanding? Of(IReadOnlyList<SloBurn> burns) => burns.Count == 0 ? null : new SloStanding(burns);

    public bool Equals(SloStanding? other) => other is not null && Burns.SequenceEqual(other.Burns);

    public override int GetHashCode() => Burns.Count;
}

/// <param name="Since">Market time since when it stands there.</param>
public sealed record SloBurn(SloMetric Metric, SloLevel Level, DateTimeOffset Since);
