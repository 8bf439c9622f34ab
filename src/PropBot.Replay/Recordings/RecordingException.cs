namespace PropBot.Replay.Recordings;

/// <summary>The recording cannot be used. The message names the file, what is wrong and what to do.</summary>
public sealed class RecordingException : Exception
{
    public RecordingException(string message, Exception? inner = null)
        : base(message, inner)
    {
        Notices = [];
    }

    public RecordingException(string message, IReadOnlyList<RecordingNotice> notices)
        : base(message)
    {
        Notices = notices;
    }

    /// <summary>What had been found up to then.</summary>
    public IReadOnlyList<RecordingNotice> Notices { get; }
}
