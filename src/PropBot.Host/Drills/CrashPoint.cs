namespace PropBot.Host.Drills;

/// <summary>Where a drill kills this process.</summary>
/// <param name="Name"><c>instant/kind</c>.</param>
/// <param name="Passing">With this passing of it, 1 or more.</param>
public sealed record CrashPoint(string Name, long Passing);
