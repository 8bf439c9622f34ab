namespace PropBot.Episodes.Tests.Planted;

/// <summary>A change of one place in the engine's source.</summary>
/// <param name="File">Under <c>src/PropBot.Core</c>.</param>
/// <param name="Before">Stands there exactly once; when it does not any more, the bug has to be planted anew.</param>
public sealed record SourceEdit(string File, string Before, string After);
