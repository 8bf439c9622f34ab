namespace PropBot.Ledger;

/// <summary>Something that is kept once is to be kept again with another content. A bug: nothing was written, the engine must stop.</summary>
public sealed class LedgerConflictException(string what) : Exception($"ledger conflict: {what}");
