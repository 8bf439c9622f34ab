namespace PropBot.Tidy.Tests;

/// <summary>A file of the repository; the path is relative to the root, with forward slashes.</summary>
internal sealed record TextFile(string Path, string Text)
{
    public string Name => System.IO.Path.GetFileName(Path);

    public string Extension => System.IO.Path.GetExtension(Path);

    /// <summary>"PropBot.Core" for "src/PropBot.Core/Values/Price.cs"; empty outside of a project.</summary>
    public string Project => Path.Split('/') is [_, var project, _, ..] ? project : "";

    public bool IsUnder(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    public IEnumerable<(int Number, string Text)> Lines => Text.Split('\n').Select((line, index) => (index + 1, line.TrimEnd('\r')));
}
