namespace PropBot.Testing.Disks;

/// <summary>
/// A file that nobody may write, root and those who have it open included: what a disk that the system has set to read only is for them.
/// It takes root and a file system with attributes; elsewhere the test is skipped and says why.
/// </summary>
public sealed class ReadOnlyFile : IDisposable
{
    private readonly string _path;
    private bool _isFrozen;

    private ReadOnlyFile(string path) => _path = path;

    public static ReadOnlyFile Freeze(string path)
    {
        if (Shell.Run("chattr", "+i", path) is { } complaint)
        {
            Assert.Skip($"a file cannot be made immutable here: {complaint}");
        }

        return new ReadOnlyFile(path) { _isFrozen = true };
    }

    public void Thaw()
    {
        _isFrozen = false;
        Assert.Null(Shell.Run("chattr", "-i", _path));
    }

    public void Dispose()
    {
        if (_isFrozen)
        {
            Thaw();
        }
    }
}
