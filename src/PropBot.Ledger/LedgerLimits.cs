namespace PropBot.Ledger;

public static class LedgerLimits
{
    /// <summary>
    /// Funding entries whose ids the engine gets at its start. Venues retell settlements of the last days at most; three a day on
    /// a hundred instruments for a week are 2,100.
    /// </summary>
    public const int RememberedFundingEntries = 5_000;
}
