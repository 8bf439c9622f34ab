using System.Text;

namespace PropBot.Simulator.Storage;

/// <summary>
/// A file of lines that only grows. A line counts when its line feed is there: what a killed process left half written at the
/// end is cut off on opening.
/// </summary>
internal sealed class JournalFile : IDisposable
{
    private readonly FileStream _file;

    private JournalFile(FileStream file)
    {
        _file = file;
    }

    public long Length => _file.Length;

    /// <summary>Opens or creates the file, hands out every whole line in order, and cuts off a torn last one.</summary>
    /// <param name="path">The file; made when missing.</param>
    /// <param name="onLine">Gets the line's number from 1 and its bytes without the line feed; false: the line is torn.</param>
    /// <exception cref="InvalidDataException">A line before the last is not whole.</exception>
    public static JournalFile Open(string path, Func<int, ReadOnlyMemory<byte>, bool> onLine)
    {
        var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            byte[] content = new byte[checked((int)file.Length)];
            file.ReadExactly(content);
            int whole = ReadWholeLines(path, content, onLine);
            file.SetLength(whole);
            file.Position = whole;
            return new JournalFile(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Hands whole lines, each with its line feed, to the operating system before it returns.</summary>
    public void Append(ReadOnlySpan<byte> lines)
    {
        _file.Write(lines);
        _file.Flush();
    }

    /// <summary>Forgets every line, after a snapshot has taken them over.</summary>
    public void Clear()
    {
        _file.SetLength(0);
        _file.Position = 0;
        _file.Flush(flushToDisk: true);
    }

    public void Dispose() => _file.Dispose();

    private static int ReadWholeLines(string path, byte[] content, Func<int, ReadOnlyMemory<byte>, bool> onLine)
    {
        int start = 0;
        int number = 0;
        while (start < content.Length)
        {
            int length = content.AsSpan(start).IndexOf((byte)'\n');
            if (length < 0)
            {
                return start;
            }

            number++;
            if (!onLine(number, content.AsMemory(start, length)))
            {
                bool isLast = start + length + 1 == content.Length;
                return isLast
                    ? start
                    : throw new InvalidDataException(
                        $"{path}, line {number}: not a record of this store: '{Excerpt(content.AsSpan(start, length))}'");
            }

            start += length + 1;
        }

        return start;
    }

    private static string Excerpt(ReadOnlySpan<byte> line) => Encoding.UTF8.GetString(line[..Math.Min(line.Length, 80)]);
}
