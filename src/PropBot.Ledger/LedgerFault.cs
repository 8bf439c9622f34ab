namespace PropBot.Ledger;

/// <summary>What keeps the ledger from being used, as far as people do something else about it.</summary>
public enum LedgerFault
{
    /// <summary>None of the following: a mistake in the program, most likely.</summary>
    Other = 0,
    DiskFull = 1,
    ReadOnly = 2,
    DiskFailed = 3,

    /// <summary>Somebody else holds a lock, or the store is too slow.</summary>
    Busy = 4,
    CannotOpen = 5,
    ServerGone = 6,
    Damaged = 7,
}

public static class LedgerFaults
{
    /// <summary>Whether the same write may succeed later, once people have done something or without them.</summary>
    public static bool MayPass(this LedgerFault fault) => fault is not (LedgerFault.Other or LedgerFault.Damaged);
}
