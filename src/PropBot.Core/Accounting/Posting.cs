using PropBot.Core.Values;

namespace PropBot.Core.Accounting;

/// <summary>One line of an entry: what it adds to (positive) or takes from (negative) an account.</summary>
public sealed record Posting(LedgerAccount Account, Asset Asset, decimal Amount);
