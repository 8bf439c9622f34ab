namespace PropBot.Ledger.Sqlite;

/// <summary>
/// Keeps a second process off the ledger: an exclusive lock on <c>ledger.db.lock</c>, which the operating system drops when the
/// process ends, however it ends. Readers such as <c>sqlite3</c> are not kept out.
/// </summary>
internal sealed class LedgerLock : IDisposable
{
    private readonly FileStream _file;

    private LedgerLock(FileStream file) => _file = file;

    /// <summary>Null when another process has it.</summary>
    /// <exception cref="UnauthorizedAccessException">The lock file may not be written.</exception>
    /// <exception cref="IOException">The disk takes nothing.</exception>
    public static LedgerLock? TryTake(string ledgerPath)
    {
        string path = ledgerPath + ".lock";
        try
        {
            return new LedgerLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException taken) when (SystemErrors.IsLocked(taken))
        {
            return null;
        }
    }

    public void Dispose() => _file.Dispose();
}
