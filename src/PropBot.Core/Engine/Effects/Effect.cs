namespace PropBot.Core.Engine.Effects;

/// <summary>What shall be done because of an event. The shell first commits every <see cref="LedgerEffect"/> of one event in
/// one durable transaction, then carries out the rest in order.</summary>
public abstract record Effect;
