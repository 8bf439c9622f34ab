namespace PropBot.Ledger;

public static class LedgerLimits
{
    /// <summary>
    /// Funding, transfer and income entries whose ids the engine gets at its start. Venues retell settlements of the last days at most; three a day on
    /// a hundred instruments for a week are 2,100.
    /// </summary>
    public const int RememberedIncomeEntries = 5_000;

    /// <summary>Forced fills whose trade ids the engine gets at its start; venues retell those of some days.</summary>
    public const int RememberedForcedFills = 1_000;

    /// <summary>Closed documents of a kind that the engine gets at its start, beside every open one.</summary>
    public const int RememberedDocuments = 1_000;

    /// <summary>The latest lines of the journal in which the engine's start looks for what people were told.</summary>
    public const int RecalledLines = 2_000;
}
