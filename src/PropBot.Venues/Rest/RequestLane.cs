namespace PropBot.Venues.Rest;

/// <summary>How urgent a request is. An upper lane goes first and may use what is kept from the lanes below it.</summary>
public enum RequestLane
{
    /// <summary>Hedges, unwinds and closes: what makes risk smaller.</summary>
    Hedge = 0,
    Cancel = 1,

    /// <summary>Queries that settle what is not known.</summary>
    Reconcile = 2,
    Open = 3,

    /// <summary>Snapshots, instruments, polls.</summary>
    Data = 4,

    /// <summary>What nothing waits for: the regular look through the account's income.</summary>
    Routine = 5,
}
