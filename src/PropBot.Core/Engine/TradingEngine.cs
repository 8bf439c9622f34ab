using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;
using PropBot.Core.Engine.Snapshots;

namespace PropBot.Core.Engine;

/// <summary>
/// The one decider: events in, effects out. A pure state machine with one writer; it does no I/O and knows no clock. The list it
/// returns is reused by the next call.
/// </summary>
public sealed class TradingEngine(EngineOptions options)
{
    private readonly List<Effect> _effects = [];
    private long _lastSequence;

    public EngineOptions Options { get; } = options;

    /// <summary>Handles one event. The returned list is valid until the next call.</summary>
    /// <exception cref="InvariantViolation">The engine is wrong and must be stopped; a restart recovers.</exception>
    public IReadOnlyList<Effect> Process(in EngineInput input)
    {
        Invariant.Holds(input.Sequence == _lastSequence + 1, "events arrive without gaps");
        _lastSequence = input.Sequence;
        _effects.Clear();
        return _effects;
    }

    /// <summary>What readers may see, as of the last event. Allocates; taken a few times a second.</summary>
    public EngineSnapshot Snapshot() => throw new InvalidOperationException($"no snapshot before the first event; {_lastSequence} so far");
}
