using PropBot.Core.Engine.Effects;
using PropBot.Core.Engine.Events;

namespace PropBot.Replay.Backtest;

/// <summary>Sees what goes into the engine and what comes out.</summary>
public interface IEngineObserver
{
    /// <summary>Before the engine handles it; a depth view in it is valid during the call only.</summary>
    void OnInput(in EngineInput input);

    /// <summary>What the engine returned for it; the list is valid during the call only.</summary>
    void OnEffects(in EngineInput input, IReadOnlyList<Effect> effects);
}
