using Microsoft.Data.Sqlite;

namespace PropBot.Ledger.Sqlite;

/// <summary>What SQLite's codes mean for the people who run the desk.</summary>
internal static class LedgerFailures
{
    /// <summary>Of a write, with what the operating system said: SQLite calls a disk that became read-only or a quota an I/O error.</summary>
    public static LedgerUnavailableException Explain(string path, SqliteException failure, int errno)
    {
        bool isOfTheSystem = failure.SqliteErrorCode is SqliteCodes.InputOutput or SqliteCodes.CannotOpen;
        return isOfTheSystem && SystemErrors.IsReadOnly(errno) ? ReadOnly(path, failure)
            : isOfTheSystem && SystemErrors.IsFull(errno) ? Full(path, failure)
            : Explain(path, failure);
    }

    /// <summary>At the start, when the schema is the present one: what is not in it, or cannot be read as what it is, is damaged.</summary>
    public static LedgerUnavailableException ExplainStart(string path, Exception failure) => failure is SqliteException { SqliteErrorCode: not SqliteCodes.Error } told
        ? Explain(path, told)
        : Damaged(path, failure.Message, failure);

    public static LedgerUnavailableException Explain(string path, SqliteException failure) => failure.SqliteErrorCode switch
    {
        SqliteCodes.Busy or SqliteCodes.Locked => new LedgerUnavailableException(
            LedgerFault.Busy, path, "another program keeps it locked", "Close the program that writes to it (fuser shows which)", failure),
        SqliteCodes.ReadOnly => ReadOnly(path, failure),
        SqliteCodes.CannotOpen => new LedgerUnavailableException(
            LedgerFault.CannotOpen, path, "it cannot be opened", "Check that it is a file and that this user may read and write it and its directory", failure),
        SqliteCodes.Full => Full(path, failure),
        SqliteCodes.InputOutput => new LedgerUnavailableException(
            LedgerFault.DiskFailed, path, $"the disk failed ({failure.Message})", "Check the disk and its limits", failure),
        SqliteCodes.Corrupt or SqliteCodes.NotADatabase => Damaged(path, failure.Message, failure),
        _ => new LedgerUnavailableException(LedgerFault.Other, path, failure.Message, "See the cause; nothing of this write was kept", failure),
    };

    public static LedgerUnavailableException ReadOnly(string path, Exception? inner) => new(
        LedgerFault.ReadOnly, path, "it cannot be written", "Make the file, its directory and its disk writable for this user", inner);

    private static LedgerUnavailableException Full(string path, SqliteException failure) => new(
        LedgerFault.DiskFull, path, "the disk is full", "Free some space; nothing that was written is lost", failure);

    public static LedgerUnavailableException Damaged(string path, string found, Exception? inner) => new(
        LedgerFault.Damaged,
        path,
        $"it is damaged or no ledger ({found})",
        "Move it aside and restore the latest backup; positions and orders are then compared with the venues at the start",
        inner);
}
