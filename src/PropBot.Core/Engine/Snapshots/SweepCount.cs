namespace PropBot.Core.Engine.Snapshots;

/// <summary>Sweeps of a kind that ended in a way since the start of the process, and how long they took together.</summary>
public sealed record SweepCount(string Kind, string Status, long Count, TimeSpan Took);
