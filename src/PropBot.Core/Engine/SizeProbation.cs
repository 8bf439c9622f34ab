using PropBot.Core.Values;

namespace PropBot.Core.Engine;

/// <summary>Pairs stay small until enough of them went well; kept in the ledger, so that a restart does not end it.</summary>
/// <param name="Cause">Why: <c>resume</c>, <c>unkill</c>, <c>unfreeze</c>, <c>bad_end</c> (the last run left a pair unequal or an order without its end).</param>
/// <param name="Since">Pairs opened before do not count; a pair that went badly moves it.</param>
/// <param name="Clean">The clean pairs that were counted, in the order of their counting.</param>
public sealed record SizeProbation(string Cause, DateTimeOffset Since, IReadOnlyList<PairId> Clean)
{
    public const string Resume = "resume";
    public const string Unkill = "unkill";
    public const string Unfreeze = "unfreeze";
    public const string BadEnd = "bad_end";

    public bool Equals(SizeProbation? other) => other is not null
        && string.Equals(Cause, other.Cause, StringComparison.Ordinal) && Since == other.Since && Clean.SequenceEqual(other.Clean);

    public override int GetHashCode() => HashCode.Combine(Cause, Since, Clean.Count);
}
