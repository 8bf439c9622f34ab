using PropBot.Core.Execution;

namespace PropBot.Ledger;

/// <summary>What may follow on what is already kept.</summary>
internal static class LedgerConflicts
{
    /// <summary>The same forced fill, of which no less is assigned.</summary>
    public static bool IsContinued(ForcedFillRecord known, ForcedFillRecord next) =>
        known.Fill == next.Fill && known.Unassigned >= next.Unassigned;
}
