namespace PropBot.Ledger.Tests;

/// <summary>A directory of its own for a test, gone after it.</summary>
internal sealed class ScratchDirectory : IDisposable
{
    // In memory where there is such a place: what is tested is the order of writes, not the disk.
    private const string Memory = "/dev/shm";

    public ScratchDirectory()
    {
        string name = System.IO.Path.GetRandomFileName();
        Path = System.IO.Path.Combine(Directory.Exists(Memory) ? Memory : System.IO.Path.GetTempPath(), $"propbot-ledger-{name}");
        Directory.CreateDirectory(Path);
    }

    public string Path { get; }

    public string LedgerPath => System.IO.Path.Combine(Path, "ledger.db");

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
