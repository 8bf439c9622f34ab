using PropBot.Core.Values;

namespace PropBot.Core.Instruments;

/// <summary>The rules of an instrument that the desk trades by: those of its first sight, or of the last change that a person has read.</summary>
/// <param name="Rules">As <see cref="RuleChange.RulesOf"/> makes them.</param>
public sealed record AcceptedRules(InstrumentId Instrument, IReadOnlyList<KeyValuePair<string, string>> Rules)
{
    public bool Equals(AcceptedRules? other) => other is not null && Instrument == other.Instrument && Rules.SequenceEqual(other.Rules);

    public override int GetHashCode() => Instrument.GetHashCode();
}
