namespace PropBot.Core.Engine.Events;

/// <summary>
/// Another configuration counts from now on; the shell has validated it, put its file in place and seen who had to agree. What the
/// running engine can take it takes, the rest holds from the next start on. Pairs, orders, holds and approvals stay as they are.
/// </summary>
/// <param name="RaisesRisk">The desk may risk more with it: two people must have agreed, or the engine refuses.</param>
public sealed record ConfigurationTaken(EngineOptions Next, bool RaisesRisk, string Actor, string Reason, string CorrelationId = "") : OperatorCommand(Actor, CorrelationId)
{
    /// <summary>What two people have agreed to; null where nobody had to.</summary>
    public ConfigVersion? Confirmed { get; init; }
}
