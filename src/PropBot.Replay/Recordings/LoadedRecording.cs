using PropBot.Simulation.Feeds;

namespace PropBot.Replay.Recordings;

/// <summary>A recording and what was left out of it.</summary>
/// <param name="SkippedLines">Lines that could not be read, over all files; the first of each file are among the notices.</param>
public sealed record LoadedRecording(MarketRecording Recording, IReadOnlyList<RecordingNotice> Notices, long SkippedLines);
