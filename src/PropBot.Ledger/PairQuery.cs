using PropBot.Core.Execution;

namespace PropBot.Ledger;

/// <summary>Which pairs, in what order, and how many of them.</summary>
/// <param name="Statuses">Only pairs in one of these; empty is every status.</param>
/// <param name="Limit">At most this many, 1 or more.</param>
/// <param name="NewestFirst">By pair number, descending; else ascending.</param>
public sealed record PairQuery(IReadOnlyList<PairStatus> Statuses, int Limit, bool NewestFirst = true);
