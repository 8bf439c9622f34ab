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
            [("API_TOKEN", BotUnderTest.Token), ("OPERATOR_TOKENS", CrashOperators.Tokens), ("PROPBOT_CRASH_LIST", listPath), .. target.Setting is { } at ? new[] { ("PROPBOT_CRASH_AT", at) } : []]);
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

        string? blocked = null;
        if (!process.HasEnded)
        {
            blocked = inTime ? null : await BlocksAsync(seen, limit);
            await process.KillAsync();
        }

        return Told(process, target, seen, inTime) with { Blocked = blocked };
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
            seen.Cut = cut.Message;
            await process.EndAsync(limit);
        }
    }

    private static async Task LiveAsync(
        PropBotProcess process, CrashTarget target, Seen seen, Func<BotClient, CancellationToken, Task> provoke, CancellationToken limit)
    {
        string line = await process.LineAsync("Dashboard: ", limit);
        seen.Address = line["Dashboard: ".Length..].Replace("/ui/dashboard", "", StringComparison.Ordinal);
        using var client = new BotClient(seen.Address, BotUnderTest.Token);
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

    /// <summary>What kept the bot from its point: how it stood, and every reason why nothing opened.</summary>
    private static async Task<string> BlocksAsync(Seen seen, CancellationToken limit)
    {
        if (seen.Address is not { } address)
        {
            return "it never said where its dashboard is";
        }

        using var client = new BotClient(address, BotUnderTest.Token);
        try
        {
            JsonElement status = await client.GetAsync("/api/ui/status", limit);
            JsonElement totals = status.GetProperty("totals");
            IEnumerable<string> blocks = status.GetProperty("opening_blocks").EnumerateArray().Select(b => $"{b.GetProperty("code")}: {b.GetProperty("en")}");
            return $"{status.GetProperty("control").GetProperty("mode")}, {totals.GetProperty("active_pairs")} pairs, {Orders(status)} orders placed; {string.Join("; ", blocks.DefaultIfEmpty("nothing blocked opening"))}{(seen.Cut is { } cut ? $"; {cut}" : "")}";
        }
        catch (HttpRequestException gone)
        {
            return $"it did not answer: {gone.Message}";
        }
    }

    private static bool HasResumed(JsonElement status) => status.TryGetProperty("health", out JsonElement health) && health.GetProperty("resume_ok").GetBoolean();

    private static long Orders(JsonElement status) => status.GetProperty("counters").GetProperty("orders_placed").GetInt64();

    private CrashRun Told(PropBotProcess process, CrashTarget target, Seen seen, bool inTime)
    {
        File.WriteAllText(logPath, $"{process.Output}{Environment.NewLine}{process.Errors}");
        string[] passed = File.Exists(listPath) ? File.ReadAllLines(listPath) : [];
        bool wasKilled = process.ExitCode == Killed;
        // The line of the point at which it killed itself is the last that it wrote; it may come to it just as patience ends.
        bool ownKill = target.Point is { } point && passed is [.., var last] && last == point && passed.Count(p => p == point) >= target.Passing;
        bool struck = wasKilled && (inTime || ownKill);
        CrashTarget? at = !struck ? null : target.Point is null || passed.Length == 0 || passed[^1] == target.Point ? target : new CrashTarget(passed[^1], 1);
        bool endedAsAsked = target.IsShutdown && !process.Output.Contains("cannot go on", StringComparison.Ordinal);
        string? trouble = wasKilled || endedAsAsked ? null : $"the bot ended with {process.ExitCode}: see {logPath}";
        return new CrashRun(target, at, seen.HasRecovered, seen.Control, passed, trouble);
    }

    private sealed class Seen
    {
        public string? Address { get; set; }

        /// <summary>What ended the conversation with it; of interest when it lived on.</summary>
        public string? Cut { get; set; }

        public bool HasRecovered { get; private set; }

        public JsonElement? Control { get; private set; }

        public void Recovered(JsonElement control)
        {
            HasRecovered = true;
            Control = control;
        }
    }
}
