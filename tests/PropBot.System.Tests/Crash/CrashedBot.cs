using System.Text.Json;

namespace PropBot.SystemTests.Crash;

/// <summary>Starts the bot, lets it work until its kill and says what was seen of it.</summary>
/// <param name="listPath">Where the run writes the points that it passes.</param>
/// <param name="logPath">Where what it said is kept.</param>
internal sealed class CrashedBot(string arguments, string listPath, string logPath)
{
    /// <summary>128 and the number of SIGKILL: how an end by <c>kill -9</c> is told.</summary>
    private const int Killed = 137;

    /// <summary>A point that has not been passed for so long is not waited for; real time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Orders that a run places before it is asked to end.</summary>
    private const int OrdersBeforeShutdown = 2;

    /// <param name="provoke">What else shall happen once the bot has recovered.</param>
    public async Task<CrashRun> RunAsync(CrashTarget target, Func<BotClient, CancellationToken, Task> provoke, CancellationToken limit)
    {
        File.Delete(listPath);
        var seen = new Seen();
        await using PropBotProcess process = PropBotProcess.Start(
            $"run --profile paper --urls http://127.0.0.1:0 {arguments}",
            [("API_TOKEN", BotUnderTest.Token), ("PROPBOT_CRASH_LIST", listPath), .. target.Setting is { } at ? new[] { ("PROPBOT_CRASH_AT", at) } : []]);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(limit);
        patience.CancelAfter(Patience);
        bool inTime = true;
        try
        {
            await LiveUntilCutOffAsync(process, target, seen, provoke, patience.Token);
            await process.EndAsync(patience.Token);
        }
        catch (Exception late) when (late is OperationCanceledException or TimeoutException)
        {
            limit.ThrowIfCancellationRequested();
            inTime = false;
        }

        if (!process.HasEnded)
        {
            await process.KillAsync();
        }

        return Told(process, target, seen, inTime);
    }

    /// <summary>A connection that breaks is the kill, or the bot's own end: its exit code tells which.</summary>
    private static async Task LiveUntilCutOffAsync(
        PropBotProcess process, CrashTarget target, Seen seen, Func<BotClient, CancellationToken, Task> provoke, CancellationToken limit)
    {
        try
        {
            await LiveAsync(process, target, seen, provoke, limit);
        }
        catch (Exception cut) when (cut is HttpRequestException or IOException or InvalidOperationException)
        {
            await process.EndAsync(limit);
        }
    }

    private static async Task LiveAsync(
        PropBotProcess process, CrashTarget target, Seen seen, Func<BotClient, CancellationToken, Task> provoke, CancellationToken limit)
    {
        string line = await process.LineAsync("Dashboard: ", limit);
        using var client = new BotClient(line["Dashboard: ".Length..].Replace("/ui/dashboard", "", StringComparison.Ordinal), BotUnderTest.Token);
        JsonElement status = await client.WaitAsync("/api/ui/status", HasResumed, limit);
        seen.Recovered(status.GetProperty("control"));
        await provoke(client, limit);
        if (target.IsShutdown)
        {
            await client.WaitAsync("/api/ui/status", s => Orders(s) >= OrdersBeforeShutdown, limit);
            process.SendCtrlC();
        }
        else if (target.Point is null)
        {
            int events = 0;
            await client.WaitAsync("/api/ui/status", _ => ++events > target.Passing, limit);
            await process.KillAsync();
        }
    }

    private static bool HasResumed(JsonElement status) => status.TryGetProperty("health", out JsonElement health) && health.GetProperty("resume_ok").GetBoolean();

    private static long Orders(JsonElement status) => status.GetProperty("counters").GetProperty("orders_placed").GetInt64();

    private CrashRun Told(PropBotProcess process, CrashTarget target, Seen seen, bool inTime)
    {
        File.WriteAllText(logPath, $"{process.Output}{Environment.NewLine}{process.Errors}");
        string[] passed = File.Exists(listPath) ? File.ReadAllLines(listPath) : [];
        bool wasKilled = process.ExitCode == Killed;
        bool struck = inTime && wasKilled;
        bool endedAsAsked = target.IsShutdown && !process.Output.Contains("cannot go on", StringComparison.Ordinal);
        string? trouble = wasKilled || endedAsAsked ? null : $"the bot ended with {process.ExitCode}: see {logPath}";
        return new CrashRun(target, struck, seen.HasRecovered, seen.Control, passed, trouble);
    }

    private sealed class Seen
    {
        public bool HasRecovered { get; private set; }

        public JsonElement? Control { get; private set; }

        public void Recovered(JsonElement control)
        {
            HasRecovered = true;
            Control = control;
        }
    }
}
