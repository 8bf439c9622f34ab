using System.Globalization;

namespace PropBot.Replay.Recordings;

/// <summary>Collects notices while a recording is read; of many of one kind in one file only the first are kept, with the count.</summary>
internal sealed class RecordingNotices
{
    /// <summary>Malformed lines that are named per file.</summary>
    public const int NamedLines = 5;

    private readonly List<RecordingNotice> _notices = [];

    public IReadOnlyList<RecordingNotice> All => _notices;

    public long SkippedLines { get; private set; }

    public void Add(string code, string? file, string text) => _notices.Add(new RecordingNotice(code, file, null, text));

    /// <summary>The lines of one file that could not be read.</summary>
    public void AddMalformed(string file, IReadOnlyList<(long Line, string Why)> named, long count)
    {
        SkippedLines += count;
        foreach ((long line, string why) in named)
        {
            _notices.Add(new RecordingNotice("malformed", file, line, $"{why}; the line is skipped"));
        }

        if (count > named.Count)
        {
            string rest = (count - named.Count).ToString(CultureInfo.InvariantCulture);
            Add("malformed", file, $"{rest} more lines cannot be read and are skipped");
        }
    }
}
