namespace PropBot.Replay.Recordings.Sources;

/// <summary>A file of a recording: plain, packed, or in an archive.</summary>
/// <param name="Name">For people: the path relative to what was given, an archive's entry behind its archive.</param>
/// <param name="Parts">The same path in parts; the last one is the file's own name without packing suffixes.</param>
internal sealed record SourceFile(string Name, IReadOnlyList<string> Parts, Func<Stream> Open)
{
    public string FileName => Parts[^1];
}
