namespace PropBot.Testing.Disks;

/// <summary>A disk of a few megabytes of memory that a test fills and frees. Mounting takes root; elsewhere the test is skipped and says why.</summary>
public sealed class SmallDisk : IDisposable
{
    private const int BlockSize = 4_096;

    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    public static SmallDisk Mount(int megabytes)
    {
        string path = Directory.CreateTempSubdirectory("propbot-disk-").FullName;
        if (Shell.Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path) is { } complaint)
        {
            Directory.Delete(path);
            Assert.Skip($"a disk cannot be mounted here: {complaint}");
        }

        return new SmallDisk(path);
    }

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>To the last block.</summary>
    public void Fill()
    {
        byte[] block = new byte[BlockSize];
        using var ballast = new FileStream(Ballast, FileMode.Append, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                ballast.Write(block);
            }
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    public void Free() => System.IO.File.Delete(Ballast);

    public void Dispose()
    {
        _ = Shell.Run("umount", "--lazy", Path);
        Directory.Delete(Path);
    }
}
