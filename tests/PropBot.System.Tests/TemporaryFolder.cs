namespace PropBot.SystemTests;

/// <summary>A folder that goes with the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("propbot-test-").FullName;

    public string File(string name) => global::System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        string path = File(name);
        global::System.IO.File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
