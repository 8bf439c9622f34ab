using PropBot.Core.Engine;
using PropBot.Core.Engine.Events;
using PropBot.Core.Values;

namespace PropBot.Host.Surface;

/// <summary>What operators may order. Each command becomes an event of the engine, so it lies in the journal with its actor.</summary>
public interface IOperatorCommands
{
    /// <summary>Stops opening; works always, in HOLD too. Ends when the engine has handled the event and the ledger has kept it.</summary>
    /// <param name="actor">Name of the authenticated operator.</param>
    /// <exception cref="CommandNotTakenException">The engine's loop does not run any more.</exception>
    Task<CommandReceipt> HoldAsync(string actor, string reason, CancellationToken cancellationToken);

    /// <summary>Leaves HOLD. The caller has checked that this actor may.</summary>
    /// <param name="actor">Name of the authenticated operator.</param>
    /// <exception cref="CommandNotTakenException">The engine's loop does not run any more.</exception>
    Task<CommandReceipt> ResumeAsync(string actor, string reason, CancellationToken cancellationToken);

    /// <summary>Accepts changed rules of an instrument, or of all that have changed.</summary>
    /// <param name="instrument">Null: all.</param>
    /// <param name="actor">Name of the authenticated operator.</param>
    /// <param name="correlationId">Names the request, for the journal.</param>
    /// <exception cref="CommandNotTakenException">The engine's loop does not run any more.</exception>
    Task<CommandReceipt> AcknowledgeAsync(InstrumentId? instrument, string actor, string correlationId, CancellationToken cancellationToken);

    /// <summary>Wants open orders, or positions too, gone; works always. Ends when the engine has begun, not when all is gone.</summary>
    /// <exception cref="CommandNotTakenException">The engine's loop does not run any more.</exception>
    Task<CommandReceipt> SweepAsync(SweepRequested request, CancellationToken cancellationToken);
}

/// <summary>What came of a command.</summary>
/// <param name="Sequence">Number of the event that carried it.</param>
/// <param name="At">The event's UTC time.</param>
/// <param name="Control">The control state after it.</param>
public sealed record CommandReceipt(long Sequence, DateTimeOffset At, ControlState Control);

/// <summary>A command reached no engine. The message says why and is shown to the operator.</summary>
public sealed class CommandNotTakenException(string message) : Exception(message);
