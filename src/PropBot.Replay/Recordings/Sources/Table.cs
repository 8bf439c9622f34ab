using System.Globalization;

namespace PropBot.Replay.Recordings.Sources;

/// <summary>A file's lines as cells, with the header by name where there is one. Quotes around a cell are taken off.</summary>
internal sealed class Table
{
    private static readonly char[] Delimiters = [',', ';', '\t'];

    private readonly StreamReader _reader;
    private readonly List<(long Line, string Why)> _named = [];
    private readonly string? _first;
    private readonly char _delimiter;
    private long _malformed;
    private long _line;
    private long _good;

    private Table(StreamReader reader, string? first, char delimiter, string[] header, bool hasHeader, long line)
    {
        _reader = reader;
        _first = hasHeader ? null : first;
        _delimiter = delimiter;
        Header = header;
        HasHeader = hasHeader;
        _line = line;
    }

    /// <summary>Lower-case names of the columns; the cells of the first line where it is no header.</summary>
    public IReadOnlyList<string> Header { get; }

    public bool HasHeader { get; }

    public long GoodLines => _good;

    public static Table Open(StreamReader reader)
    {
        string? first = null;
        long line = 0;
        while (first is null && reader.ReadLine() is { } text)
        {
            line++;
            first = string.IsNullOrWhiteSpace(text) ? null : text;
        }

        char delimiter = Array.Find(Delimiters, candidate => first is not null && first.Contains(candidate));
        delimiter = delimiter == default ? Delimiters[0] : delimiter;
        string[] cells = first is null ? [] : Cut(first, delimiter);
        bool hasHeader = cells.Length > 0 && !char.IsAsciiDigit(cells[0].FirstOrDefault());
        return new Table(
            reader, first, delimiter, hasHeader ? [.. cells.Select(cell => cell.ToLowerInvariant())] : cells, hasHeader, line);
    }

    /// <summary>Position of the first of these names in the header; -1 when there is none.</summary>
    public int Column(params ReadOnlySpan<string> names)
    {
        for (int i = 0; HasHeader && i < Header.Count; i++)
        {
            if (names.Contains(Header[i]))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>
    /// Hands every line to <paramref name="take"/>, which returns null, or what is wrong with the line; such lines are counted.
    /// </summary>
    public void ForEach(Func<IReadOnlyList<string>, string?> take)
    {
        if (_first is not null)
        {
            Take(_first, take);
        }

        while (_reader.ReadLine() is { } text)
        {
            _line++;
            if (!string.IsNullOrWhiteSpace(text))
            {
                Take(text, take);
            }
        }
    }

    public void Report(string file, RecordingNotices notices)
    {
        if (_malformed > 0)
        {
            notices.AddMalformed(file, _named, _malformed);
        }
    }

    private static string[] Cut(string line, char delimiter)
    {
        string[] cells = line.Split(delimiter);
        for (int i = 0; i < cells.Length; i++)
        {
            cells[i] = cells[i].Trim().Trim('"');
        }

        return cells;
    }

    private void Take(string text, Func<IReadOnlyList<string>, string?> take)
    {
        string[] cells = Cut(text, _delimiter);
        string? wrong = cells.Length == Header.Count
            ? take(cells)
            : string.Create(CultureInfo.InvariantCulture, $"{cells.Length} columns instead of {Header.Count}");
        if (wrong is null)
        {
            _good++;
            return;
        }

        _malformed++;
        if (_named.Count < RecordingNotices.NamedLines)
        {
            _named.Add((_line, wrong));
        }
    }
}
