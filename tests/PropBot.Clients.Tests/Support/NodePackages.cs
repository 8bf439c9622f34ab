using System.Diagnostics;
using System.Security.Cryptography;
using PropBot.Testing;

namespace PropBot.Clients.Tests.Support;

/// <summary>
/// The clients that others wrote, installed from <c>clients/package-lock.json</c> into <c>clients/node_modules</c>: once, and again when the lock
/// file changes.
/// </summary>
internal static class NodePackages
{
    private const int OldestNode = 18;

    private static readonly TimeSpan InstallLimit = TimeSpan.FromMinutes(3);
    private static readonly Lazy<Task<string?>> Ready = new(InstallAsync);

    public static string Folder { get; } = Path.Combine(RepositoryRoot.Path, "tests", "PropBot.Clients.Tests", "clients");

    /// <summary>Why there are no clients to run on this machine; null when there are.</summary>
    /// <exception cref="InvalidOperationException">They could not be installed, or node is missing on the build server.</exception>
    public static Task<string?> WhyMissingAsync() => Ready.Value;

    private static async Task<string?> InstallAsync()
    {
        if (await WhyNoNodeAsync() is { } reason)
        {
            return string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")) ? reason : throw new InvalidOperationException(reason);
        }

        string lockFile = Path.Combine(Folder, "package-lock.json");
        string installed = Path.Combine(Folder, "node_modules", ".installed");
        string wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(lockFile)));
        if (File.Exists(installed) && await File.ReadAllTextAsync(installed) == wanted)
        {
            return null;
        }

        ProcessOutcome outcome = await ProcessOutcome.OfAsync("npm", ["ci", "--no-audit", "--no-fund", "--ignore-scripts"], Folder, InstallLimit);
        if (outcome.ExitCode != 0)
        {
            throw new InvalidOperationException(
                $"'npm ci' ended with {outcome.ExitCode} in {Folder}: is the package registry within reach? Try it there by hand. It said: {outcome.Error}");
        }

        await File.WriteAllTextAsync(installed, wanted);
        return null;
    }

    private static async Task<string?> WhyNoNodeAsync()
    {
        string needed = $"Node.js {OldestNode} or newer with npm is needed to run clients that others wrote against the simulator";
        try
        {
            ProcessOutcome node = await ProcessOutcome.OfAsync("node", ["--version"], Folder, TimeSpan.FromSeconds(30));
            ProcessOutcome npm = await ProcessOutcome.OfAsync("npm", ["--version"], Folder, TimeSpan.FromSeconds(30));
            string version = node.Output.Trim().TrimStart('v');
            bool isNewEnough = int.TryParse(version.Split('.')[0], out int major) && major >= OldestNode;
            return node.ExitCode == 0 && npm.ExitCode == 0 && isNewEnough ? null : $"{needed}; here is {version}";
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return $"{needed}: {missing.Message}";
        }
    }
}

/// <summary>What a process said and how it ended.</summary>
internal sealed record ProcessOutcome(int ExitCode, string Output, string Error)
{
    /// <param name="input">What it reads, if anything.</param>
    /// <param name="limit">It is ended when it runs longer.</param>
    public static async Task<ProcessOutcome> OfAsync(
        string program, IEnumerable<string> arguments, string folder, TimeSpan limit, string? input = null)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        }) ?? throw new InvalidOperationException($"{program} did not start");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        using var time = new CancellationTokenSource(limit);
        try
        {
            await process.WaitForExitAsync(time.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None);
            return new ProcessOutcome(-1, await output, $"{await error}\n{program} was ended after {limit.TotalSeconds} s");
        }

        return new ProcessOutcome(process.ExitCode, await output, await error);
    }
}
