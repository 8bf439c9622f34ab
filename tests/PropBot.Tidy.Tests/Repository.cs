using System.Diagnostics;

namespace PropBot.Tidy.Tests;

/// <summary>The repository this test was built in: what git tracks, and new files it does not ignore.</summary>
internal static class Repository
{
    private const int TextBytesMax = 1_000_000;

    private static readonly Lazy<IReadOnlyList<string>> LazyPaths = new(ListPaths);
    private static readonly Lazy<IReadOnlyList<TextFile>> LazyFiles = new(() => [.. Paths.Select(Read).OfType<TextFile>()]);
    private static readonly Lazy<IReadOnlyList<SourceFile>> LazySources =
        new(() => [.. Files.Where(file => file.Extension == ".cs").Select(file => new SourceFile(file))]);

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Paths => LazyPaths.Value;

    /// <summary>Files that are text and not recorded data.</summary>
    public static IReadOnlyList<TextFile> Files => LazyFiles.Value;

    public static IReadOnlyList<SourceFile> Sources => LazySources.Value;

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "PropBot.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"PropBot.slnx is in no folder above {AppContext.BaseDirectory}");
    }

    private static List<string> ListPaths()
    {
        string[] arguments =
            ["-c", "safe.directory=*", "-C", Root, "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        using var git = Process.Start(new ProcessStartInfo("git", arguments) { RedirectStandardOutput = true, UseShellExecute = false })
            ?? throw new InvalidOperationException("git did not start");
        var output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, $"git ls-files ended with {git.ExitCode}");

        // A file that was deleted but is still in the index is listed too; one in a merge is listed more than once.
        return [.. output.Split('\0', StringSplitOptions.RemoveEmptyEntries).Distinct().Where(path => File.Exists(Path.Combine(Root, path)))];
    }

    private static TextFile? Read(string path)
    {
        var full = Path.Combine(Root, path);
        if (new FileInfo(full).Length > TextBytesMax)
        {
            return null;
        }

        var text = File.ReadAllText(full);
        return text.Contains('\0') ? null : new TextFile(path, text);
    }
}
