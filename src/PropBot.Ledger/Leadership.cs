namespace PropBot.Ledger;

/// <summary>Whether this process is the one that may write the ledger.</summary>
/// <param name="IsHeld">False when it was lost, and while it is not known whether another process has taken it.</param>
/// <param name="Epoch">The number of this start, above that of every start before it, whichever process made it; 0 before the first load.</param>
/// <param name="Owner">Who this process says it is.</param>
public sealed record Leadership(bool IsHeld, long Epoch, string Owner);
