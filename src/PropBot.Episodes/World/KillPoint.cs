namespace PropBot.Episodes.World;

/// <summary>Where in the handling of one event the process dies.</summary>
internal enum KillPoint
{
    /// <summary>The engine has decided, the ledger has nothing of it.</summary>
    BeforeCommit = 1,

    /// <summary>The ledger has it, no request has left.</summary>
    BeforeSend = 2,

    /// <summary>The first of its requests has left, the others have not.</summary>
    AfterFirstSend = 3,

    /// <summary>All of it is done.</summary>
    AfterSend = 4,
}

/// <summary>A death that is to come.</summary>
/// <param name="AtSend">At an event that sends something; else at any that writes.</param>
internal sealed record PlannedKill(KillPoint Point, bool AtSend, TimeSpan DownFor);
