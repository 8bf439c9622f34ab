using System.Text.Json;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>Goal: a shift's brakes work from a shell, and what is refused says so and ends above zero.</summary>
public sealed class OperatorVerbTests
{
    private const string Second = "second-operator-token";

    [Fact]
    public async Task TwoOperators_HoldKillAndLeadBack_FromAShell()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(4));
        using var folder = new TemporaryFolder();
        await using BotUnderTest bot = await BotUnderTest.StartAsync(
            $"--data-dir {folder.File("data")}", limit.Token, ("OPERATOR_TOKENS", $"boris:operator:{Second}"), ("APPROVE_TOKEN", "approve-secret"));
        await bot.Client.WaitAsync("/api/ui/status", s => s.GetProperty("control").GetProperty("mode").GetString() == "RUN", limit.Token);

        Assert.Contains("\"killed\": true", await VerbAsync(bot, "kill --reason drill", BotUnderTest.Token, 0, limit.Token), StringComparison.Ordinal);
        Assert.Contains("423", await VerbAsync(bot, "resume-request --reason over", BotUnderTest.Token, 1, limit.Token), StringComparison.Ordinal);
        await VerbAsync(bot, "unkill-request --reason over", BotUnderTest.Token, 0, limit.Token);
        Assert.Contains("another operator has to confirm", await VerbAsync(bot, "unkill-confirm", BotUnderTest.Token, 1, limit.Token), StringComparison.Ordinal);
        Assert.Contains("\"killed\": false", await VerbAsync(bot, "unkill-confirm", Second, 0, limit.Token), StringComparison.Ordinal);

        await VerbAsync(bot, "hold --reason lunch", BotUnderTest.Token, 0, limit.Token);
        await VerbAsync(bot, "resume-request --reason back", BotUnderTest.Token, 0, limit.Token);
        Assert.Contains("lunch (api)", await VerbAsync(bot, "approvals", BotUnderTest.Token, 0, limit.Token), StringComparison.Ordinal);
        await VerbAsync(bot, "resume-confirm", Second, 0, limit.Token);
        Assert.Contains("\"mode\": \"RUN\"", await VerbAsync(bot, "resume", Second, 0, limit.Token), StringComparison.Ordinal);
        Assert.Contains("\"exchanges\"", await VerbAsync(bot, "watchdog", Second, 0, limit.Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoOperators_LimitsStrategyAndRequests_FromAShell()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(6));
        using var folder = new TemporaryFolder();
        await using BotUnderTest bot = await BotUnderTest.StartAsync(
            $"--data-dir {folder.File("data")}", limit.Token, ("OPERATOR_TOKENS", $"boris:operator:{Second}"), ("APPROVE_TOKEN", "approve-secret"), ("AUTOPILOT_ENABLE", "false"));
        await bot.Client.WaitAsync("/api/ui/status", _ => true, limit.Token);
        Assert.Contains("\"ws_gap_ms_p95\"", await VerbAsync(bot, "slo", Second, 0, limit.Token), StringComparison.Ordinal);

        await VerbAsync(bot, "limits-lower --limit max_active_pairs --value 2 --reason careful", BotUnderTest.Token, 0, limit.Token);
        string raise = IdOf(await VerbAsync(bot, "limits-raise-request --limit max_active_pairs --value 3 --reason calm", BotUnderTest.Token, 0, limit.Token), a => a.GetProperty("approval"));
        Assert.Contains("another operator has to confirm", await VerbAsync(bot, $"limits-raise-confirm --request-id {raise}", BotUnderTest.Token, 1, limit.Token), StringComparison.Ordinal);
        Assert.Equal(2m, await LimitAsync(bot, limit.Token));
        await VerbAsync(bot, $"limits-raise-confirm --request-id {raise}", Second, 0, limit.Token);
        Assert.Equal(3m, await LimitAsync(bot, limit.Token));

        const string Strategy = "--strategy cross_exchange_arb --reason drill";
        await VerbAsync(bot, $"strategy-disable {Strategy}", BotUnderTest.Token, 0, limit.Token);
        await VerbAsync(bot, $"strategy-enable {Strategy}", Second, 1, limit.Token);

        string resume = IdOf(await VerbAsync(bot, "resume-request --reason back", BotUnderTest.Token, 0, limit.Token), a => a.GetProperty("resume_request"));
        Assert.Contains("\"rejected_by\": \"boris\"", await VerbAsync(bot, $"reject {resume} --reason no", Second, 0, limit.Token), StringComparison.Ordinal);
        Assert.Contains("\"rejected_via\": \"ui\"", await VerbAsync(bot, "approvals", Second, 0, limit.Token), StringComparison.Ordinal);
        Assert.Contains("409", await VerbAsync(bot, "resume-confirm", Second, 1, limit.Token), StringComparison.Ordinal);
        await VerbAsync(bot, "close-exposure --venue okx-perp --dry-run", Second, 0, limit.Token);
    }

    [Fact]
    public async Task NobodyThere_OrNoToken_EndsAboveZero()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        using var folder = new TemporaryFolder();
        await using PropBotProcess alone = PropBotProcess.Start($"status --urls http://127.0.0.1:9 --data-dir {folder.Path}", ("API_TOKEN", "some-token"));
        Assert.Equal(3, await alone.EndAsync(limit.Token));
        await using PropBotProcess nameless = PropBotProcess.Start($"status --data-dir {folder.Path}");
        Assert.Equal(2, await nameless.EndAsync(limit.Token));
        Assert.Contains("API_TOKEN", nameless.Errors, StringComparison.Ordinal);
    }

    private static async Task<decimal> LimitAsync(BotUnderTest bot, CancellationToken limit) =>
        JsonDocument.Parse(await VerbAsync(bot, "limits", Second, 0, limit)).RootElement.GetProperty("limits").EnumerateArray()
            .Single(l => l.GetProperty("limit").GetString() == "max_active_pairs").GetProperty("value").GetDecimal();

    private static string IdOf(string answer, Func<JsonElement, JsonElement> request) => request(JsonDocument.Parse(answer).RootElement).GetProperty("id").GetString()!;

    private static async Task<string> VerbAsync(BotUnderTest bot, string verb, string token, int expected, CancellationToken limit)
    {
        await using PropBotProcess process = PropBotProcess.Start(
            $"{verb} --urls {bot.Client.Address}", ("API_TOKEN", token), ("APPROVE_TOKEN", "approve-secret"));
        int code = await process.EndAsync(limit);
        Assert.True(code == expected, $"{verb} ended with {code}: {process.Output}{process.Errors}");
        return process.Output + process.Errors;
    }
}
