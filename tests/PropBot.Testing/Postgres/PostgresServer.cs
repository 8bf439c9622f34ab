using System.Diagnostics;
using System.Globalization;

namespace PropBot.Testing.Postgres;

/// <summary>
/// A PostgreSQL server of its own, on a Unix socket in a scratch folder, gone after the tests. As root it runs as the user
/// <c>postgres</c>, since the server refuses root.
/// </summary>
public sealed class PostgresServer : IDisposable
{
    private const string Memory = "/dev/shm";
    private const string User = "postgres";
    private static readonly TimeSpan LongestCommand = TimeSpan.FromSeconds(120);

    private readonly string _programs;
    private readonly string _data;
    private int _databases;

    private PostgresServer(string programs, string folder)
    {
        _programs = programs;
        Folder = folder;
        _data = Path.Combine(folder, "data");
    }

    /// <summary>The socket's folder, which is the host of a connection.</summary>
    public string Folder { get; }

    /// <summary>Whether the server's programs are on this machine.</summary>
    public static bool IsInstalled => Programs() is not null;

    /// <exception cref="InvalidOperationException">There are no programs, or the server does not start.</exception>
    public static PostgresServer Start()
    {
        string programs = Programs() ?? throw new InvalidOperationException("PostgreSQL is not installed: apt-get install postgresql");
        string parent = Directory.Exists(Memory) ? Memory : Path.GetTempPath();
        string folder = Directory.CreateDirectory(Path.Combine(parent, $"propbot-pg-{Path.GetRandomFileName()}")).FullName;
        if (Environment.IsPrivilegedProcess)
        {
            Run("chown", User, folder);
        }

        var server = new PostgresServer(programs, folder);
        server.RunAsServer("initdb", "-D", server._data, "-U", User, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        server.Resume();
        return server;
    }

    /// <summary>An empty database of its own for one test.</summary>
    /// <returns>Its address as a URL.</returns>
    public string NewDatabase()
    {
        string name = $"test{Interlocked.Increment(ref _databases).ToString(CultureInfo.InvariantCulture)}";
        RunAsServer("psql", "-h", Folder, "-U", User, "-d", "postgres", "-v", "ON_ERROR_STOP=1", "-q", "-c", $"create database {name} template template0");
        return $"postgresql:///{name}?host={Uri.EscapeDataString(Folder)}&user={User}";
    }

    /// <summary>What a person with <c>psql</c> sees: unaligned rows without heads.</summary>
    public string Ask(string databaseUrl, string sql) => RunAsServer("psql", databaseUrl, "-v", "ON_ERROR_STOP=1", "-q", "-A", "-t", "-c", sql).Trim();

    /// <summary>Ends it at once, as a power failure would: sessions break, what was committed is recovered at the next start.</summary>
    public void Crash() => RunAsServer("pg_ctl", "-D", _data, "-m", "immediate", "-w", "stop");

    /// <summary>Starts it, again.</summary>
    public void Resume() => RunAsServer(
        "pg_ctl", "-D", _data, "-w", "-s", "-l", Path.Combine(Folder, "log"),
        "-o", $"-k {Folder} -c listen_addresses='' -c max_connections=200 -c shared_buffers=16MB", "start");

    public void Dispose()
    {
        try
        {
            Crash();
        }
        catch (InvalidOperationException)
        {
            // A test had stopped it.
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static string? Programs() => new[] { "/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt" }
        .Where(Directory.Exists)
        .SelectMany(Directory.GetDirectories)
        .OrderDescending(StringComparer.Ordinal)
        .Select(version => Path.Combine(version, "bin"))
        .FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")));

    private static string Run(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = "/",
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!Task.WaitAll([output, error], LongestCommand) || !process.WaitForExit(LongestCommand) || process.ExitCode != 0)
        {
            string code = process.HasExited ? process.ExitCode.ToString(CultureInfo.InvariantCulture) : "none";
            throw new InvalidOperationException($"{program} {string.Join(' ', start.ArgumentList)}: exit {code}: {(error.IsCompleted ? error.Result : "")}");
        }

        return output.Result;
    }

    private string RunAsServer(string program, params IEnumerable<string> arguments)
    {
        string path = Path.Combine(_programs, program);
        return Environment.IsPrivilegedProcess ? Run("runuser", ["-u", User, "--", path, .. arguments]) : Run(path, arguments);
    }
}
