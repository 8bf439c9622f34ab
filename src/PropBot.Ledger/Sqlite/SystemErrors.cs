using System.Runtime.InteropServices;
using SQLitePCL;

namespace PropBot.Ledger.Sqlite;

/// <summary>Numbers of the operating system (errno.h; the same on Linux and macOS where one is given).</summary>
internal static class SystemErrors
{
    private const int NotPermitted = 1;
    private const int WouldBlock = 11;
    private const int AccessDenied = 13;
    private const int FileTooLarge = 27;
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int WouldBlockOfMac = 35;
    private const int QuotaOfMac = 69;
    private const int Quota = 122;
    private const int SharingViolationOfWindows = unchecked((int)0x80070020);

    /// <summary>What the system said when a call of this connection failed last.</summary>
    [DllImport("e_sqlite3", EntryPoint = "sqlite3_system_errno")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Last(sqlite3 connection);

    public static bool IsReadOnly(int errno) => errno is NotPermitted or AccessDenied or ReadOnlyFileSystem;

    public static bool IsFull(int errno) => errno is NoSpace or Quota or QuotaOfMac or FileTooLarge;

    /// <summary>Another process has the file locked.</summary>
    public static bool IsLocked(IOException failure) => failure.HResult is WouldBlock or WouldBlockOfMac or SharingViolationOfWindows;
}
