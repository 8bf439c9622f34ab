using System.IO.Compression;
using System.Text;
using Xunit;

namespace PropBot.Testing;

/// <summary>
/// Recorded exchange data, read in place: the folder <c>shared/data</c> beside the repository, or what <c>PROPBOT_SHARED_DATA</c> names.
/// A test that needs it is skipped where it is missing, and fails on the build server (<c>CI</c> is set).
/// </summary>
public static class SharedData
{
    private const string Override = "PROPBOT_SHARED_DATA";

    private static readonly Lazy<string?> Root = new(FindRoot);

    /// <summary>The full path of a file in the folder.</summary>
    public static string PathOf(string relativePath) => Existing(relativePath, File.Exists);

    /// <summary>The full path of a folder in the folder.</summary>
    public static string FolderOf(string relativePath) => Existing(relativePath, Directory.Exists);

    public static string ReadText(string relativePath)
    {
        using StreamReader reader = Open(relativePath);
        return reader.ReadToEnd();
    }

    /// <summary>Line by line; a name that ends in <c>.gz</c> is unpacked on the way.</summary>
    public static IEnumerable<string> ReadLines(string relativePath)
    {
        using StreamReader reader = Open(relativePath);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static StreamReader Open(string relativePath)
    {
        Stream file = File.OpenRead(PathOf(relativePath));
        return new StreamReader(relativePath.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file, Encoding.UTF8);
    }

    private static string Existing(string relativePath, Predicate<string> exists)
    {
        string? path = Root.Value is null ? null : Path.Combine(Root.Value, relativePath);
        if (path is not null && exists(path))
        {
            return path;
        }

        string reason = $"recorded data '{relativePath}' is not there; set {Override} to the folder that has it";
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")))
        {
            Assert.Skip(reason);
        }

        Assert.Fail(reason);
        return "";
    }

    private static string? FindRoot()
    {
        if (Environment.GetEnvironmentVariable(Override) is { Length: > 0 } given)
        {
            return given;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PropBot.slnx")))
            {
                string beside = Path.Combine(folder.Parent?.FullName ?? "", "shared", "data");
                return Directory.Exists(beside) ? beside : null;
            }
        }

        return null;
    }
}
