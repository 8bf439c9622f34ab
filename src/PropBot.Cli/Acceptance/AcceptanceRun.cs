using System.Security.Cryptography;
using PropBot.Host;

namespace PropBot.Cli.Acceptance;

/// <summary>
/// The runbook's minimal run before a release: the program itself, twice, each time from nothing and ended in good order. Bounded in
/// time; leaves nothing behind.
/// </summary>
internal static class AcceptanceRun
{
    /// <summary>Of one start; an ordinary one takes a fraction of it.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    /// <returns>0 when every check is ok, else 1.</returns>
    public static async Task<int> RunAsync(TextWriter output, CancellationToken stop)
    {
        var report = new AcceptanceReport(output);
        await ShiftAsync(report, "Without chaos", new Dictionary<string, string>(), WithoutChaos.CheckAsync, stop);
        await ShiftAsync(
            report,
            "Under chaos: FEATURE_CHAOS=1 CHAOS_PROFILE=mild AUTOPILOT_ENABLE=false",
            new Dictionary<string, string> { ["FEATURE_CHAOS"] = "1", ["CHAOS_PROFILE"] = "mild", ["AUTOPILOT_ENABLE"] = "false" },
            UnderMildChaos.CheckAsync,
            stop);
        report.Conclude();
        return report.IsGreen ? ExitCodes.Ok : ExitCodes.Failed;
    }

    private static async Task ShiftAsync(
        AcceptanceReport report,
        string title,
        IReadOnlyDictionary<string, string> variables,
        Func<AcceptanceReport, ChildBot, CancellationToken, Task> checkAsync,
        CancellationToken stop)
    {
        report.Section(title);
        DirectoryInfo folder = Directory.CreateTempSubdirectory("propbot-acceptance-");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Longest);
        try
        {
            string token = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
            await using ChildBot bot = await ChildBot.StartAsync(folder.FullName, token, variables, limit.Token);
            try
            {
                await checkAsync(report, bot, limit.Token);
                int code = await bot.EndAsync(limit.Token);
                // What was logged on the way may be written after the process's own last line.
                string last = bot.Output.Split('\n').Select(l => l.Trim()).LastOrDefault(l => l.StartsWith("Ended", StringComparison.Ordinal)) ?? "no line tells how it ended";
                report.Check("end", code == ExitCodes.Ok && last.StartsWith("Ended: every order is resolved", StringComparison.Ordinal), $"exit code {code}: {last}");
            }
            catch (OperationCanceledException) when (!stop.IsCancellationRequested)
            {
                report.Check("time", false, $"not over within {Longest.TotalMinutes} min; the bot's last lines:{Environment.NewLine}{Tail(bot.Output)}");
            }
            catch (Exception failure) when (failure is HttpRequestException or IOException or System.Text.Json.JsonException or InvalidOperationException)
            {
                report.Check("run", false, $"{failure.Message}; the bot's last lines:{Environment.NewLine}{Tail(bot.Output)}");
            }
        }
        catch (Exception failure) when (!stop.IsCancellationRequested && failure is InvalidOperationException or OperationCanceledException)
        {
            report.Check("start", false, failure.Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string Tail(string output) => string.Join('\n', output.TrimEnd().Split('\n').TakeLast(15).Select(line => "      | " + line.TrimEnd()));
}
