using System.Globalization;

namespace PropBot.Replay.Recordings;

/// <summary>Something about a recording that people should know: what was left out, and why.</summary>
/// <param name="Code">From a closed list: <c>malformed</c>, <c>spot</c>, <c>inverse</c>, <c>venue</c>, <c>misaligned</c>, ...</param>
/// <param name="File">The file, relative to what was given; null when it concerns the whole recording.</param>
/// <param name="Line">The line, counted from 1; null when it concerns the whole file.</param>
public sealed record RecordingNotice(string Code, string? File, long? Line, string Text)
{
    public override string ToString() => (File, Line) switch
    {
        (null, _) => Text,
        (_, null) => $"{File}: {Text}",
        _ => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}: {Text}"),
    };
}
