using System.Diagnostics;

namespace PropBot.Testing.Disks;

/// <summary>A program of the system, run to its end.</summary>
internal static class Shell
{
    /// <returns>What it complained of; null when it succeeded.</returns>
    public static string? Run(string program, params IReadOnlyList<string> arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
            string complaint = process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? null : $"{program} {string.Join(' ', arguments)}: {complaint.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            return $"{program}: {missing.Message}";
        }
    }
}
