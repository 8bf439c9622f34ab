using PropBot.Core.Risk;

namespace PropBot.Core.Engine.Snapshots;

/// <summary>What a venue last said of modes and leverage of our account, and what they shall be.</summary>
/// <param name="ReadAt">Market time; null before the first answer.</param>
/// <param name="StaleAfter">So old it does not count any more.</param>
/// <param name="Differences">Every instrument that is not as configured; empty when all are.</param>
/// <param name="Failure">Why the last question got no certain answer; empty when it got one.</param>
public sealed record AccountSettingsReading(MarginTerms Wanted, DateTimeOffset? ReadAt, TimeSpan StaleAfter, string Differences, string Failure);
