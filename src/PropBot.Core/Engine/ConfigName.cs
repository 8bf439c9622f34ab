namespace PropBot.Core.Engine;

/// <summary>The configuration that counts, as journal and people name it.</summary>
/// <param name="Number">Counts the configurations of this desk, 1 for its first.</param>
/// <param name="Hash">Short name of all values together.</param>
/// <param name="Build">The program's version.</param>
/// <param name="Changes">What is different from the one before it; empty when it is the same.</param>
public sealed record ConfigName(long Number, string Hash, string Build, string Profile, string Changes);
