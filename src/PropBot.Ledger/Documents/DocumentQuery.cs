namespace PropBot.Ledger.Documents;

/// <summary>Which documents of a kind, newest first by the time of their opening.</summary>
/// <param name="Id">Only this one; null is every one.</param>
/// <param name="OpenOnly">Those that are not closed.</param>
/// <param name="Limit">At most this many, 1 or more.</param>
public sealed record DocumentQuery(string? Id = null, bool OpenOnly = false, int Limit = 100);
