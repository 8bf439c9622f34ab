using System.Text.Json;

namespace PropBot.SystemTests.Crash;

/// <summary>The two people of the drill's shift: they end a hold together, and explain what has stayed different.</summary>
internal static class CrashOperators
{
    private const string Second = "second-operator-of-the-drill";

    /// <summary>A case that is older has not resolved itself.</summary>
    private static readonly TimeSpan LooksAfter = TimeSpan.FromSeconds(3);

    /// <summary>For <c>OPERATOR_TOKENS</c>, beside the operator of <c>API_TOKEN</c>.</summary>
    public static string Tokens => $"boris:operator:{Second}";

    /// <summary>Whether the desk is held by more than the routine of its start, which the autopilot ends by itself.</summary>
    public static bool IsHeld(JsonElement control) =>
        control.GetProperty("mode").GetString() == "HOLD"
        && (control.GetProperty("resume_request").ValueKind == JsonValueKind.Object
            || control.GetProperty("holds").EnumerateArray().Any(hold => hold.GetProperty("kind").GetString() != "start"));

    /// <summary>One requests, the other confirms and carries it out, once every check of the desk is green.</summary>
    public static async Task LeadBackAsync(BotClient first, CancellationToken limit)
    {
        using var second = new BotClient(first.Address, Second);
        JsonElement status = await first.WaitAsync("/api/ui/status", s => !IsHeld(s.GetProperty("control")) || IsGreen(s), limit);
        JsonElement control = status.GetProperty("control");
        if (!IsHeld(control))
        {
            return;
        }

        if (control.GetProperty("hold_active").GetBoolean())
        {
            await first.PostAsync("/api/ui/resume-request", """{"reason":"the drill goes on"}""", limit);
            await second.PostAsync("/api/ui/resume-confirm", "{}", limit);
        }

        await second.PostAsync("/api/ui/resume", "{}", limit);
    }

    /// <summary>What is still a case after a while is looked at and explained.</summary>
    public static async Task ExplainAsync(BotClient client, CancellationToken limit)
    {
        JsonElement answer = await client.GetAsync("/api/ui/cases", limit);
        DateTimeOffset now = answer.GetProperty("ts").GetDateTimeOffset();
        foreach (JsonElement open in answer.GetProperty("cases").EnumerateArray())
        {
            if (now - open.GetProperty("opened_at").GetDateTimeOffset() > LooksAfter)
            {
                await client.PostAsync($"/api/ui/cases/{open.GetProperty("id").GetString()}/resolve", """{"note":"looked at by the drill"}""", limit);
            }
        }
    }

    /// <summary>Whatever is a case by then is explained; what the books then hold is compared from outside, explained or not.</summary>
    public static async Task<JsonElement> RestAsync(BotClient client, CancellationToken limit)
    {
        while (true)
        {
            JsonElement status = await client.WaitAsync("/api/ui/status", s => DeskAgainstVenues.IsQuiet(s) || HasCases(s), limit);
            if (DeskAgainstVenues.IsQuiet(status))
            {
                return status;
            }

            await ExplainAsync(client, limit);
            await client.WaitAsync("/api/ui/status", EveryTime(), limit);
        }
    }

    /// <summary>True from the second answer on: an event of the bot later.</summary>
    private static Func<JsonElement, bool> EveryTime()
    {
        int answers = 0;
        return _ => ++answers > 1;
    }

    private static bool HasCases(JsonElement status) => status.GetProperty("opening_blocks").EnumerateArray()
        .Any(block => block.GetProperty("code").GetString() == "reconciliation");

    private static bool IsGreen(JsonElement status) => status.GetProperty("preflight").EnumerateArray()
        .All(check => check.GetProperty("ok").GetBoolean() || !check.GetProperty("blocks_resume").GetBoolean());
}
