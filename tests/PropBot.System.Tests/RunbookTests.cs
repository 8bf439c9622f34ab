using System.Diagnostics;
using PropBot.Testing;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>Goal: every command of the operator's runbook works as it stands there.</summary>
public sealed class RunbookTests
{
    [Fact]
    public async Task Commands_OfTheRunbook_Work()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var folder = new TemporaryFolder();
        string config = folder.Write("config.yaml", await File.ReadAllTextAsync(Path.Combine(RepositoryRoot.Path, "configs", "config.paper.yaml"), limit.Token));
        await using BotUnderTest bot = await BotUnderTest.StartAsync($"--config {config} --data-dir {folder.File("data")}", limit.Token);
        await bot.Client.WaitAsync("/api/ui/status", s => s.GetProperty("control").GetProperty("mode").GetString() == "RUN", limit.Token);

        List<string> commands = CommandsOfTheRunbook();
        Assert.True(commands.Count >= 7, $"{commands.Count} commands");
        foreach (string command in commands)
        {
            (int code, string output) = await ShellAsync(command, folder.Path, bot.Client.Address, limit.Token);
            Assert.True(code == 0, $"{command} ended with {code}: {output}");
            Assert.NotEmpty(output);
            Assert.DoesNotContain("{\"detail\"", output, StringComparison.Ordinal);
        }
    }

    /// <summary>The lines of its bash blocks; the bot itself is started by the test.</summary>
    private static List<string> CommandsOfTheRunbook()
    {
        var commands = new List<string>();
        bool isBash = false;
        foreach (string line in File.ReadLines(Path.Combine(RepositoryRoot.Path, "docs", "operator-runbook.md")))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
            {
                isBash = line == "```bash";
            }
            else if (isBash && line.Length > 0 && line != "make run")
            {
                commands.Add(line);
            }
        }

        return commands;
    }

    private static async Task<(int Code, string Output)> ShellAsync(string command, string folder, string address, CancellationToken limit)
    {
        string propbot = $"propbot() {{ dotnet '{PropBotProcess.Executable()}' \"$@\"; }}";
        var start = new ProcessStartInfo("bash", ["-c", $"{propbot}\n{command}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        };
        start.Environment["PROPBOT_URL"] = address;
        start.Environment["TOKEN"] = BotUnderTest.Token;
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(limit);
        await process.WaitForExitAsync(limit);
        return (process.ExitCode, output);
    }
}
