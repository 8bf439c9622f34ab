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

    private static async Task<string> VerbAsync(BotUnderTest bot, string verb, string token, int expected, CancellationToken limit)
    {
        await using PropBotProcess process = PropBotProcess.Start(
            $"{verb} --urls {bot.Client.Address}", ("API_TOKEN", token), ("APPROVE_TOKEN", "approve-secret"));
        int code = await process.EndAsync(limit);
        Assert.True(code == expected, $"{verb} ended with {code}: {process.Output}{process.Errors}");
        return process.Output + process.Errors;
    }
}
