namespace PropBot.Simulator.Framing;

/// <summary>The loop no longer takes work; the request it was for has not been carried out.</summary>
public sealed class SimulatorStoppedException() : Exception("the simulator has stopped");
