namespace PropBot.Ledger.Sql;

/// <summary>Numbers of starts: the epochs of client order ids (ADR 0019).</summary>
internal static class StartNumbers
{
    private static readonly DateTimeOffset Zero = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The least number of a start at this time: whole seconds since the beginning of 2026. A ledger that was restored from a backup
    /// does not know the starts after it; the time is what puts its next start above them.
    /// </summary>
    /// <returns>1 or more.</returns>
    public static long LeastAt(DateTimeOffset time) => Math.Max(1, (time - Zero).Ticks / TimeSpan.TicksPerSecond);
}
