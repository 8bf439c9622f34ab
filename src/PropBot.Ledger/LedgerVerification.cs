namespace PropBot.Ledger;

/// <summary>What adding up all postings has found.</summary>
/// <param name="Entries">Entries that were read.</param>
/// <param name="Problems">Each with the account or asset, what it should be and what it is; empty when the ledger is sound.</param>
public sealed record LedgerVerification(long Entries, IReadOnlyList<string> Problems)
{
    public bool IsSound => Problems.Count == 0;
}
