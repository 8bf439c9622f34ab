namespace PropBot.Simulator.Storage;

/// <summary>A file that is replaced as a whole: whoever reads it sees the old or the new one, never a half.</summary>
internal static class SnapshotFile
{
    public static byte[]? Read(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;

    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        string unfinished = path + ".new";
        using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
