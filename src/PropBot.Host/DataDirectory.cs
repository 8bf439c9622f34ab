using System.Security.Cryptography;

namespace PropBot.Host;

/// <summary>The folder in which one desk lives: ledger, token, simulator accounts. It belongs to one world for good.</summary>
public sealed class DataDirectory
{
    /// <summary>What names it; the path of a fault that it cannot be used.</summary>
    public const string Flag = "--data-dir";

    public const string LedgerFile = "ledger.db";

    private const string IdentityFile = "world";
    private const string TokenFile = "api_token";

    private DataDirectory(string path) => Root = path;

    public string Root { get; }

    public string Ledger => Path.Combine(Root, LedgerFile);

    /// <exception cref="DataDirectoryException">It cannot be made or written.</exception>
    public static DataDirectory Open(string path)
    {
        string full = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(full);
            Prove(full);
            return new DataDirectory(full);
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new DataDirectoryException($"The data directory {full} {NotWritable(refused)}");
        }
    }

    /// <summary>Why it could not be opened; null when it could. Leaves nothing behind, the folder itself neither.</summary>
    public static string? Trouble(string path)
    {
        string folder = Path.GetFullPath(path);
        while (!Path.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        try
        {
            Prove(folder);
            return null;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return $"{path} {NotWritable(refused)}";
        }
    }

    private static void Prove(string folder)
    {
        string probe = Path.Combine(folder, $".probe-{Environment.ProcessId}");
        using var written = new FileStream(probe, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
    }

    private static string NotWritable(Exception refused) => $"cannot be written: {refused.Message} Name another one with --data-dir, or make it writable for this user.";

    /// <summary>A ledger of one market must not go on with another: its positions would belong to accounts that are not there.</summary>
    /// <exception cref="DataDirectoryException">The folder belongs to another world.</exception>
    public void Claim(string identity)
    {
        string path = Path.Combine(Root, IdentityFile);
        if (!File.Exists(path))
        {
            PrivateFile.Write(path, identity);
            return;
        }

        string known = File.ReadAllText(path).Trim();
        if (known != identity)
        {
            throw new DataDirectoryException($"The data directory {Root} belongs to the market '{known}', this run is of '{identity}'. Use another --data-dir for it, for example {Root}-{Short(identity)}.");
        }
    }

    /// <summary>The kept token, or a new one.</summary>
    /// <returns>True when it was made just now.</returns>
    public bool GetOrMakeToken(out string token)
    {
        string path = Path.Combine(Root, TokenFile);
        if (File.Exists(path) && File.ReadAllText(path).Trim() is { Length: > 0 } kept)
        {
            token = kept;
            return false;
        }

        token = RandomNumberGenerator.GetHexString(32, lowercase: true);
        PrivateFile.Write(path, token);
        return true;
    }

    public string TokenPath => Path.Combine(Root, TokenFile);

    private static string Short(string identity) => new(identity.Where(char.IsAsciiLetterOrDigit).Take(24).ToArray());
}

/// <summary>The data directory cannot be used; the message says why and what to do.</summary>
public sealed class DataDirectoryException(string message) : Exception(message);
