namespace PropBot.Ledger.Postgres;

/// <summary>Another process leads this ledger.</summary>
public sealed class LeaseHeldException(string place, string owner, TimeSpan remaining) : LedgerUnavailableException(
    LedgerFault.Busy,
    place,
    $"another process has it ({owner}, for {Math.Ceiling(remaining.TotalSeconds):0} s more unless it renews)",
    "Stop that process, or give this one another database")
{
    public string Owner { get; } = owner;

    /// <summary>Until it runs out unless it is renewed.</summary>
    public TimeSpan Remaining { get; } = remaining;
}
