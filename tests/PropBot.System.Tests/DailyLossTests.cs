using System.Net;
using System.Text.Json;
using PropBot.Ledger.Sqlite;
using Xunit;

namespace PropBot.SystemTests;

/// <summary>Goal: a breached daily loss outlives kill -9. It is the same in every view, holds the desk, and is in the audit once.</summary>
public sealed class DailyLossTests
{
    [Fact]
    public async Task Breach_ByTheFirstFees_OutlivesAKill_AndIsTheSameInEveryView()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await using VenuesUnderTest venues = await VenuesUnderTest.StartAsync(limit.Token, "risk: {max_daily_loss_usdt: 0.01}");
        await using (BotUnderTest first = await BotUnderTest.StartAsync(venues.Arguments, limit.Token))
        {
            await first.Client.WaitAsync("/api/ui/daily_loss_status", d => d.GetProperty("breached").GetBoolean(), limit.Token);
            await AssertBreachedAsync(first.Client, limit.Token);
            await first.Process.KillAsync();
        }

        await using BotUnderTest second = await BotUnderTest.StartAsync(venues.Arguments, limit.Token);
        await AssertBreachedAsync(second.Client, limit.Token);
        // It stays breached whatever has been earned since.
        Assert.True((await second.Client.GetAsync("/api/ui/daily_loss_status", limit.Token)).GetProperty("breached").GetBoolean());
        await second.Client.PostAsync("/api/ui/resume-request", """{"reason":"the loss is small"}""", limit.Token);
        await second.Client.PostAsync("/api/ui/resume-confirm", "{}", limit.Token);
        (HttpStatusCode code, string text) = await second.Client.TryAsync("/api/ui/resume", "{}", limit.Token);
        // The guard holds again with the next heartbeat; until then the preflight refuses.
        Assert.True((code, text.Contains("preflight_failed", StringComparison.Ordinal)) is (HttpStatusCode.Conflict, true) or (HttpStatusCode.Locked, _), text);
        Assert.Equal(0, await second.Process.InterruptAsync(limit.Token));

        using SqliteLedgerStore ledger = SqliteLedgerStore.Open(venues.LedgerFile, TimeProvider.System);
        Assert.Single(ledger.JournalTail(100_000), l => l.Type == "audit" && l.Payload.Contains("DAILY_LOSS_BREACH", StringComparison.Ordinal));
    }

    private static async Task AssertBreachedAsync(BotClient bot, CancellationToken limit)
    {
        // Until the start is complete that is what stops opening.
        JsonElement status = await bot.WaitAsync(
            "/api/ui/status", s => s.GetProperty("opening_blocks").EnumerateArray().Any(b => b.GetProperty("code").GetString() == "daily_loss"), limit);
        Assert.Equal("BREACH", status.GetProperty("badges").GetProperty("daily_loss").GetString());
        Assert.Equal("HOLD", status.GetProperty("control").GetProperty("mode").GetString());
        Assert.Equal("BREACH", (await bot.GetAsync("/api/ui/runtime_badges", limit)).GetProperty("daily_loss").GetString());
        JsonElement readiness = await bot.GetAsync("/live-readiness", limit);
        Assert.False(readiness.GetProperty("ok").GetBoolean());
        Assert.Contains("daily_loss:breach", readiness.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()));
        Assert.Contains("propbot_daily_loss_breached 1", await bot.TextAsync("/metrics", limit), StringComparison.Ordinal);
    }
}
