namespace PropBot.Host.Chaos;

/// <summary>What one source (variables, a fault profile, the configuration file) says of chaos; null where it says nothing.</summary>
/// <param name="WsDropProbability">0 to 1.</param>
/// <param name="RestTimeoutProbability">0 to 1.</param>
/// <param name="OrderDelayMs">Milliseconds, not below zero.</param>
public sealed record ChaosValues(decimal? WsDropProbability = null, decimal? RestTimeoutProbability = null, decimal? OrderDelayMs = null);
