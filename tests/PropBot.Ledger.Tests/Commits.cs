namespace PropBot.Ledger.Tests;

internal static class Commits
{
    private const int Attempts = 10;

    /// <summary>Again and again while the store says that it may pass, as the engine's loop does.</summary>
    /// <returns>How many failed.</returns>
    public static int UntilTaken(Action commit)
    {
        for (int failed = 0; ; failed++)
        {
            try
            {
                commit();
                return failed;
            }
            catch (LedgerUnavailableException away) when (away.Fault.MayPass() && failed < Attempts)
            {
                // Tried again.
            }
        }
    }
}
