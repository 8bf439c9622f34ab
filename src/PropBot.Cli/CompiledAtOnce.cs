using System.Diagnostics;

namespace PropBot.Cli;

/// <summary>
/// A command in a process whose compiler optimises each method when it is first called. The usual way, quick code first and better code for
/// what turns out to be hot, suits a bot that runs for days; a run of seconds spends half its time on it. The runtime reads the
/// setting when it starts, so the command needs a process of its own. Figures: docs/episodes.md.
/// </summary>
internal static class CompiledAtOnce
{
    private const string QuickJit = "DOTNET_TC_QuickJit";

    /// <summary>This process is one, or somebody has chosen otherwise.</summary>
    public static bool IsChosen => Environment.GetEnvironmentVariable(QuickJit) is not null;

    /// <returns>Its exit code.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> arguments, CancellationToken cancel)
    {
        ProcessStartInfo start = OwnExecutable.Start(arguments);
        start.Environment[QuickJit] = "0";
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("the program could not be started again");
        try
        {
            await process.WaitForExitAsync(cancel);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }

        return process.ExitCode;
    }
}
