namespace PropBot.Core.Engine.State;

/// <summary>Two instruments whose last pairs ended badly.</summary>
/// <param name="UntilElapsed">Nothing opens between them before.</param>
/// <param name="For">How long that was.</param>
/// <param name="InARow">Pairs that ended badly since the last that did not.</param>
internal readonly record struct CoolDown(TimeSpan UntilElapsed, TimeSpan For, int InARow);
