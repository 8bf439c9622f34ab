using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;

namespace PropBot.Host.Surface;

/// <summary>What operators order. Every command is an event of the engine, so it lies in the journal with its actor.</summary>
public interface IOperatorCommands
{
    /// <summary>Ends when the engine has handled the command and the ledger has kept what came of it.</summary>
    /// <exception cref="CommandNotTakenException">The engine's loop does not run any more, or the ledger takes no writes.</exception>
    Task<CommandReceipt> GiveAsync(OperatorCommand command, CancellationToken cancellationToken);

    /// <summary>Wants open orders, or positions too, gone; works always. Ends when the engine has begun, not when all is gone.</summary>
    /// <exception cref="CommandNotTakenException">The engine's loop does not run any more, or the ledger takes no writes.</exception>
    Task<CommandReceipt> SweepAsync(SweepRequested request, CancellationToken cancellationToken);
}

/// <summary>What came of a command.</summary>
/// <param name="Snapshot">The desk after it.</param>
/// <param name="Refusal">Why the engine did not carry it out; null when it did.</param>
public sealed record CommandReceipt(EngineSnapshot Snapshot, CommandRefusal? Refusal = null)
{
    /// <summary>Number of the event that carried it.</summary>
    public long Sequence => Snapshot.Sequence;

    /// <summary>The event's UTC time.</summary>
    public DateTimeOffset At => Snapshot.At;

    public ControlState Control => Snapshot.Control;
}

/// <summary>Nobody can say that the command was carried out. The message says why and is shown to the operator.</summary>
public sealed class CommandNotTakenException(string message) : Exception(message)
{
    /// <summary>It stays given all the same: the engine will come to it.</summary>
    public bool StaysGiven { get; init; }
}
