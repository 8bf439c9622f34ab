using System.IO.Compression;

namespace PropBot.Replay.Recordings.Sources;

/// <summary>Finds the tables of a recording. How a file is packed is told by its first bytes, not by its name.</summary>
internal static class SourceFiles
{
    private static readonly string[] TableSuffixes = [".csv", ".tsv", ".txt"];
    private static readonly string[] PackedSuffixes = [".gz", ".zip"];

    /// <exception cref="RecordingException">The path is not there or cannot be read.</exception>
    public static List<SourceFile> Find(string path)
    {
        try
        {
            if (File.Exists(path))
            {
                return [.. Unpacked(path, Path.GetFileName(path))];
            }

            if (!Directory.Exists(path))
            {
                throw new RecordingException($"recording '{path}' does not exist; give a folder or a CSV file (.csv, .csv.gz, .zip)");
            }

            return
            [
                .. Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                    .Select(file => (Full: file, Relative: Path.GetRelativePath(path, file).Replace('\\', '/')))
                    .Where(file => IsTable(file.Relative))
                    .OrderBy(file => file.Relative, StringComparer.Ordinal)
                    .SelectMany(file => Unpacked(file.Full, file.Relative)),
            ];
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new RecordingException($"recording '{path}' cannot be read: {failure.Message}", failure);
        }
    }

    private static bool IsTable(string name)
    {
        string unpacked = WithoutPacking(name);
        return !Path.GetFileName(name).StartsWith('.')
            && (Array.Exists(TableSuffixes, suffix => unpacked.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                || Array.Exists(PackedSuffixes, suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase)));
    }

    private static string WithoutPacking(string name)
    {
        string? suffix = Array.Find(PackedSuffixes, suffix => name.EndsWith(suffix, StringComparison.OrdinalIgnoreCase));
        return suffix is null ? name : name[..^suffix.Length];
    }

    private static IEnumerable<SourceFile> Unpacked(string path, string name)
    {
        switch (PackingOf(path))
        {
            case Packing.Zip:
                return Entries(path, name);
            case Packing.Gzip:
                return [new SourceFile(name, WithoutPacking(name).Split('/'), () => new CheckedGzipStream(path))];
            default:
                return [new SourceFile(name, name.Split('/'), () => File.OpenRead(path))];
        }
    }

    private static List<SourceFile> Entries(string path, string name)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        List<SourceFile> files = [];
        foreach (ZipArchiveEntry entry in archive.Entries.Where(entry => entry.Name.Length > 0 && IsTable(entry.FullName)))
        {
            string inner = entry.FullName;
            string[] folders = name.Split('/')[..^1];
            files.Add(new SourceFile($"{name}/{inner}", [.. folders, .. inner.Split('/')], () => OpenEntry(path, inner)));
        }

        return files;
    }

    private static MemoryStream OpenEntry(string path, string entry)
    {
        using ZipArchive archive = ZipFile.OpenRead(path);
        using Stream packed = archive.GetEntry(entry)!.Open();
        var content = new MemoryStream();
        packed.CopyTo(content);
        content.Position = 0;
        return content;
    }

    private static Packing PackingOf(string path)
    {
        Span<byte> start = stackalloc byte[4];
        using FileStream file = File.OpenRead(path);
        int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return start[..length] switch
        {
            [0x1F, 0x8B, ..] => Packing.Gzip,
            [(byte)'P', (byte)'K', 3 or 5, _] => Packing.Zip,
            _ => Packing.None,
        };
    }

    private enum Packing
    {
        None = 0,
        Gzip = 1,
        Zip = 2,
    }
}
