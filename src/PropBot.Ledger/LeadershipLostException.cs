namespace PropBot.Ledger;

/// <summary>Another process writes this ledger now. Nothing was written and nothing may be sent: the engine must stop.</summary>
public sealed class LeadershipLostException(string place, long epoch, string leader)
    : Exception($"ledger {place}: this process led it as start {epoch} and does not any more; now {leader} does. Only one process may trade on one ledger; stop one of the two.");
