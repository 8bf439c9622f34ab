namespace PropBot.Ledger.Sqlite;

/// <summary>Primary result codes of SQLite that we tell apart (https://www.sqlite.org/rescode.html, read 2026-11-22).</summary>
internal static class SqliteCodes
{
    public const int Error = 1;
    public const int Busy = 5;
    public const int Locked = 6;
    public const int ReadOnly = 8;
    public const int InputOutput = 10;
    public const int Corrupt = 11;
    public const int Full = 13;
    public const int CannotOpen = 14;
    public const int Constraint = 19;
    public const int NotADatabase = 26;
}
